#pragma once
// Text and channel → rules that match, skills, group, priority. Pure; built once for a configuration, then any thread
// may ask.

#include <memory>
#include <string>
#include <string_view>

#include "config/vocabulary/ids.hpp"
#include "config/workspace/classification.hpp"
#include "config/workspace/numbering.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::classify {

/// What the rules may look at.
struct Facts {
  std::string_view text;     ///< UTF-8; broken sequences match nothing
  std::string_view channel;  ///< channel id
  std::string_view channel_kind;
};

class Classifier {
 public:
  /// Compiles the rules. `numbering` knows every name of `workspace`. Both are only read during construction.
  Classifier(const workspace::Workspace& workspace, const workspace::Numbering& numbering);
  ~Classifier();
  Classifier(Classifier&&) noexcept;
  Classifier& operator=(Classifier&&) noexcept;

  /// What the rules find, in their order.
  workspace::Classification classify(const Facts& facts) const;

 private:
  class Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace switchroom::classify
