#include "tests/router/engine/reference_rules.hpp"

#include <algorithm>
#include <stdexcept>

namespace switchroom::engine {

ReferenceRules::ReferenceRules(const Configure& configuration)
    : workspace(configuration.workspace),
      numbering(configuration.numbering),
      hours(configuration.hours),
      version(configuration.version) {
  for (const workspace::Group& one : workspace->groups) groups[group_named(one.id)] = &one;
  for (const workspace::Agent& one : workspace->agents) {
    const AgentId id = agent_named(one.id);
    agents[id] = &one;
    for (const auto& [skill, level] : one.skills) skills[id][SkillId{numbering->skills.find(skill)}] = level;
  }
  for (const std::string& name : numbering->channel_kinds.names())
    kinds[ChannelKindId{numbering->channel_kinds.find(name)}] = workspace->kind_rules(name);
  default_group = group_named(workspace->default_group);
  if (!has(default_group)) throw std::logic_error("a workspace needs its default group");
}

workspace::KindRules ReferenceRules::kind(ChannelKindId id) const {
  const auto found = kinds.find(id);
  return found == kinds.end() ? workspace::KindRules{} : found->second;
}

const workspace::SlaClass* ReferenceRules::sla(SlaClassId id) const {
  for (const workspace::SlaClass& one : workspace->sla)
    if (id && SlaClassId{numbering->sla.find(one.id)} == id) return &one;
  return nullptr;
}

const workspace::Flow* ReferenceRules::flow(FlowId id) const {
  for (const workspace::Flow& one : workspace->flows)
    if (id && FlowId{numbering->flows.find(one.id)} == id) return &one;
  return nullptr;
}

/// The steps of the document; else one for all, or those that `max_wait` is short for.
std::vector<ReferenceStep> ReferenceRules::route(GroupId id) const {
  const workspace::Group& group = this->group(id);
  std::vector<ReferenceStep> route;
  for (const workspace::StepRule& rule : group.steps) {
    ReferenceStep step{.at_ms = rule.at_ms, .groups = {}};
    for (const std::string& name : rule.groups)
      if (!std::ranges::count(step.groups, group_named(name))) step.groups.push_back(group_named(name));
    if (step.groups.empty()) step.groups = {id};
    for (const workspace::SkillRequirement& need : rule.require)
      step.require.push_back({SkillId{numbering->skills.find(need.skill)}, static_cast<std::uint8_t>(need.minimum)});
    step.anyone = rule.last == workspace::LastStep::anyone;
    step.escalates = rule.last == workspace::LastStep::escalate;
    step.drop_ranks = rule.drop_ranks;
    for (const std::string& name : rule.prefer) step.prefer.push_back(agent_named(name));
    step.strategy = rule.strategy;
    route.push_back(std::move(step));
  }
  if (!route.empty()) return route;
  route.push_back({.at_ms = 0, .groups = {id}});
  if (!group.max_wait_ms) return route;
  ReferenceStep later{.at_ms = *group.max_wait_ms, .groups = {id}};
  later.anyone = true;
  route.push_back(later);
  if (!group.fallback.empty() && group.fallback != group.id) {
    later.groups.push_back(group_named(group.fallback));
    route.push_back(later);
  }
  if (seniors(id).empty()) return route;
  later.escalates = true;
  route.push_back(later);
  return route;
}

bool ReferenceRules::is_member(AgentId id, GroupId group) const {
  return std::ranges::any_of(agent(id).groups, [&](const std::string& name) { return group_named(name) == group; });
}

std::vector<AgentId> ReferenceRules::members(GroupId group) const {
  std::vector<AgentId> found;
  for (const auto& [id, _] : agents)
    if (is_member(id, group) && !agents.at(id)->bot) found.push_back(id);
  return found;
}

std::vector<std::vector<AgentId>> ReferenceRules::seniors(GroupId id) const {
  std::vector<AgentId> supervisors, administrators;
  for (const auto& [agent, rules] : agents) {
    if (rules->bot) continue;
    if (std::ranges::count(group(id).supervisors, rules->id)) supervisors.push_back(agent);
    if (is_administrator(agent)) administrators.push_back(agent);
  }
  std::vector<std::vector<AgentId>> all;
  if (!supervisors.empty()) all.push_back(supervisors);
  if (!administrators.empty()) all.push_back(administrators);
  return all;
}

int ReferenceRules::proficiency(AgentId agent, SkillId skill) const {
  const auto own = skills.find(agent);
  if (own == skills.end()) return 0;
  const auto found = own->second.find(skill);
  return found == own->second.end() ? 0 : found->second;
}

Units ReferenceRules::limit(AgentId id, bool interruptible) const {
  const workspace::Agent& one = agent(id);
  return interruptible ? one.interruptible_limit.value_or(one.limit) : one.limit;
}

}  // namespace switchroom::engine
