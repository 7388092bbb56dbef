#pragma once
// A message and what is known about it → rules that match, and what they ask for. Pure; built once for a configuration,
// beside the one in force, then any thread may ask.

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/workspace/classification.hpp"
#include "config/workspace/numbering.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::classify {

/// Something that the workspace's other systems know of a customer.
struct Attribute {
  std::string_view name;
  std::string_view value;
};

/// What the rules may look at.
struct Facts {
  std::string_view text;     ///< UTF-8; broken sequences match nothing
  std::string_view channel;  ///< channel id
  std::string_view channel_kind;

  std::string_view customer_language{};  ///< stored; goes before the channel's and the detected one
  std::string_view customer_level{};
  std::span<const std::string_view> customer_tags{};
  std::span<const Attribute> customer_attributes{};
  bool first_contact = false;                       ///< the customer's first ticket
  std::string_view ticket_type{};                   ///< that the ticket has already
  std::span<const std::string_view> attachments{};  ///< kinds: image, video, audio, file, sticker
  Instant at{};                                     ///< for opening hours
  bool later_message = false;                       ///< not the ticket's first: only rules for every message are asked
};

class Classifier {
 public:
  /// Compiles the rules. `numbering` knows every name of `workspace`, which is valid. Both are only read during
  /// construction. Throws std::runtime_error if the processor lacks SSE 4.2, std::invalid_argument for a time zone or a
  /// pattern that `validate` refuses.
  Classifier(const workspace::Workspace& workspace, const workspace::Numbering& numbering);
  ~Classifier();
  Classifier(Classifier&&) noexcept;
  Classifier& operator=(Classifier&&) noexcept;

  /// What the rules find, in their order. The language is that of the customer, else of the channel, else the detected
  /// one; it is detected only if the workspace asks for it (a rule, a template, `language_skills`).
  workspace::Classification classify(const Facts& facts) const;

 private:
  class Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace switchroom::classify
