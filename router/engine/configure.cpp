// A configuration takes effect: what agents hold stays, what waits is placed anew, and everything is settled.

#include <algorithm>

#include "router/engine/plan.hpp"
#include "router/engine/state.hpp"

namespace switchroom::engine {

void Engine::State::on(const Configure& configuration) {
  auto next = configuration.roster ? configuration.roster : std::make_shared<const Roster>(configuration);
  const std::shared_ptr<const Roster> before = std::exchange(roster_, std::move(next));
  hours_ = configuration.hours;
  for (const RosterAgent& agent : roster().agents()) standing(agent.id);
  for (const Slot slot : tickets_.sorted()) place_anew(slot);
  desks_ = Desks(*roster_, ledger_, standings_);
  change_statuses(*before);
  adapt_agents(*before);
  enqueue_all();
  changes_.everything = true;
  settle();
}

/// Work of agents who left goes back to the queue, work for groups that are gone to the default group; both are told of
/// if they wait in the end.
void Engine::State::place_anew(Slot slot) {
  Ticket& ticket = tickets_[slot];
  ticket.entry = nobody;
  const bool lost_agent = ticket.is_held() && !roster().find(ticket.agent);
  if (lost_agent) {
    if (ticket.state == TicketState::offered) {
      tell(OfferWithdrawn{ticket.id, ticket.agent});
    } else {
      tell(Ended{ticket.id, ticket.agent, EndReason::agent_removed});
    }
    ledger_.give_back(booking_of(ticket));
    std::erase(held_[ticket.agent.number], slot);
    stop_work_clocks(ticket);
    ticket.agent = {};
    ticket.charged = {};
    ticket.parked = false;
    ticket.state = TicketState::queued;
  }
  if (ticket.state != TicketState::queued) return;
  const bool lost_group = !roster().find(ticket.route);
  if (ticket.parked && lost_group) rooms_.unpark(ticket.group, ticket.routed, ticket.id);
  if (lost_group) begin_route(ticket, roster().groups()[roster().default_group()].id);
  if (ticket.parked && lost_group) rooms_.park(ticket.route, ticket.routed, ticket.id);
  if (lost_agent) ticket.group = ticket.route;
  const auto& route = roster().groups()[*roster().find(ticket.route)].route;
  if (ticket.step >= route.size()) {
    ticket.step = static_cast<std::uint8_t>(route.size() - 1);
    touch(ticket);
  }
  if (!lost_agent && !lost_group) return;
  if (!ticket.parked) pend(slot);
  touch(ticket);
}

void Engine::State::enqueue_all() {
  for (const RosterGroup& group : roster().groups()) rooms_[group.id].waiting = 0;
  for (const Slot slot : tickets_.sorted()) {
    Ticket& ticket = tickets_[slot];
    if (!ticket.is_waiting()) continue;
    const AgentId held_for = ticket.rare().hold_for;
    if (held_for && (!roster().find(held_for) || !standing(held_for).on_shift)) end_hold(ticket);
    enqueue(slot);
    if (skips_step(ticket, desks_.places_of(ticket))) pend(slot);
  }
}

/// Agents who left are offline; those who are new are told even if they begin as offline, so that the effects alone say
/// it all.
void Engine::State::change_statuses(const Roster& before) {
  for (const RosterAgent& agent : before.agents()) {
    if (roster().find(agent.id)) continue;
    retime(agent.id);
    if (standing(agent.id).status != Status::offline)
      change_status(agent.id, Status::offline, StatusReason::configuration, {});
  }
  for (const RosterAgent& agent : roster().agents())
    if (!before.find(agent.id)) change_status(agent.id, agent.first_status, StatusReason::configuration, {});
}

/// Shifts by the new calendars, ramps by the new limits.
void Engine::State::adapt_agents(const Roster& before) {
  for (std::uint32_t index = 0; index < roster().agents().size(); ++index) {
    const RosterAgent& agent = roster().agents()[index];
    const auto earlier = before.find(agent.id);
    AgentState& one = standing(agent.id);
    if (agent.calendar || !one.on_shift || one.shift_changes != Instant{}) change_shift(agent.id, at_);
    if (earlier && agent.ramp_ms > 0 && before.agents()[*earlier].limit < agent.limit)
      start_ramp(agent.id, before.agents()[*earlier].limit);
    if (one.ramp_since != Instant{} &&
        (agent.ramp_ms <= 0 || one.ramp_from >= std::max(agent.limit, agent.interruptible_limit)))
      one.ramp_since = {}, one.ramp_from = {}, touch(agent.id);
    retime(agent.id);
    desks_.refresh(index);
  }
  changes_.agents.clear();
}

}  // namespace switchroom::engine
