// Time. Each ticket, agent and group has one entry in a heap, its earliest clock; Advance lets them strike one after
// the other, each settled before the next, as if it had been an input of its own. Groups come first: a new minute lets
// parked tickets in before anything else strikes.

#include <algorithm>

#include "router/engine/plan.hpp"
#include "router/engine/state.hpp"

namespace switchroom::engine {
namespace {

Clock warning_of(Clock clock) { return static_cast<Clock>(static_cast<std::uint8_t>(clock) - 1); }

std::size_t sla_index(Clock clock) { return clock == Clock::sla_first ? 0 : clock == Clock::sla_next ? 1 : 2; }

}  // namespace

std::optional<Instant> Engine::State::next_due() const {
  const Due first = std::min({ticket_timers_.first(), agent_timers_.first(), group_timers_.first()});
  return first == never ? std::nullopt : std::optional{first.at};
}

void Engine::State::on(const Advance&) {
  if (is_minute_over()) {
    while (is_minute_over()) group_timers_.set(group_timers_.owner(), never);
    settle();
  }
  while (true) {
    const Due ticket = ticket_timers_.first(), agent = agent_timers_.first();
    const Due first = std::min(ticket, agent);
    if (first == never || first.at > at_) return;
    if (first == ticket) {
      strike_ticket(ticket_timers_.owner(), first.clock, first.at);
    } else {
      strike_agent(AgentId{agent_timers_.owner()}, first.clock, first.at);
    }
    settle();
  }
}

void Engine::State::strike_ticket(Slot slot, Clock clock, Instant due) {
  Ticket& ticket = tickets_[slot];
  touch(ticket);
  ticket.set_due(clock, {});
  retime(slot);
  switch (clock) {
    case Clock::offer:
      return lapse(slot);
    case Clock::step:
      return pend(slot);
    case Clock::hold:
      leave_queue(slot);
      end_hold(ticket);
      enqueue(slot);
      return pend(slot);
    case Clock::first_reply:
    case Clock::next_reply:
      return no_reply(slot, clock);
    case Clock::reminder:
      return tell(
          Reminder{ticket.id, ticket.agent, std::max(ticket.due(Clock::first_reply), ticket.due(Clock::next_reply))});
    case Clock::idle:
      recharge(slot, std::min(ticket.units, roster().kind(ticket.kind).idle_units));
      return tell(StateChanged{ticket.id, ticket.state, ticket.state, {}, false});
    case Clock::snooze:
      return wake(slot, {});
    case Clock::reopen:
      return close(slot, {});
    case Clock::collaboration_notify:
      return tell(CollaborationReminded{ticket.id, ticket.rare().collaboration.group, false});
    case Clock::collaboration_escalate:
      return tell(CollaborationReminded{ticket.id, ticket.rare().collaboration.group, true});
    case Clock::collaboration:
      end_collaboration(ticket, false);
      return retime(slot);
    case Clock::sla_first_warn:
    case Clock::sla_next_warn:
    case Clock::sla_resolve_warn: {
      const Clock of = static_cast<Clock>(static_cast<std::uint8_t>(clock) + 1);
      return tell(ClockWarned{ticket.id, of, ticket.due(of)});
    }
    default:
      return breach(slot, clock, due);
  }
}

/// The agent has not answered in time: the ticket goes to another one with its age, or to the supervisors' notice.
void Engine::State::no_reply(Slot slot, Clock clock) {
  Ticket& ticket = tickets_[slot];
  ticket.set_due(Clock::reminder, {});
  retime(slot);
  if (!group_of_work(ticket).reassign_on_timeout) return escalate(slot, {}, clock);
  const AgentId agent = ticket.agent;
  detach(slot, EndReason::no_reply, {});
  exclude(ticket, agent);
  requeue(slot);
}

void Engine::State::breach(Slot slot, Clock clock, Instant due) {
  const Ticket& ticket = tickets_[slot];
  tell(ClockBreached{ticket.id, clock, due});
  if (clock == Clock::flow || roster().sla(ticket.sla).escalate) escalate(slot, {}, clock);
}

// --- promises of SLA classes

Instant Engine::State::after(CalendarId calendar, Instant from, std::int64_t ms) const {
  if (!calendar || !hours_) return from + Milliseconds{ms};
  const Instant found = hours_->after_business(calendar, from, Milliseconds{ms});
  return found == Instant::max() ? Instant{} : found;
}

void Engine::State::start_sla(Ticket& ticket, Clock clock) {
  if (!ticket.sla) return;
  const RosterSla& rules = roster().sla(ticket.sla);
  const auto ms = rules.ms[sla_index(clock)];
  if (!ms || ticket.due(clock) != Instant{}) return;
  const Instant deadline = after(rules.calendar, at_, *ms);
  ticket.set_due(clock, deadline);
  if (rules.warn_percent < 100)
    ticket.set_due(warning_of(clock), after(rules.calendar, at_, *ms * rules.warn_percent / 100));
  tell(ClockSet{ticket.id, clock, deadline, static_cast<bool>(rules.calendar)});
}

void Engine::State::stop_sla(Ticket& ticket, Clock clock) {
  ticket.set_due(clock, {});
  ticket.set_due(warning_of(clock), {});
}

// --- clocks that stand still

void Engine::State::on(const StopClocks& stop) {
  if (stopped_) return;
  stopped_ = std::min(stop.since, at_);
  for (const Slot slot : tickets_.sorted())
    if (tickets_[slot].is_held()) retime(slot);
}

void Engine::State::on(const StartClocks&) {
  if (!stopped_) return;
  const Instant since = *std::exchange(stopped_, std::nullopt);
  for (const Slot slot : tickets_.sorted()) {
    Ticket& ticket = tickets_[slot];
    if (!ticket.is_held()) continue;
    for (RunningClock& one : ticket.clocks) {
      if (!can_stand_still(one.clock)) continue;
      const Instant begun = one.clock == Clock::offer ? ticket.held_since : std::max(ticket.held_since, ticket.asked);
      one.at += at_ - std::max(since, begun);
      touch(ticket);
      if (one.clock != Clock::reminder) tell(ClockSet{ticket.id, one.clock, one.at, false});
    }
    retime(slot);
  }
}

void Engine::State::retime(Slot slot) {
  const Ticket& ticket = tickets_[slot];
  ticket_timers_.set(slot, ticket.clocks.empty() ? never : ticket.first_due(stopped_.has_value()));
}

}  // namespace switchroom::engine
