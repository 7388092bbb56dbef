#include "router/shard/set_back.hpp"

namespace switchroom::shard {
namespace {

void move(Instant& at, Milliseconds step) {
  if (at != Instant{}) at = at - Instant{} > step ? at - step : instant_of_ms(1);  // zero means never
}

}  // namespace

engine::OpenTicket earlier(engine::OpenTicket ticket, Milliseconds step) {
  for (Instant* at : {&ticket.entered, &ticket.routed, &ticket.held_since, &ticket.asked, &ticket.resolved})
    move(*at, step);
  for (Instant& due : ticket.due) move(due, step);
  return ticket;
}

engine::AgentState earlier(engine::AgentState agent, Milliseconds step) {
  for (Instant* at : {&agent.last_assigned, &agent.pause_ends, &agent.ramp_since, &agent.shift_changes, &agent.lost_at})
    move(*at, step);
  for (engine::WrapUp& one : agent.wrap_ups) move(one.until, step);
  return agent;
}

engine::Engine set_back(const engine::Engine& before, const engine::Configure& configuration,
                        std::span<const TicketId> open, Instant at, Milliseconds step) {
  engine::Engine after;
  engine::Effects nothing;
  after.apply(configuration, at, nothing);
  for (engine::AgentState& agent : before.agents()) after.restore(earlier(std::move(agent), step));
  for (const TicketId id : open)
    if (auto ticket = before.ticket(id)) after.restore(earlier(std::move(*ticket), step));
  if (const auto since = before.clocks_stopped()) {
    Instant stopped = *since;
    move(stopped, step);
    nothing.clear();
    after.apply(engine::StopClocks{stopped}, at, nothing);
  }
  return after;
}

}  // namespace switchroom::shard
