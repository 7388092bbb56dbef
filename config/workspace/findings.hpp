#pragma once
// The list that the checks of a workspace write to. One caller's thread.

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "config/workspace/nearest_name.hpp"
#include "config/workspace/validate.hpp"

namespace switchroom::workspace {

/// The names of one sort of thing, to ask for and to suggest from. Refers to the workspace.
class KnownNames {
 public:
  /// False if the name is there already.
  bool add(std::string_view name) {
    if (!set_.insert(name).second) return false;
    list_.push_back(name);
    return true;
  }
  bool has(std::string_view name) const { return set_.contains(name); }
  std::string nearest(std::string_view name) const { return nearest_hint(name, list_); }

 private:
  std::unordered_set<std::string_view> set_;
  std::vector<std::string_view> list_;  // in the order of the document, so that suggestions are stable
};

/// Findings up to `findings_max`.
class FindingList {
 public:
  bool full() const { return findings_.size() >= findings_max; }
  void add(Finding finding) {
    if (!full()) findings_.push_back(std::move(finding));
  }
  std::vector<Finding> take() { return std::move(findings_); }
  bool empty() const { return findings_.empty(); }

 private:
  std::vector<Finding> findings_;
};

/// `"name"`.
inline std::string in_quotes(std::string_view text) { return '"' + std::string{text} + '"'; }

/// `agents[3]`.
inline std::string element(std::string_view list, std::size_t index) {
  return std::string{list} + '[' + std::to_string(index) + ']';
}

/// Appends the warnings about a workspace without errors.
void advise(const Workspace& workspace, FindingList& findings);

}  // namespace switchroom::workspace
