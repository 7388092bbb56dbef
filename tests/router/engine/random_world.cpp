#include "tests/router/engine/random_world.hpp"

#include <algorithm>
#include <ostream>
#include <random>
#include <string>

#include "tests/router/engine/chance.hpp"

namespace switchroom::engine {
namespace {

std::string name(const char* kind, std::uint32_t number) { return kind + std::to_string(number); }

workspace::Group random_group(std::uint32_t number, const Scale& scale, Chance& chance) {
  workspace::Group group{
      .id = name("g", number), .name = {}, .limit = {}, .receives_when = {Status::online}, .place = {}};
  if (chance.one_in(2)) group.limit = Units{chance.between(0, scale.limit_units * 10) * 500};
  if (chance.one_in(3)) group.receives_when.push_back(Status::busy);
  if (chance.one_in(8)) group.receives_when.clear();
  return group;
}

workspace::Agent random_agent(std::uint32_t number, const Scale& scale, Chance& chance) {
  workspace::Agent agent{
      .id = name("a", number), .name = {}, .groups = {}, .skills = {}, .limit = {}, .first_status = {}, .place = {}};
  for (std::uint32_t group = 1; group <= scale.groups; ++group)
    if (group > 1 ? chance.one_in(2) : !chance.one_in(4)) agent.groups.push_back(name("g", group));
  for (std::uint32_t skill = 1; skill <= scale.skills; ++skill)
    if (!chance.one_in(3)) agent.skills[name("s", skill)] = chance.between(1, scale.minima);
  agent.limit = Units{chance.between(0, scale.limit_units * 2) * 500};
  agent.first_status = static_cast<Status>(chance.one_in(2) ? 0 : chance.below(4));
  return agent;
}

}  // namespace

Configure random_configuration(std::uint32_t seed, const Scale& scale,
                               const std::shared_ptr<workspace::Numbering>& numbering) {
  Chance chance(seed);
  auto made = std::make_shared<workspace::Workspace>();
  made->default_group = "g1";
  Scale present = scale;
  present.groups = 1 + chance.below(scale.groups);  // the last groups come and go
  for (std::uint32_t group = 1; group <= present.groups; ++group)
    made->groups.push_back(random_group(group, scale, chance));
  for (std::uint32_t agent = 1; agent <= scale.agents; ++agent)
    if (!chance.one_in(5)) made->agents.push_back(random_agent(agent, present, chance));
  for (std::uint32_t skill = 1; skill <= scale.skills; ++skill) made->skills.push_back(name("s", skill));
  std::ranges::shuffle(made->agents, std::mt19937(seed));
  made->head_start_ms = {0, 100, 200, 100'000};
  numbering->take(*made);
  return {made, numbering, seed};
}

std::ostream& operator<<(std::ostream& out, const Step& step) {
  return out << "{" << step.kind << ", " << step.seed << "}";
}

Day::Day(Scale scale) : scale_(scale) {}

Input Day::next(const Step& step) {
  now_ += Milliseconds{Chance(step.seed).below(100)};
  const std::uint32_t kind = step.kind % 32;
  if (kind == 0) return configure(step.seed);
  if (kind < 6) return set_status(step.seed);
  if (kind < 18 && !open_.empty()) return close(step.seed);
  return arrive(step.seed);
}

Input Day::configure(std::uint32_t seed) { return configuration_ = random_configuration(seed, scale_, numbering_); }

Input Day::arrive(std::uint32_t seed) {
  Chance chance(seed);
  Arrive arrival{
      .ticket = TicketId{++last_ticket_}, .units = Units{chance.between(0, 3) * 500}, .channel_group = {}, .found = {}};
  if (chance.one_in(4)) arrival.ticket = TicketId{last_ticket_ += 2};
  arrival.channel_group = GroupId{chance.below(scale_.groups + 2)};
  arrival.found.group = GroupId{chance.one_in(2) ? chance.below(scale_.groups + 2) : 0};
  arrival.found.priority = static_cast<Priority>(chance.below(4));
  for (std::uint32_t skill = 1; skill <= scale_.skills + 1; ++skill)
    if (chance.one_in(skill > scale_.skills ? 40 : 3))
      arrival.found.skills.push_back({SkillId{skill}, static_cast<std::uint8_t>(chance.between(1, scale_.minima))});
  open_.push_back(arrival.ticket);
  return arrival;
}

Input Day::close(std::uint32_t seed) {
  const auto chosen = open_.begin() + static_cast<std::ptrdiff_t>(seed % open_.size());
  const Close close{*chosen};
  open_.erase(chosen);
  return close;
}

Input Day::set_status(std::uint32_t seed) {
  const auto& agents = configuration_.workspace->agents;
  if (agents.empty()) return arrive(seed);
  Chance chance(seed);
  const workspace::Agent& agent = agents[chance.below(static_cast<std::uint32_t>(agents.size()))];
  return SetStatus{AgentId{numbering_->agents.find(agent.id)},
                   static_cast<Status>(chance.one_in(2) ? 0 : chance.below(4))};
}

}  // namespace switchroom::engine
