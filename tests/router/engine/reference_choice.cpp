// Who may take a ticket, and who of them gets it: every agent is looked at for every question.

#include <algorithm>
#include <tuple>

#include "tests/router/engine/reference_state.hpp"

namespace switchroom::engine {

using workspace::Strategy;

ReferenceStep ReferenceRouter::State::step_of(const OpenTicket& ticket) const {
  const std::vector<ReferenceStep> route = route_of(ticket);
  return route.at(std::min<std::size_t>(ticket.step, route.size() - 1));
}

/// Seniors are asked before the others, whatever their skills.
std::vector<ReferenceRouter::State::Crew> ReferenceRouter::State::crews_of(const OpenTicket& ticket) const {
  const ReferenceStep step = step_of(ticket);
  std::vector<Crew> crews;
  const GroupId own = route_group(ticket);
  if (ticket.escalated || step.escalates)
    for (std::vector<AgentId>& seniors : rules_.seniors(own))
      crews.push_back({own, std::move(seniors), {}, step.strategy.value_or(rules_.group(own).strategy)});
  for (const GroupId group : step.groups)
    crews.push_back(
        {group, rules_.members(group), needs_in(step, ticket), step.strategy.value_or(rules_.group(group).strategy)});
  return crews;
}

std::vector<workspace::SkillNeed> ReferenceRouter::State::needs_in(const ReferenceStep& step,
                                                                   const OpenTicket& ticket) const {
  if (step.anyone) return {};
  if (!step.require.empty()) return step.require;
  std::vector<workspace::SkillNeed> needs;
  for (const workspace::SkillNeed& need : ticket.skills)
    if (need.rank == 0 || need.rank > step.drop_ranks) needs.push_back(need);
  return needs;
}

bool ReferenceRouter::State::has_skills(AgentId agent, const Crew& crew) const {
  return std::ranges::all_of(crew.needs, [&](const workspace::SkillNeed& need) {
    return rules_.proficiency(agent, need.skill) >= need.minimum;
  });
}

bool ReferenceRouter::State::is_offered(ChannelKindId kind, GroupId group) const {
  return rules_.group(group).delivery.value_or(rules_.kind(kind).delivery) == workspace::Delivery::offer;
}

bool ReferenceRouter::State::has_room(GroupId group, const OpenTicket& ticket) const {
  const workspace::Group& rules = rules_.group(group);
  if (rules.limit && in_use(group) + ticket.units > *rules.limit) return false;
  return !rules.offers_limit || !is_offered(ticket.kind, group) || offers(group) < *rules.offers_limit;
}

/// The first filter that a member of the crew fails, in the order in which they are asked.
std::optional<Filter> ReferenceRouter::State::fails(AgentId id, const Crew& crew, const OpenTicket& ticket) const {
  if (!std::ranges::count(crew.members, id)) return Filter::not_in_group;
  if (!has_skills(id, crew)) return Filter::no_skill;
  const AgentState& now = standings_.at(id);
  const workspace::Agent& rules = rules_.agent(id);
  if (!std::ranges::count(rules_.group(crew.group).receives_when, now.status)) return Filter::status;
  if (!now.on_shift) return Filter::off_shift;
  const bool is_chat = rules_.kind(ticket.kind).family == workspace::Family::chat;
  if (is_chat && rules.content == workspace::WorkContent::tickets_only) return Filter::work_kind;
  const Units after = in_use(id, ticket.interruptible) + ticket.units;
  if (after > rules_.limit(id, ticket.interruptible)) return Filter::at_limit;
  const auto most = rules.kind_limits.find(std::string{rules_.numbering->channel_kinds.name_of(ticket.kind.number)});
  if (most != rules.kind_limits.end() && tickets_of(id, ticket.kind) >= most->second) return Filter::at_kind_limit;
  if (!has_room(crew.group, ticket)) return Filter::group_limit;
  if (now.paused || (now.ramp_since != Instant{} && after > now.ramp_from)) return Filter::paused;
  if (std::ranges::count(ticket.tried, id)) return Filter::declined_before;
  if (ticket.hold_for && ticket.hold_for != id) return Filter::scope;
  return std::nullopt;
}

bool ReferenceRouter::State::may_take(AgentId agent, const OpenTicket& ticket) const {
  return rules_.has(agent) &&
         std::ranges::any_of(crews_of(ticket), [&](const Crew& crew) { return !fails(agent, crew, ticket); });
}

bool ReferenceRouter::State::has_taker(const OpenTicket& ticket) const {
  for (const Crew& crew : crews_of(ticket))
    for (const AgentId agent : crew.members)
      if (!fails(agent, crew, ticket)) return true;
  return false;
}

/// Whether the present step makes sense at this hour.
bool ReferenceRouter::State::could_anyone(const OpenTicket& ticket) const {
  for (const Crew& crew : crews_of(ticket))
    for (const AgentId agent : crew.members)
      if (has_skills(agent, crew) && standings_.at(agent).on_shift) return true;
  return false;
}

/// Those of a crew who may take the ticket, the first to be asked at the front.
std::vector<AgentId> ReferenceRouter::State::ranked(const Crew& crew, const OpenTicket& ticket) const {
  std::vector<AgentId> able;
  std::int64_t slowest_ms = 1;
  for (const auto& [_, agent] : rules_.agents) slowest_ms = std::max(slowest_ms, agent->handling_ms);
  AgentId last{};  // who had the newest assignment
  for (const AgentId id : crew.members) {
    if (!fails(id, crew, ticket)) able.push_back(id);
    if (standings_.at(id).turn > (last ? standings_.at(last).turn : 0)) last = id;
  }
  const auto key = [&](AgentId id) {
    const AgentState& now = standings_.at(id);
    const workspace::Agent& rules = rules_.agent(id);
    const std::int64_t share = rules.handling_ms * 1000 / slowest_ms;
    std::int64_t first = 0;
    if (crew.strategy == Strategy::least_loaded)
      first = (in_use(id).milli + share) * 1000 / std::max<std::int64_t>(rules.limit.milli, 1);
    if (crew.strategy == Strategy::round_robin) first = id <= last ? 1 : 0;
    if (crew.strategy == Strategy::most_proficient)
      for (const workspace::SkillNeed& need : crew.needs) first -= rules_.proficiency(id, need.skill);
    return std::tuple{first, crew.strategy == Strategy::round_robin ? Instant{} : now.last_assigned, id};
  };
  std::ranges::sort(able, {}, key);
  return able;
}

Explanation ReferenceRouter::State::ask(const Crew& crew, const OpenTicket& ticket) const {
  Explanation why = explain_by_hand(ticket, {}, crew.group);
  auto names = std::make_shared<LostNames>();
  for (const auto& [id, _] : rules_.agents) {
    const auto filter = fails(id, crew, ticket);
    if (!filter) continue;
    const auto index = static_cast<std::size_t>(*filter);
    ++why.lost.at(index);
    if (names->lost.at(index).size() < lost_names_max) names->lost.at(index).push_back(id);
  }
  const std::vector<AgentId> able = ranked(crew, ticket);
  why.candidates = static_cast<std::uint32_t>(able.size());
  if (!able.empty()) why.winner = figures(able[0]);
  if (able.size() > 1) why.runner_up = figures(able[1]);
  why.names = std::move(names);
  return why;
}

/// The first crew with a candidate decides; a preferred agent who may take it goes before the others of his crew.
Explanation ReferenceRouter::State::explain(const OpenTicket& ticket) const {
  const std::vector<Crew> crews = crews_of(ticket);
  std::vector<AgentId> wished = step_of(ticket).prefer;
  wished.insert(wished.end(), ticket.preferred.begin(), ticket.preferred.end());
  for (const AgentId id : wished)
    for (const Crew& crew : crews) {
      if (!rules_.has(id) || fails(id, crew, ticket)) continue;
      Explanation why = ask(crew, ticket);
      why.preferred = true;
      if (why.winner.agent != id) why.runner_up = why.winner;
      why.winner = figures(id);
      return why;
    }
  for (const Crew& crew : crews)
    if (Explanation why = ask(crew, ticket); why.candidates > 0) return why;
  return ask(crews.front(), ticket);
}

Explanation ReferenceRouter::State::explain_by_hand(const OpenTicket& ticket, AgentId agent, GroupId group) const {
  Explanation why;
  why.config_version = rules_.version;
  why.group = group;
  if (agent) why.winner = figures(agent);
  why.waited_ms = (at_ - ticket.entered).count();
  why.score_ms = score(ticket) / 1000;
  why.step = ticket.step;
  return why;
}

Figures ReferenceRouter::State::figures(AgentId agent) const {
  return {agent, in_use(agent), rules_.agent(agent).limit, standings_.at(agent).last_assigned};
}

/// In thousandths of a millisecond: the head start of its priority and what it has waited, by the slope of its class.
std::int64_t ReferenceRouter::State::score(const OpenTicket& ticket) const {
  const workspace::SlaClass* sla = rules_.sla(ticket.sla);
  const std::int64_t slope = sla ? sla->slope : 1000;
  return rules_.workspace->head_start_ms.at(static_cast<std::size_t>(ticket.priority)) * 1000 +
         (at_ - ticket.entered).count() * slope;
}

}  // namespace switchroom::engine
