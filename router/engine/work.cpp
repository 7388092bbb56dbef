// What an agent holds: units taken and given back, and what that sets free. The one place where tickets and ledger
// change together.

#include <algorithm>
#include <stdexcept>

#include "router/engine/plan.hpp"
#include "router/engine/state.hpp"

namespace switchroom::engine {

/// A ticket that is in no queue is the agent's, in full.
void Engine::State::take(Slot slot, std::uint32_t agent, GroupId group, TicketState state) {
  Ticket& ticket = tickets_[slot];
  const AgentId id = roster().agents()[agent].id;
  if (ticket.held_since == Instant{}) ticket.waited_ms = (at_ - ticket.entered).count();
  end_hold(ticket);
  ticket.set_due(Clock::step, {});
  ticket.state = state;
  ticket.agent = id;
  ticket.group = group;
  ticket.charged = ticket.units;
  ticket.held_since = at_;
  if (state == TicketState::assigned) start_reply_clock(ticket, Clock::first_reply);
  retime(slot);
  AgentState& one = standing(id);
  one.last_assigned = at_;
  one.turn = ++turns_;
  desks_.take_turn(agent);
  fairness_.count(group, id, ticket.units, (at_ - ticket.entered).count(), at_);
  book(slot);
}

/// The agent has so long to answer, if the customer waits for an answer; with a reminder before.
void Engine::State::start_reply_clock(Ticket& ticket, Clock clock) {
  const RosterGroup& group = group_of_work(ticket);
  const auto within = clock == Clock::first_reply ? group.first_reply_ms : group.next_reply_ms;
  if (!within || ticket.asked == Instant{}) return;
  ticket.set_due(clock, at_ + Milliseconds{*within});
  if (group.reminder_ms && *group.reminder_ms < *within)
    ticket.set_due(Clock::reminder, at_ + Milliseconds{*within - *group.reminder_ms});
}

void Engine::State::stop_work_clocks(Ticket& ticket) {
  for (const Clock clock :
       {Clock::offer, Clock::first_reply, Clock::next_reply, Clock::reminder, Clock::idle, Clock::snooze})
    ticket.set_due(clock, {});
}

void Engine::State::book(Slot slot) {
  const Ticket& ticket = tickets_[slot];
  ledger_.take(booking_of(ticket));
  if (ticket.agent.number >= held_.size()) held_.resize(ticket.agent.number + std::size_t{1});
  held_[ticket.agent.number].push_back(slot);
  desks_.refresh(index_of(ticket.agent));
  touch(ticket.agent);
  touch(ticket);
}

void Engine::State::unbook(Slot slot) {
  const Ticket& ticket = tickets_[slot];
  note_group(ticket.group);
  ledger_.give_back(booking_of(ticket));
  std::vector<Slot>& held = held_[ticket.agent.number];
  *std::ranges::find(held, slot) = held.back();
  held.pop_back();
  free_agent(ticket.agent);
  touch(ticket);
}

/// The ticket costs its agent more, or less, from now on.
void Engine::State::recharge(Slot slot, Units charged) {
  Ticket& ticket = tickets_[slot];
  if (ticket.charged == charged) return;
  note_group(ticket.group);
  ledger_.give_back(booking_of(ticket));
  ticket.charged = charged;
  ledger_.take(booking_of(ticket));
  free_agent(ticket.agent);
  touch(ticket);
}

bool Engine::State::is_over_limit(const Ticket& ticket) const {
  const RosterAgent& agent = roster().agents()[index_of(ticket.agent)];
  return ledger_.in_use(agent.id, ticket.interruptible) >
         (ticket.interruptible ? agent.interruptible_limit : agent.limit);
}

/// The agent holds it no more; the caller says what becomes of it.
void Engine::State::release(Slot slot) {
  Ticket& ticket = tickets_[slot];
  unbook(slot);
  stop_work_clocks(ticket);
  ticket.agent = {};
  ticket.charged = {};
  ticket.parked = false;
  ticket.state = TicketState::queued;
}

/// Takes a ticket from wherever it stands.
void Engine::State::detach(Slot slot, EndReason reason, AgentId by) {
  Ticket& ticket = tickets_[slot];
  if (ticket.state == TicketState::offered) return withdraw(slot);
  if (ticket.is_held()) {
    tell(Ended{ticket.id, ticket.agent, reason, by});
    return release(slot);
  }
  if (ticket.parked) {
    rooms_.unpark(ticket.group, ticket.routed, ticket.id);
    ticket.parked = false;
  } else if (ticket.is_waiting()) {
    leave_queue(slot);
    end_hold(ticket);
  }
}

/// The agent holds the units of a ticket that he is done with for the group's wrap-up time; nothing if it has none.
void Engine::State::wrap_up(const Ticket& ticket) {
  const std::int64_t ms = group_of_work(ticket).wrap_up_ms;
  if (ms <= 0 || ticket.charged == Units{}) return;
  const WrapUp one{ticket.id, ticket.charged, ticket.interruptible, at_ + Milliseconds{ms}};
  ledger_.take(booking_of(ticket.agent, one));
  standing(ticket.agent).wrap_ups.push_back(one);
  desks_.refresh(index_of(ticket.agent));
  retime(ticket.agent);
}

/// The agent is not asked again for this ticket until everybody who could take it has been asked: see enqueue.
void Engine::State::exclude(Ticket& ticket, AgentId agent) {
  std::vector<AgentId>& tried = ticket.make_rare().tried;
  const auto place = std::ranges::lower_bound(tried, agent);
  if (place == tried.end() || *place != agent) tried.insert(place, agent);
}

/// Back into the queue with its age.
void Engine::State::requeue(Slot slot) {
  Ticket& ticket = tickets_[slot];
  ticket.state = TicketState::queued;
  if (!roster().find(ticket.route)) begin_route(ticket, roster().groups()[roster().default_group()].id);
  ticket.group = ticket.route;
  touch(ticket);
  enqueue(slot);
  pend(slot);
}

/// Counts towards a pause: assignments in a row of a priority or above.
void Engine::State::tire(AgentId agent, const Ticket& ticket, const RosterGroup& group) {
  if (!group.fatigue || group.fatigue->count <= 0) return;
  const workspace::Fatigue& rule = *group.fatigue;
  AgentState& one = standing(agent);
  one.urgent_in_row = ticket.priority >= rule.priority ? one.urgent_in_row + 1 : 0;
  if (one.urgent_in_row < static_cast<std::uint32_t>(rule.count)) return;
  one.urgent_in_row = 0;
  if (rule.pause_ms <= 0 && rule.until_closed <= 0) return;
  one.paused = true;
  one.pause_ends = rule.pause_ms > 0 ? at_ + Milliseconds{rule.pause_ms} : Instant{};
  one.closes_to_resume = static_cast<std::uint32_t>(std::max(rule.until_closed, 0));
  tell(Paused{agent, one.pause_ends, one.closes_to_resume});
  desks_.refresh(index_of(agent));
  retime(agent);
}

/// The pause is over.
void Engine::State::rest(AgentId agent) {
  AgentState& one = standing(agent);
  one.paused = false;
  one.pause_ends = {};
  one.closes_to_resume = 0;
  tell(Resumed{agent});
  retime(agent);
  free_agent(agent);
}

/// He may have room, or more of it.
void Engine::State::free_agent(AgentId agent) {
  const std::uint32_t index = index_of(agent);
  desks_.refresh(index);
  touch(agent);
  if (std::ranges::find(changes_.agents, index) == changes_.agents.end()) changes_.agents.push_back(index);
}

/// The group is about to hold less.
void Engine::State::note_group(GroupId group) {
  const auto index = roster().find(group);
  if (!index || std::ranges::find(changes_.groups, *index, &FreedGroup::group) != changes_.groups.end()) return;
  changes_.groups.push_back({*index, ledger_.in_use(group), ledger_.offers(group)});
}

}  // namespace switchroom::engine
