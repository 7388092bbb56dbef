#include "router/engine/roster.hpp"

#include <algorithm>
#include <stdexcept>

namespace switchroom::engine {
namespace {

RosterAgent compile(const workspace::Agent& agent, const workspace::Numbering& numbers) {
  RosterAgent compiled{AgentId{numbers.agents.find(agent.id)}, agent.limit, agent.first_status, {}, {}};
  for (const auto& [skill, proficiency] : agent.skills)
    compiled.skills.push_back({SkillId{numbers.skills.find(skill)}, static_cast<std::uint8_t>(proficiency)});
  std::ranges::sort(compiled.skills);
  return compiled;
}

/// Where each number stands in rows that are sorted by it.
template <class Rows>
std::vector<std::uint32_t> indexes_of(const Rows& rows, std::uint32_t unknown) {
  std::vector<std::uint32_t> indexes(rows.empty() ? 0 : rows.back().id.number + std::size_t{1}, unknown);
  for (std::uint32_t i = 0; i < rows.size(); ++i) indexes[rows[i].id.number] = i;
  return indexes;
}

}  // namespace

Roster::Roster(const Configure& configuration)
    : version_(configuration.version), head_start_ms_(configuration.workspace->head_start_ms) {
  take_groups(configuration);
  take_agents(configuration);
  const auto& numbers = *configuration.numbering;
  const auto found = find(GroupId{numbers.groups.find(configuration.workspace->default_group)});
  if (!found) throw std::logic_error("a workspace without its default group");
  default_group_ = *found;
}

void Roster::take_groups(const Configure& configuration) {
  for (const workspace::Group& group : configuration.workspace->groups) {
    RosterGroup compiled{GroupId{configuration.numbering->groups.find(group.id)}, group.limit, {}, {}};
    for (const Status status : group.receives_when) compiled.receives[static_cast<std::size_t>(status)] = true;
    groups_.push_back(std::move(compiled));
  }
  std::ranges::sort(groups_, {}, &RosterGroup::id);
  group_indexes_ = indexes_of(groups_, unknown);
}

void Roster::take_agents(const Configure& configuration) {
  const auto& numbers = *configuration.numbering;
  std::vector<const workspace::Agent*> by_number;
  for (const workspace::Agent& agent : configuration.workspace->agents) by_number.push_back(&agent);
  std::ranges::sort(by_number, {}, [&](const auto* agent) { return numbers.agents.find(agent->id); });
  for (const workspace::Agent* agent : by_number) {
    agents_.push_back(compile(*agent, numbers));
    take_seats(*agent, numbers);
  }
  agent_indexes_ = indexes_of(agents_, unknown);
}

void Roster::take_seats(const workspace::Agent& agent, const workspace::Numbering& numbers) {
  const auto index = static_cast<std::uint32_t>(agents_.size() - 1);
  for (const std::string& name : agent.groups) {
    const auto group = find(GroupId{numbers.groups.find(name)});
    if (!group) throw std::logic_error("an agent in a group that is not in the configuration");
    auto& members = groups_[*group].members;
    if (!members.empty() && members.back() == index) continue;  // named twice
    agents_[index].seats.push_back({*group, static_cast<std::uint32_t>(members.size())});
    members.push_back(index);
  }
}

bool meets(std::span<const workspace::SkillNeed> proficiencies, std::span<const workspace::SkillNeed> needs) {
  return std::ranges::all_of(needs, [&](const workspace::SkillNeed& need) {
    const auto found = std::ranges::lower_bound(proficiencies, need.skill, {}, &workspace::SkillNeed::skill);
    return found != proficiencies.end() && found->skill == need.skill && found->minimum >= need.minimum;
  });
}

}  // namespace switchroom::engine
