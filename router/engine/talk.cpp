// Customer and agent: messages, replies, snoozing, resolving, closing, reopening.

#include <algorithm>
#include <stdexcept>

#include "router/engine/plan.hpp"
#include "router/engine/state.hpp"

namespace switchroom::engine {

void Engine::State::on(const CustomerWrote& message) {
  const Slot slot = slot_of(message.ticket);
  Ticket& ticket = tickets_[slot];
  touch(ticket);
  if (message.found) take_found(slot, *message.found);
  if (ticket.state == TicketState::resolved) {
    reopen(slot, {});
    return settle();
  }
  if (ticket.asked == Instant{}) {
    ticket.asked = at_;
    if (ticket.answered) start_sla(ticket, Clock::sla_next);
    if (ticket.is_held()) start_reply_clock(ticket, Clock::next_reply);
  }
  if (ticket.state == TicketState::waiting_customer || ticket.state == TicketState::snoozed) wake(slot, {});
  retime(slot);
  settle();
}

/// What rules for every message found: needs and priority only grow; a group moves what waits.
void Engine::State::take_found(Slot slot, const workspace::Classification& found) {
  Ticket& ticket = tickets_[slot];
  if (found.priority > ticket.priority) set_priority(slot, found.priority, {});
  const bool waits = ticket.is_waiting();
  if (waits) leave_queue(slot);
  for (const workspace::SkillNeed& need : found.skills) {
    const auto place = std::ranges::lower_bound(ticket.skills, need.skill, {}, &workspace::SkillNeed::skill);
    if (place == ticket.skills.end() || place->skill != need.skill) {
      ticket.skills.insert(place, need);
    } else {
      place->minimum = std::max(place->minimum, need.minimum);
    }
  }
  if (!waits) return;
  if (found.group && found.group != ticket.route && roster().find(found.group)) {
    end_hold(ticket);
    begin_route(ticket, found.group);
  }
  enqueue(slot);
  pend(slot);
}

/// Work again after a silence: at full cost, even above the agent's limit.
void Engine::State::wake(Slot slot, AgentId by) {
  Ticket& ticket = tickets_[slot];
  const TicketState from = ticket.state;
  const bool came_back = ticket.charged != ticket.units;
  if (!ticket.parked) recharge(slot, ticket.units);
  ticket.state = TicketState::assigned;
  ticket.set_due(Clock::idle, {});
  ticket.set_due(Clock::snooze, {});
  retime(slot);
  touch(ticket);
  tell(StateChanged{ticket.id, from, ticket.state, by, came_back && is_over_limit(ticket)});
}

void Engine::State::on(const Reply& reply) {
  const Slot slot = slot_of(reply.ticket);
  Ticket& ticket = tickets_[slot];
  if (!ticket.is_held() || ticket.state == TicketState::offered)
    return refuse(ticket.id, Refusal::wrong_state, reply.agent);
  if (ticket.agent != reply.agent) return refuse(ticket.id, Refusal::not_yours, reply.agent);
  ticket.answered = true;
  ticket.asked = {};
  for (const Clock clock : {Clock::first_reply, Clock::next_reply, Clock::reminder, Clock::snooze})
    ticket.set_due(clock, {});
  stop_sla(ticket, Clock::sla_first);
  stop_sla(ticket, Clock::sla_next);
  standing(reply.agent).lapses = 0;
  if (const auto ms = roster().kind(ticket.kind).idle_release_ms) ticket.set_due(Clock::idle, at_ + Milliseconds{*ms});
  const TicketState from = std::exchange(ticket.state, TicketState::waiting_customer);
  const bool came_back = ticket.charged != ticket.units;
  if (!ticket.parked) recharge(slot, ticket.units);
  if (from != ticket.state || came_back)
    tell(StateChanged{ticket.id, from, ticket.state, reply.agent, came_back && is_over_limit(ticket)});
  touch(ticket);
  touch(reply.agent);
  retime(slot);
  settle();
}

void Engine::State::on(const Snooze& snooze) {
  const Slot slot = slot_of(snooze.ticket);
  Ticket& ticket = tickets_[slot];
  if (ticket.state != TicketState::assigned && ticket.state != TicketState::waiting_customer)
    return refuse(ticket.id, Refusal::wrong_state, snooze.actor);
  stop_work_clocks(ticket);
  ticket.set_due(Clock::snooze, std::max(snooze.until, at_));
  const TicketState from = std::exchange(ticket.state, TicketState::snoozed);
  recharge(slot, std::min(ticket.units, roster().kind(ticket.kind).idle_units));
  retime(slot);
  touch(ticket);
  tell(StateChanged{ticket.id, from, ticket.state, snooze.actor, false});
  settle();
}

void Engine::State::on(const Resolve& resolve) {
  const Slot slot = slot_of(resolve.ticket);
  Ticket& ticket = tickets_[slot];
  if (!ticket.is_held() || ticket.state == TicketState::offered)
    return refuse(ticket.id, Refusal::wrong_state, resolve.actor);
  const TicketState from = ticket.state;
  const AgentId agent = ticket.agent;
  const std::int64_t reopen_ms = group_of_work(ticket).reopen_within_ms;
  end_work(slot, EndReason::resolved, resolve.actor);
  ticket.state = TicketState::resolved;
  ticket.agent = agent;
  ticket.resolved = at_;
  ticket.asked = {};
  ticket.clocks.clear();
  ticket.set_due(Clock::reopen, at_ + Milliseconds{reopen_ms});
  retime(slot);
  tell(StateChanged{ticket.id, from, ticket.state, resolve.actor, false});
  settle();
}

/// The agent is done with it: wrap-up time begins, and a pause may end.
void Engine::State::end_work(Slot slot, EndReason reason, AgentId by) {
  Ticket& ticket = tickets_[slot];
  const AgentId agent = ticket.agent;
  tell(Ended{ticket.id, agent, reason, by});
  wrap_up(ticket);
  release(slot);
  end_collaboration(ticket, false);
  AgentState& one = standing(agent);
  if (one.paused && one.closes_to_resume > 0 && --one.closes_to_resume == 0) rest(agent);
}

void Engine::State::on(const Close& order) {
  const auto slot = tickets_.find(order.ticket);
  if (!slot) throw std::logic_error("a ticket is closed that is not open");
  close(*slot, order.actor);
  settle();
}

void Engine::State::close(Slot slot, AgentId by) {
  Ticket& ticket = tickets_[slot];
  touch(ticket);
  keep(ticket);
  if (ticket.is_held() && ticket.state != TicketState::offered) {
    end_work(slot, EndReason::closed, by);
  } else {
    detach(slot, EndReason::closed, by);
    end_collaboration(ticket, false);
  }
  tell(Closed{ticket.id, by});
  ticket_timers_.set(slot, never);
  forget_pending(slot);
  tickets_.erase(slot);
}

void Engine::State::keep(const Ticket& ticket) {
  if (!keeps_closed_) return;
  OpenTicket& kept = touched_.closed.emplace_back(stored(ticket));
  if (kept.resolved == Instant{}) kept.resolved = at_;
}

void Engine::State::on(const Reopen& order) {
  const auto open = tickets_.find(order.ticket);
  if (open ? tickets_[*open].state != TicketState::resolved : !order.closed)
    return refuse(order.ticket, Refusal::wrong_state, order.actor);
  if (!open) {
    const auto within = roster().groups()[group_or_default(order.closed->group, roster())].reopen_within_ms;
    if ((at_ - order.closed->resolved).count() > within) return refuse(order.ticket, Refusal::too_late, order.actor);
    const Slot slot = tickets_.add(order.ticket);
    take_stored(*order.closed, tickets_[slot]);
    tickets_[slot].id = order.ticket;
  }
  reopen(slot_of(order.ticket), order.actor);
  settle();
}

/// Work again: with the age that it had when it was first assigned, and for its last agent if he comes soon.
void Engine::State::reopen(Slot slot, AgentId by) {
  Ticket& ticket = tickets_[slot];
  const AgentId last = ticket.agent;
  tell(Reopened{ticket.id, by});
  ticket.clocks.clear();
  if (ticket.held_since == Instant{}) ticket.waited_ms = (ticket.resolved - ticket.entered).count();
  ticket.entered = at_ - Milliseconds{ticket.waited_ms};
  ticket.asked = at_;
  ticket.agent = {};
  ticket.charged = {};
  ticket.resolved = ticket.held_since = {};
  ticket.state = TicketState::queued;
  ticket.parked = false;
  Rarity& rare = ticket.make_rare();
  rare = Rarity{};
  if (last) rare.preferred = {last};
  const std::uint32_t group = group_or_default(ticket.route, roster());
  begin_route(ticket, roster().groups()[group].id);
  start_sla(ticket, ticket.answered ? Clock::sla_next : Clock::sla_first);
  start_sla(ticket, Clock::sla_resolve);
  if (last) hold_for(slot, last, roster().groups()[group].reopen_wait_ms);
  requeue(slot);
}

}  // namespace switchroom::engine
