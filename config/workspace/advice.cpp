// Warnings: configurations that are allowed and hardly meant. Each names what will happen to a customer's message.
//
// Whether somebody can take what a rule asks for is looked up by skill: agents that have the rule's first skill are
// few, and the search ends at the first who fits.

#include "config/workspace/advice.hpp"

#include <algorithm>

#include "config/workspace/amounts.hpp"

namespace switchroom::workspace {
namespace {

bool in_group(const Agent& agent, std::string_view group) {
  return group.empty() || std::ranges::find(agent.groups, group) != agent.groups.end();
}

bool meets(const Agent& agent, const SkillRequirement& need) {
  const auto skill = agent.skills.find(need.skill);
  return skill != agent.skills.end() && skill->second >= need.minimum;
}

void advise_head_starts(Advice& advice) {
  const auto& head_start = advice.workspace.head_start_ms;
  for (std::size_t i = 1; i < head_start.size(); ++i)
    if (head_start[i] < head_start[i - 1])
      advice.warn({}, "head_start." + std::string{priority_names[i]}, duration_text(head_start[i]),
                  "no less than " + std::string{priority_names[i - 1]} + " has: " + duration_text(head_start[i - 1]));
}

/// A skill that messages will ask for by themselves.
void advise_language_skills(Advice& advice) {
  const Workspace& all = advice.workspace;
  if (!all.language_skills) return;
  bool any = false;
  for (std::size_t i = 0; i < all.skills.size(); ++i) {
    if (!all.skills[i].starts_with("language:")) continue;
    any = true;
    SkillRequirement need;
    need.skill = all.skills[i];
    if (!advice.somebody({}, {&need, 1}))
      advice.warn({}, element("skills", i), "nobody with the skill " + in_quotes(need.skill),
                  "an agent who has it; otherwise messages in this language wait");
  }
  if (!any)
    advice.warn({}, "language_skills", "no skill of a language", "skills such as language:en, or no language_skills");
}

}  // namespace

Advice::Advice(const Workspace& all, FindingList& findings) : workspace(all), findings_(findings) {
  for (const Agent& agent : all.agents) {
    agents_[agent.id] = &agent;
    if (agent.bot) continue;  // gets only what rules that name it and people give it
    has_leaders_ |= agent.role != Role::agent;
    for (const auto& [skill, proficiency] : agent.skills) by_skill_[skill].push_back(&agent);
    for (const std::string& group : agent.groups) members_[group].push_back(&agent);
    largest_limit_ = std::max(largest_limit_, agent.limit);
  }
  for (const Group& group : all.groups) groups_[group.id] = &group;
  for (const Channel& channel : all.channels) {
    kind_of_[channel.id] = channel.kind;
    offers_by_default_ |= all.kind_rules(channel.kind).delivery == Delivery::offer;
  }
}

void Advice::warn(Place place, std::string path, std::string found, std::string expected, bool of_key) {
  findings_.add({.severity = Severity::warning,
                 .place = place,
                 .path = std::move(path),
                 .of_key = of_key,
                 .found = std::move(found),
                 .expected = std::move(expected)});
}

std::span<const Agent* const> Advice::members(std::string_view group) const {
  const auto found = members_.find(group);
  return found == members_.end() ? std::span<const Agent* const>{} : found->second;
}

bool Advice::somebody(std::string_view group, std::span<const SkillRequirement> needs) const {
  if (needs.empty()) return true;
  const auto holders = by_skill_.find(needs.front().skill);
  if (holders == by_skill_.end()) return false;
  return std::ranges::any_of(holders->second, [&](const Agent* agent) {
    return in_group(*agent, group) && std::ranges::all_of(needs, [&](const auto& need) { return meets(*agent, need); });
  });
}

std::string words_of(const SkillRequirement& need) {
  return need.skill + " of at least " + std::to_string(need.minimum);
}

bool ever_opens(const Calendar& calendar) {
  return !calendar.weekly.empty() ||
         std::ranges::any_of(calendar.holidays, [](const Holiday& holiday) { return !holiday.open.empty(); });
}

void advise_channels(Advice& advice) {
  const Workspace& all = advice.workspace;
  for (std::size_t i = 0; i < all.channels.size(); ++i) {
    const Units cost = all.units_of(all.channels[i].kind);
    if (all.agents.empty() || cost <= advice.largest_limit()) continue;
    advice.warn(all.channels[i].place, element("channels", i),
                "a channel whose tickets cost " + units_text(cost) + " units",
                "an agent with such a limit; the largest limit is " + units_text(advice.largest_limit()));
  }
}

void advise(const Workspace& workspace, FindingList& findings) {
  Advice advice{workspace, findings};
  advise_channels(advice);
  advise_language_skills(advice);
  advise_groups(advice);
  advise_routes(advice);
  advise_agents(advice);
  advise_rules(advice);
  advise_conditions(advice);
  advise_clocks(advice);
  advise_head_starts(advice);
}

}  // namespace switchroom::workspace
