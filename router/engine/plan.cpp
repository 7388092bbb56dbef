#include "router/engine/plan.hpp"

#include <algorithm>

namespace switchroom::engine {

QueueKey across_slopes(QueueKey key, std::int64_t slope_milli, Instant at) {
  if (key != after_all) key.score -= ms_of(at) * slope_milli;
  return key;
}

QueueKey within_slope(QueueKey key, std::int64_t slope_milli, Instant at) {
  if (key != after_all) key.score += ms_of(at) * slope_milli;
  return key;
}

std::uint32_t group_of(const Arrive& arrival, const Roster& roster) {
  if (const auto group = roster.find(arrival.found.group)) return *group;
  return group_or_default(arrival.channel_group, roster);
}

std::uint32_t group_or_default(GroupId group, const Roster& roster) {
  return roster.find(group).value_or(roster.default_group());
}

const RosterStep& step_of(const Ticket& ticket, const Roster& roster) {
  const std::vector<RosterStep>& route = roster.groups()[group_or_default(ticket.route, roster)].route;
  return route[std::min<std::size_t>(ticket.step, route.size() - 1)];
}

std::span<const workspace::SkillNeed> needs_in(const RosterStep& step, const Ticket& ticket,
                                               std::vector<workspace::SkillNeed>& scratch) {
  if (step.anyone) return {};
  if (!step.own_needs) return step.require;
  if (step.drop_ranks == 0) return {ticket.skills.data(), ticket.skills.size()};
  scratch.clear();
  for (const workspace::SkillNeed& need : ticket.skills)
    if (need.rank == 0 || need.rank > step.drop_ranks) scratch.push_back(need);
  return scratch;
}

QueueKey key_of(const Ticket& ticket, const Roster& roster) {
  return {ms_of(ticket.entered) * roster.sla(ticket.sla).slope_milli - roster.head_start_ms(ticket.priority) * 1000,
          ticket.id};
}

std::int64_t score_ms(const Ticket& ticket, const Roster& roster, Instant at) {
  return roster.head_start_ms(ticket.priority) +
         (at - ticket.entered).count() * roster.sla(ticket.sla).slope_milli / 1000;
}

bool is_offered(ChannelKindId kind, std::uint32_t group, const Roster& roster) {
  return roster.groups()[group].delivery.value_or(roster.kind(kind).delivery) == workspace::Delivery::offer;
}

std::int64_t accept_within_ms(ChannelKindId kind, std::uint32_t group, const Roster& roster) {
  const std::vector<AcceptTime>& own = roster.groups()[group].accept_within;
  const auto found = std::ranges::find(own, kind, &AcceptTime::kind);
  return found == own.end() ? roster.kind(kind).accept_within_ms : found->ms;
}

}  // namespace switchroom::engine
