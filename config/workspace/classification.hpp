#pragma once
// What the rules found in a message: the outcome of classify, an input of the engine, and part of each stored decision,
// so that no library's version changes a replay. Plain values: any thread.

#include <cstdint>
#include <string>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::workspace {

/// A rule that matched. `begin` and `end` are byte positions in the original text; both 0 if no keyword and
/// no pattern of the rule was found.
struct RuleMatch {
  RuleId rule;
  std::string keyword;  ///< or pattern, as the document spells it
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const RuleMatch&, const RuleMatch&) = default;
};

/// A skill that the agent must have, with a proficiency of at least `minimum` (1–10).
struct SkillNeed {
  SkillId skill;
  std::uint8_t minimum = 1;
  std::uint8_t rank = 0;  ///< 0: never dropped; else droppable, 1 first
  friend auto operator<=>(const SkillNeed&, const SkillNeed&) = default;
};

struct Classification {            // new members go to the end: records of older versions lack them
  std::vector<RuleMatch> matches;  ///< in the order of the rules
  std::vector<SkillNeed> skills;   ///< each skill once, ascending
  GroupId group;                   ///< empty: no rule named one
  Priority priority = Priority::normal;

  std::vector<TagId> tags{};      ///< each once, ascending
  TicketTypeId type{};            ///< empty: no rule named one
  SlaClassId sla{};               ///< of a rule, else the workspace's default; empty: none
  std::vector<AgentId> agents{};  ///< named by a rule, preferred in this order
  std::string language{};         ///< BCP 47 in small letters: `en`, `zh-hant`; empty: unknown
  TemplateId auto_reply{};        ///< empty: none
  AgentId bot{};                  ///< empty: people
  friend bool operator==(const Classification&, const Classification&) = default;
};

}  // namespace switchroom::workspace
