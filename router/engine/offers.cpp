// Answers to offers, and offers without one. A ticket that nobody accepted goes back with its age, and not to the same
// agent again.

#include "router/engine/plan.hpp"
#include "router/engine/state.hpp"

namespace switchroom::engine {

void Engine::State::on(const Accept& answer) {
  const Slot slot = slot_of(answer.ticket);
  Ticket& ticket = tickets_[slot];
  if (ticket.state != TicketState::offered) return refuse(ticket.id, Refusal::wrong_state, answer.agent);
  if (ticket.agent != answer.agent) return refuse(ticket.id, Refusal::not_yours, answer.agent);
  note_group(ticket.group);
  ledger_.give_back(booking_of(ticket));
  ticket.state = TicketState::assigned;
  ledger_.take(booking_of(ticket));
  ticket.set_due(Clock::offer, {});
  ticket.held_since = at_;
  start_reply_clock(ticket, Clock::first_reply);
  retime(slot);
  standing(answer.agent).lapses = 0;
  touch(ticket);
  touch(answer.agent);
  const RosterAgent& agent = roster().agents()[index_of(answer.agent)];
  tell(OfferAccepted{ticket.id, answer.agent});
  tell(Started{.ticket = ticket.id, .agent = answer.agent, .why = explain_by_hand(ticket, agent, ticket.group)});
  settle();
}

void Engine::State::on(const Decline& answer) {
  const Slot slot = slot_of(answer.ticket);
  Ticket& ticket = tickets_[slot];
  if (ticket.state != TicketState::offered) return refuse(ticket.id, Refusal::wrong_state, answer.agent);
  if (ticket.agent != answer.agent) return refuse(ticket.id, Refusal::not_yours, answer.agent);
  standing(answer.agent).lapses = 0;
  tell(OfferDeclined{ticket.id, answer.agent});
  release(slot);
  exclude(ticket, answer.agent);
  requeue(slot);
  settle();
}

/// Time is up: back to the queue with its age, and not to this agent again.
void Engine::State::lapse(Slot slot) {
  Ticket& ticket = tickets_[slot];
  const AgentId agent = ticket.agent;
  const std::uint32_t limit = group_of_work(ticket).lapses_until_missed;
  AgentState& one = standing(agent);
  ++one.lapses;
  tell(OfferLapsed{ticket.id, agent, one.lapses});
  release(slot);
  if (one.lapses >= limit) {
    one.lapses = 0;
    if (one.status != Status::away && one.status != Status::offline)
      change_status(agent, Status::away, StatusReason::missed, {});
  }
  exclude(ticket, agent);
  requeue(slot);
}

/// The offer is void; the caller says what becomes of the ticket.
void Engine::State::withdraw(Slot slot) {
  tell(OfferWithdrawn{tickets_[slot].id, tickets_[slot].agent});
  release(slot);
}

}  // namespace switchroom::engine
