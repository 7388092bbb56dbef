#pragma once
// What the rules found in a message: the outcome of classify, an input of the engine, and part of each stored decision, so that
// no library's version changes a replay. Plain values: any thread.

#include <cstdint>
#include <string>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::workspace {

/// A rule that matched. `begin` and `end` are byte positions in the original text; both 0 if the rule has no keywords.
struct RuleMatch {
  RuleId rule;
  std::string keyword;  ///< as the document spells it
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const RuleMatch&, const RuleMatch&) = default;
};

/// A skill that the agent must have, with a proficiency of at least `minimum` (1–10).
struct SkillNeed {
  SkillId skill;
  std::uint8_t minimum = 1;
  friend auto operator<=>(const SkillNeed&, const SkillNeed&) = default;
};

struct Classification {
  std::vector<RuleMatch> matches;  ///< in the order of the rules
  std::vector<SkillNeed> skills;   ///< each skill once, ascending
  GroupId group;                   ///< empty: no rule named one
  Priority priority = Priority::normal;
  friend bool operator==(const Classification&, const Classification&) = default;
};

}  // namespace switchroom::workspace
