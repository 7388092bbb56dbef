#pragma once
// Numbers for the names of one workspace. A name keeps its number for ever and a number is never given twice, so
// records and events made under an older configuration still mean the same. Owned by the shard; not for several threads
// at once.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::workspace {

/// Names of one kind and their numbers 1, 2, 3 … in the order of first appearance.
class NameTable {
 public:
  /// The number of `name`; a new one if it was never seen.
  std::uint32_t number_of(std::string_view name);
  /// The number of `name`, or 0.
  std::uint32_t find(std::string_view name) const;
  /// The name of a number given before; empty for 0 and for numbers never given.
  std::string_view name_of(std::uint32_t number) const;
  const std::vector<std::string>& names() const { return names_; }

 private:
  struct Hash {
    using is_transparent = void;  // looked up by string_view, without an allocation
    std::size_t operator()(std::string_view name) const noexcept { return std::hash<std::string_view>{}(name); }
  };

  std::vector<std::string> names_;  // index = number - 1
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
};

struct Numbering {
  NameTable channels, groups, agents, skills, rules;
  NameTable channel_kinds, calendars, sla, flows, templates, tags, ticket_types;

  /// Gives numbers to every name of `workspace` that has none yet, in the order of the document.
  void take(const Workspace& workspace);
};

/// The numbering as bytes, version byte first.
std::string encode(const Numbering& numbering);
/// The reverse, of the present version and the one before it. Error `invalid_document` with the offset for bytes that
/// `encode` never made; never throws, never reads outside.
Result<Numbering> decode_numbering(std::string_view bytes);

}  // namespace switchroom::workspace
