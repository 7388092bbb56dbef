// Offers and answers to them; customer and agent.

#include <algorithm>
#include <stdexcept>

#include "tests/router/engine/reference_state.hpp"

namespace switchroom::engine {

// --- offers

void ReferenceRouter::State::on(const Accept& answer) {
  OpenTicket& ticket = the(answer.ticket);
  if (ticket.state != TicketState::offered) return refuse(ticket.id, Refusal::wrong_state, answer.agent);
  if (ticket.agent != answer.agent) return refuse(ticket.id, Refusal::not_yours, answer.agent);
  ticket.state = TicketState::assigned;
  ticket.held_since = at_;
  due(ticket, Clock::offer) = {};
  start_reply_clock(ticket, Clock::first_reply);
  the(answer.agent).lapses = 0;
  tell(OfferAccepted{ticket.id, answer.agent});
  tell(Started{.ticket = ticket.id, .agent = answer.agent, .why = explain_by_hand(ticket, answer.agent, ticket.group)});
  settle();
}

void ReferenceRouter::State::on(const Decline& answer) {
  OpenTicket& ticket = the(answer.ticket);
  if (ticket.state != TicketState::offered) return refuse(ticket.id, Refusal::wrong_state, answer.agent);
  if (ticket.agent != answer.agent) return refuse(ticket.id, Refusal::not_yours, answer.agent);
  the(answer.agent).lapses = 0;
  tell(OfferDeclined{ticket.id, answer.agent});
  release(ticket);
  exclude(ticket, answer.agent);
  wait(ticket);
  settle();
}

void ReferenceRouter::State::lapse(OpenTicket& ticket) {
  const AgentId agent = ticket.agent;
  const int most = std::max(rules_.group(rules_.group_or_default(ticket.group)).lapses_until_away, 1);
  AgentState& one = the(agent);
  tell(OfferLapsed{ticket.id, agent, ++one.lapses});
  release(ticket);
  if (one.lapses >= static_cast<std::uint32_t>(most)) {
    one.lapses = 0;
    if (one.status != Status::away && one.status != Status::offline)
      change_status(agent, Status::away, StatusReason::missed, {});
  }
  exclude(ticket, agent);
  wait(ticket);
}

// --- messages

void ReferenceRouter::State::on(const CustomerWrote& message) {
  OpenTicket& ticket = the(message.ticket);
  if (message.found) take_found(ticket, *message.found);
  if (ticket.state == TicketState::resolved) {
    reopen(ticket, {});
    return settle();
  }
  if (ticket.asked == Instant{}) {
    ticket.asked = at_;
    if (ticket.answered) start_sla(ticket, Clock::sla_next);
    if (is_held(ticket)) start_reply_clock(ticket, Clock::next_reply);
  }
  if (ticket.state == TicketState::waiting_customer || ticket.state == TicketState::snoozed) wake(ticket);
  settle();
}

/// Needs and priority only grow; a group moves what waits.
void ReferenceRouter::State::take_found(OpenTicket& ticket, const workspace::Classification& found) {
  if (found.priority > ticket.priority) set_priority(ticket, found.priority, {});
  for (const workspace::SkillNeed& need : found.skills) {
    const auto same = std::ranges::find(ticket.skills, need.skill, &workspace::SkillNeed::skill);
    if (same == ticket.skills.end()) {
      ticket.skills.push_back(need);
    } else {
      same->minimum = std::max(same->minimum, need.minimum);
    }
  }
  std::ranges::sort(ticket.skills);
  if (!is_waiting(ticket)) return;
  if (found.group && found.group != ticket.route && rules_.has(found.group)) {
    end_hold(ticket);
    begin_route(ticket, found.group);
  }
  wait(ticket);
}

/// Work again, in full, even above the agent's limit.
void ReferenceRouter::State::wake(OpenTicket& ticket) {
  const TicketState from = std::exchange(ticket.state, TicketState::assigned);
  const bool came_back = ticket.charged != ticket.units;
  if (!ticket.parked) ticket.charged = ticket.units;
  stop(ticket, {Clock::idle, Clock::snooze});
  tell(StateChanged{ticket.id, from, ticket.state, {}, came_back && is_over_limit(ticket)});
}

void ReferenceRouter::State::on(const Reply& reply) {
  OpenTicket& ticket = the(reply.ticket);
  if (!is_held(ticket) || ticket.state == TicketState::offered)
    return refuse(ticket.id, Refusal::wrong_state, reply.agent);
  if (ticket.agent != reply.agent) return refuse(ticket.id, Refusal::not_yours, reply.agent);
  ticket.answered = true;
  ticket.asked = {};
  stop(ticket, {Clock::first_reply, Clock::next_reply, Clock::reminder, Clock::snooze});
  stop_sla(ticket, Clock::sla_first);
  stop_sla(ticket, Clock::sla_next);
  the(reply.agent).lapses = 0;
  if (const auto ms = rules_.kind(ticket.kind).idle_release_ms) due(ticket, Clock::idle) = at_ + Milliseconds{*ms};
  const TicketState from = std::exchange(ticket.state, TicketState::waiting_customer);
  const bool came_back = ticket.charged != ticket.units;
  if (!ticket.parked) ticket.charged = ticket.units;
  if (from != ticket.state || came_back)
    tell(StateChanged{ticket.id, from, ticket.state, reply.agent, came_back && is_over_limit(ticket)});
  settle();
}

void ReferenceRouter::State::on(const Snooze& snooze) {
  OpenTicket& ticket = the(snooze.ticket);
  if (ticket.state != TicketState::assigned && ticket.state != TicketState::waiting_customer)
    return refuse(ticket.id, Refusal::wrong_state, snooze.actor);
  stop(ticket, {Clock::offer, Clock::first_reply, Clock::next_reply, Clock::reminder, Clock::idle, Clock::snooze});
  due(ticket, Clock::snooze) = std::max(snooze.until, at_);
  const TicketState from = std::exchange(ticket.state, TicketState::snoozed);
  ticket.charged = std::min(ticket.units, rules_.kind(ticket.kind).idle_units);
  tell(StateChanged{ticket.id, from, ticket.state, snooze.actor, false});
  settle();
}

void ReferenceRouter::State::start_reply_clock(OpenTicket& ticket, Clock clock) const {
  const workspace::Group& group = rules_.group(rules_.group_or_default(ticket.group));
  const auto within = clock == Clock::first_reply ? group.first_reply_ms : group.next_reply_ms;
  if (!within || ticket.asked == Instant{}) return;
  due(ticket, clock) = at_ + Milliseconds{*within};
  if (group.reminder_ms && *group.reminder_ms < *within)
    due(ticket, Clock::reminder) = at_ + Milliseconds{*within - *group.reminder_ms};
}

// --- the end, and after it

void ReferenceRouter::State::on(const Resolve& resolve) {
  OpenTicket& ticket = the(resolve.ticket);
  if (!is_held(ticket) || ticket.state == TicketState::offered)
    return refuse(ticket.id, Refusal::wrong_state, resolve.actor);
  const TicketState from = ticket.state;
  const AgentId agent = ticket.agent;
  end_work(ticket, EndReason::resolved, resolve.actor);
  ticket.state = TicketState::resolved;
  ticket.agent = agent;
  ticket.resolved = at_;
  ticket.asked = {};
  ticket.due = {};
  due(ticket, Clock::reopen) = at_ + Milliseconds{rules_.group(rules_.group_or_default(ticket.group)).reopen_within_ms};
  tell(StateChanged{ticket.id, from, ticket.state, resolve.actor, false});
  settle();
}

void ReferenceRouter::State::end_work(OpenTicket& ticket, EndReason reason, AgentId by) {
  const AgentId agent = ticket.agent;
  tell(Ended{ticket.id, agent, reason, by});
  AgentState& one = the(agent);
  const std::int64_t ms = rules_.group(rules_.group_or_default(ticket.group)).wrap_up_ms;
  if (ms > 0 && ticket.charged != Units{})
    one.wrap_ups.push_back({ticket.id, ticket.charged, ticket.interruptible, at_ + Milliseconds{ms}});
  release(ticket);
  end_collaboration(ticket, false);
  if (one.paused && one.closes_to_resume > 0 && --one.closes_to_resume == 0) rest(agent);
}

void ReferenceRouter::State::on(const Close& order) {
  if (!tickets_.contains(order.ticket)) throw std::logic_error("a ticket is closed that is not open");
  close(order.ticket, order.actor);
  settle();
}

void ReferenceRouter::State::close(TicketId id, AgentId by) {
  OpenTicket& ticket = the(id);
  if (is_held(ticket) && ticket.state != TicketState::offered) {
    end_work(ticket, EndReason::closed, by);
  } else {
    if (ticket.state == TicketState::offered) detach(ticket, EndReason::closed, by);
    end_collaboration(ticket, false);
  }
  tell(Closed{id, by});
  std::erase(fresh_, id);
  tickets_.erase(id);
}

void ReferenceRouter::State::on(const Reopen& order) {
  const bool is_open = tickets_.contains(order.ticket);
  if (is_open ? the(order.ticket).state != TicketState::resolved : !order.closed)
    return refuse(order.ticket, Refusal::wrong_state, order.actor);
  if (!is_open) {
    const auto within = rules_.group(rules_.group_or_default(order.closed->group)).reopen_within_ms;
    if ((at_ - order.closed->resolved).count() > within) return refuse(order.ticket, Refusal::too_late, order.actor);
    tickets_[order.ticket] = *order.closed;
  }
  reopen(the(order.ticket), order.actor);
  settle();
}

/// With the age that it had when it was first given to an agent, or that it waited in vain.
void ReferenceRouter::State::reopen(OpenTicket& ticket, AgentId by) {
  tell(Reopened{ticket.id, by});
  const AgentId last = ticket.agent;
  const GroupId route = rules_.group_or_default(ticket.route);
  const std::int64_t waited_ms =
      ticket.held_since == Instant{} ? (ticket.resolved - ticket.entered).count() : ticket.waited_ms;
  OpenTicket again;
  again.id = ticket.id, again.skills = ticket.skills, again.priority = ticket.priority, again.units = ticket.units;
  again.kind = ticket.kind, again.sla = ticket.sla, again.interruptible = ticket.interruptible;
  again.answered = ticket.answered;
  again.waited_ms = waited_ms;
  again.entered = at_ - Milliseconds{waited_ms};
  again.asked = at_;
  if (last) again.preferred = {last};
  ticket = std::move(again);
  begin_route(ticket, route);
  start_sla(ticket, ticket.answered ? Clock::sla_next : Clock::sla_first);
  start_sla(ticket, Clock::sla_resolve);
  if (last) hold(ticket, last, rules_.group(route).reopen_wait_for_agent_ms);
  wait(ticket);
}

}  // namespace switchroom::engine
