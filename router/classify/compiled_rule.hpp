#pragma once
// A rule with numbers for names, and what the rules that match ask for together. Plain values; one message's thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/workspace/classification.hpp"
#include "config/workspace/numbering.hpp"
#include "config/workspace/workspace.hpp"
#include "router/classify/condition_tree.hpp"

namespace switchroom::classify {

struct CompiledRule {
  RuleId id;
  bool on_every_message = false;
  std::vector<std::string> channels;
  std::vector<std::string> channel_kinds;
  std::optional<std::uint32_t> keywords;  ///< list in the searches
  std::optional<Condition> when;
  std::vector<workspace::SkillNeed> require;
  std::vector<TagId> tags;
  TicketTypeId type;
  std::string type_name;
  SlaClassId sla;
  GroupId group;
  std::vector<AgentId> agents;
  TemplateId auto_reply;
  AgentId bot;
  std::optional<Priority> priority;
  bool stop = false;
};

/// Adds the rule's keywords and patterns to `searches`. The calendars outlive the result.
CompiledRule compile(const workspace::Rule& rule, const workspace::Numbering& numbering,
                     const calendar::Calendars& calendars, Searches& searches);

/// Whether the rule matches; by what, if by a keyword or a pattern.
bool holds(const CompiledRule& rule, const Message& message, std::optional<Mark>& mark);

/// Lists of keywords of which one must be found for the rule to match; empty: it may match without.
std::vector<std::uint32_t> needed_lists(const CompiledRule& rule);

/// Adds a need: of several for one skill the highest minimum counts, and what one rule requires stays required.
void require(std::vector<workspace::SkillNeed>& skills, workspace::SkillNeed need);

/// Gathers what the rules that match ask for, in their order.
class Outcome {
 public:
  void add(const CompiledRule& rule, workspace::RuleMatch match);
  /// What was gathered; the caller adds language and defaults.
  workspace::Classification take();

 private:
  workspace::Classification found_;
  std::optional<Priority> priority_;
};

}  // namespace switchroom::classify
