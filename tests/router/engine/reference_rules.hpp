#pragma once
// A configuration looked up by numbers, for the reference router: nothing is compiled, sorted or counted beforehand.

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "router/engine/input.hpp"

namespace switchroom::engine {

/// A step of a group's route.
struct ReferenceStep {
  std::int64_t at_ms = 0;
  std::vector<GroupId> groups;  ///< whose members are asked, in this order
  std::vector<workspace::SkillNeed> require{};
  bool anyone = false;     ///< whatever the skills
  bool escalates = false;  ///< supervisors and administrators are asked first
  int drop_ranks = 0;
  std::vector<AgentId> prefer{};
  std::optional<workspace::Strategy> strategy{};
};

struct ReferenceRules {
  ReferenceRules() = default;
  explicit ReferenceRules(const Configure& configuration);

  bool has(GroupId id) const { return groups.contains(id); }
  bool has(AgentId id) const { return agents.contains(id); }
  const workspace::Group& group(GroupId id) const { return *groups.at(id); }
  const workspace::Agent& agent(AgentId id) const { return *agents.at(id); }
  GroupId group_or_default(GroupId id) const { return has(id) ? id : default_group; }
  /// Of a kind that is not said: the defaults of social channels.
  workspace::KindRules kind(ChannelKindId id) const;
  const workspace::SlaClass* sla(SlaClassId id) const;
  const workspace::Flow* flow(FlowId id) const;
  CalendarId calendar(const std::string& name) const { return CalendarId{numbering->calendars.find(name)}; }
  GroupId group_named(const std::string& name) const { return GroupId{numbering->groups.find(name)}; }
  AgentId agent_named(const std::string& name) const { return AgentId{numbering->agents.find(name)}; }

  std::vector<ReferenceStep> route(GroupId group) const;
  std::vector<AgentId> members(GroupId group) const;
  bool is_member(AgentId agent, GroupId group) const;
  /// The group's supervisors, then all administrators; no empty lists.
  std::vector<std::vector<AgentId>> seniors(GroupId group) const;
  int proficiency(AgentId agent, SkillId skill) const;  ///< 0: he lacks it
  Units limit(AgentId agent, bool interruptible) const;
  bool is_administrator(AgentId agent) const { return this->agent(agent).role == Role::admin; }

  std::shared_ptr<const workspace::Workspace> workspace;
  std::shared_ptr<const workspace::Numbering> numbering;
  std::shared_ptr<const Hours> hours;
  std::uint64_t version = 0;
  GroupId default_group;
  std::map<GroupId, const workspace::Group*> groups;
  std::map<AgentId, const workspace::Agent*> agents;
  std::map<AgentId, std::map<SkillId, int>> skills;
  std::map<ChannelKindId, workspace::KindRules> kinds;
};

}  // namespace switchroom::engine
