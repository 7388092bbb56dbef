#include "router/engine/plan.hpp"

namespace switchroom::engine {

std::uint32_t group_of(const Arrive& arrival, const Roster& roster) {
  if (const auto group = roster.find(arrival.found.group)) return *group;
  return roster.find(arrival.channel_group).value_or(roster.default_group());
}

std::uint32_t group_of(const OpenTicket& ticket, const Roster& roster) {
  return roster.find(ticket.group).value_or(roster.default_group());
}

QueueKey key_of(const OpenTicket& ticket, const Roster& roster) {
  return {ms_of(ticket.entered) - roster.head_start_ms(ticket.priority), ticket.id};
}

}  // namespace switchroom::engine
