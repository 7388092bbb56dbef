// Time: of all clocks of all tickets and agents the first that is due strikes, then the next.

#include <algorithm>

#include "tests/router/engine/reference_state.hpp"

namespace switchroom::engine {
namespace {

Clock warning_of(Clock clock) { return static_cast<Clock>(static_cast<std::uint8_t>(clock) - 1); }

bool can_stand_still(Clock clock) {
  return clock == Clock::offer || clock == Clock::first_reply || clock == Clock::next_reply || clock == Clock::reminder;
}

}  // namespace

std::optional<ReferenceRouter::State::Due> ReferenceRouter::State::first_due() const {
  std::optional<Due> first;
  const auto consider = [&](Instant at, Clock clock, std::uint64_t number) {
    if (at == Instant{} || (stopped_ && can_stand_still(clock))) return;
    const Due one{at, clock, number};
    if (!first || one < *first) first = one;
  };
  for (const auto& [id, ticket] : tickets_)
    for (std::size_t clock = 0; clock < ticket.due.size(); ++clock)
      consider(ticket.due[clock], static_cast<Clock>(clock), id.number);
  for (const auto& [id, one] : standings_) {
    for (const WrapUp& wrap_up : one.wrap_ups) consider(wrap_up.until, Clock::wrap_up, id.number);
    if (!rules_.has(id)) continue;
    if (one.ramp_since != Instant{})
      consider(one.ramp_since + Milliseconds{rules_.agent(id).ramp_ms}, Clock::ramp, id.number);
    consider(one.pause_ends, Clock::pause, id.number);
    consider(one.shift_changes, Clock::shift, id.number);
    consider(one.lost_at, Clock::presence, id.number);
  }
  return first;
}

std::optional<Instant> ReferenceRouter::State::next_due() const {
  const auto first = first_due();
  return first ? std::optional{first->at} : std::nullopt;
}

/// A new minute lets parked tickets in, before anything strikes.
void ReferenceRouter::State::on(const Advance&) {
  settle();
  while (true) {
    const auto first = first_due();
    if (!first || first->at > at_) break;
    if (first->clock >= Clock::wrap_up) {
      strike(AgentId{static_cast<std::uint32_t>(first->number)}, first->clock, first->at);
    } else {
      strike(the(TicketId{first->number}), first->clock, first->at);
    }
    settle();
  }
}

void ReferenceRouter::State::strike(OpenTicket& ticket, Clock clock, Instant due_at) {
  due(ticket, clock) = {};
  switch (clock) {
    case Clock::offer:
      return lapse(ticket);
    case Clock::step:
      fresh_.push_back(ticket.id);
      return;
    case Clock::hold:
      end_hold(ticket);
      return wait(ticket);
    case Clock::first_reply:
    case Clock::next_reply:
      return no_reply(ticket, clock);
    case Clock::reminder:
      return tell(
          Reminder{ticket.id, ticket.agent, std::max(due(ticket, Clock::first_reply), due(ticket, Clock::next_reply))});
    case Clock::idle:
      ticket.charged = std::min(ticket.units, rules_.kind(ticket.kind).idle_units);
      return tell(StateChanged{ticket.id, ticket.state, ticket.state, {}, false});
    case Clock::snooze:
      return wake(ticket);
    case Clock::reopen:
      return close(ticket.id, {});
    case Clock::collaboration_notify:
    case Clock::collaboration_escalate:
      return tell(CollaborationReminded{ticket.id, ticket.collaboration.group, clock == Clock::collaboration_escalate});
    case Clock::collaboration:
      return end_collaboration(ticket, false);
    case Clock::sla_first_warn:
    case Clock::sla_next_warn:
    case Clock::sla_resolve_warn: {
      const Clock of = static_cast<Clock>(static_cast<std::uint8_t>(clock) + 1);
      return tell(ClockWarned{ticket.id, of, due(ticket, of)});
    }
    default: {
      tell(ClockBreached{ticket.id, clock, due_at});
      const workspace::SlaClass* sla = rules_.sla(ticket.sla);
      if (clock == Clock::flow || !sla || sla->escalate) escalate(ticket, {}, clock);
    }
  }
}

void ReferenceRouter::State::no_reply(OpenTicket& ticket, Clock clock) {
  due(ticket, Clock::reminder) = {};
  if (!rules_.group(rules_.group_or_default(ticket.group)).reassign_on_no_reply) return escalate(ticket, {}, clock);
  const AgentId agent = ticket.agent;
  detach(ticket, EndReason::no_reply, {});
  exclude(ticket, agent);
  wait(ticket);
}

Instant ReferenceRouter::State::after(CalendarId calendar, Instant from, std::int64_t ms) const {
  if (!calendar || !rules_.hours) return from + Milliseconds{ms};
  const Instant found = rules_.hours->after_business(calendar, from, Milliseconds{ms});
  return found == Instant::max() ? Instant{} : found;
}

void ReferenceRouter::State::start_sla(OpenTicket& ticket, Clock clock) {
  const workspace::SlaClass* sla = rules_.sla(ticket.sla);
  if (!sla || due(ticket, clock) != Instant{}) return;
  const auto ms = clock == Clock::sla_first  ? sla->first_reply_ms
                  : clock == Clock::sla_next ? sla->next_reply_ms
                                             : sla->resolve_ms;
  if (!ms) return;
  const CalendarId calendar = rules_.calendar(sla->calendar);
  due(ticket, clock) = after(calendar, at_, *ms);
  if (sla->warn_percent < 100) due(ticket, warning_of(clock)) = after(calendar, at_, *ms * sla->warn_percent / 100);
  tell(ClockSet{ticket.id, clock, due(ticket, clock), static_cast<bool>(calendar)});
}

void ReferenceRouter::State::stop_sla(OpenTicket& ticket, Clock clock) const {
  due(ticket, clock) = {};
  due(ticket, warning_of(clock)) = {};
}

// --- clocks that stand still

void ReferenceRouter::State::on(const StopClocks& stop) {
  if (!stopped_) stopped_ = std::min(stop.since, at_);
}

/// They go on with what was left when they stopped, or when they were set in the meantime.
void ReferenceRouter::State::on(const StartClocks&) {
  if (!stopped_) return;
  const Instant since = *std::exchange(stopped_, std::nullopt);
  for (auto& [_, ticket] : tickets_) {
    if (!is_held(ticket)) continue;
    for (const Clock clock : {Clock::offer, Clock::first_reply, Clock::next_reply, Clock::reminder}) {
      Instant& deadline = due(ticket, clock);
      if (deadline == Instant{}) continue;
      const Instant begun = clock == Clock::offer ? ticket.held_since : std::max(ticket.held_since, ticket.asked);
      deadline += at_ - std::max(since, begun);
      if (clock != Clock::reminder) tell(ClockSet{ticket.id, clock, deadline, false});
    }
  }
}

}  // namespace switchroom::engine
