// What people decide by hand. Scope, rights and limits are asked first; then the ticket leaves where it stands.

#include <algorithm>

#include "router/engine/plan.hpp"
#include "router/engine/state.hpp"

namespace switchroom::engine {

void Engine::State::refuse(TicketId ticket, Refusal reason, AgentId agent, GroupId group) {
  tell(Refused{ticket, reason, agent, group});
}

void Engine::State::on(const Assign& order) {
  const Slot slot = slot_of(order.ticket);
  if (hand_over(slot, order.agent, order.actor, order.force, EndReason::transferred)) settle();
}

void Engine::State::on(const Transfer& order) {
  const Slot slot = slot_of(order.ticket);
  Ticket& ticket = tickets_[slot];
  if (order.agent) {
    if (hand_over(slot, order.agent, order.actor, order.force, EndReason::transferred)) settle();
    return;
  }
  if (ticket.state == TicketState::resolved) return refuse(ticket.id, Refusal::wrong_state, {}, order.group);
  const auto group = roster().find(order.group);
  if (!group) return refuse(ticket.id, Refusal::unknown, {}, order.group);
  if (!is_group_in_scope(order.actor, *group)) return refuse(ticket.id, Refusal::out_of_scope, {}, order.group);
  note_move(ticket, order.group);
  detach(slot, EndReason::transferred, order.actor);
  if (ticket.apart) ticket.apart->tried.clear();
  begin_route(ticket, order.group);
  requeue(slot);
  settle();
}

bool Engine::State::hand_over(Slot slot, AgentId agent, AgentId actor, bool force, EndReason reason) {
  Ticket& ticket = tickets_[slot];
  if (const auto found = objection(ticket, agent, actor, force)) return refuse(ticket.id, *found, agent), false;
  const std::uint32_t index = *roster().find(agent);
  const GroupId group = group_for(ticket, index);
  const bool forced = !fits(ticket, index, group);
  if (ticket.is_held()) note_move(ticket, group);
  detach(slot, reason, actor);
  ticket.route = roster().find(ticket.route) ? ticket.route : group;
  Explanation why = explain_by_hand(ticket, roster().agents()[index], group);
  take(slot, index, group, TicketState::assigned);
  tell(Started{.ticket = ticket.id,
               .agent = agent,
               .why = std::move(why),
               .by = actor,
               .overcommit = is_over_limit(ticket),
               .forced = forced});
  tire(agent, ticket, group_of_work(ticket));
  return true;
}

/// Why an agent may not be given a ticket by this actor; empty: he may.
std::optional<Refusal> Engine::State::objection(const Ticket& ticket, AgentId agent, AgentId actor, bool force) const {
  if (ticket.state == TicketState::resolved || (ticket.is_held() && ticket.agent == agent)) return Refusal::wrong_state;
  const auto index = roster().find(agent);
  if (!index) return Refusal::unknown;
  if (!is_in_scope(actor, *index)) return Refusal::out_of_scope;
  const auto by = roster().find(actor);
  const bool may_force = !actor || (by && roster().agents()[*by].may_force);
  const AgentState& state = standings_[agent.number];
  const bool is_here = state.status != Status::offline && state.on_shift;
  const bool does_such_work = !roster().agents()[*index].tickets_only || !roster().kind(ticket.kind).is_chat;
  const bool has_room = fits(ticket, *index, group_for(ticket, *index));
  if (is_here && does_such_work && has_room) return std::nullopt;
  if (!force) return has_room ? Refusal::unavailable : Refusal::over_limit;
  return may_force ? std::nullopt : std::optional{Refusal::may_not_force};
}

/// Whether a ticket fits into the limits of an agent and of the group that it is to count in.
bool Engine::State::fits(const Ticket& ticket, std::uint32_t agent, GroupId group) const {
  const RosterAgent& one = roster().agents()[agent];
  const Units limit = ticket.interruptible ? one.interruptible_limit : one.limit;
  const auto kind = std::ranges::find(one.kind_limits, ticket.kind, &KindLimit::kind);
  const bool kind_fits = kind == one.kind_limits.end() || ledger_.tickets_of(one.id, ticket.kind) < kind->most;
  const bool stays = ticket.is_held() && ticket.group == group;
  const auto index = roster().find(group);
  const bool group_fits = !index || desks_.has_room(*index, ticket.units - (stays ? ticket.charged : Units{}), false);
  return ledger_.in_use(one.id, ticket.interruptible) + ticket.units <= limit && kind_fits && group_fits;
}

/// The group that a ticket in an agent's hands counts in: its own if he is a member, else the first of his.
GroupId Engine::State::group_for(const Ticket& ticket, std::uint32_t agent) const {
  const auto own = roster().find(ticket.group);
  const RosterAgent& one = roster().agents()[agent];
  if ((own && roster().is_member(agent, *own)) || one.groups.empty())
    return own ? ticket.group : roster().groups()[roster().default_group()].id;
  return roster().groups()[one.groups.front()].id;
}

bool Engine::State::is_in_scope(AgentId actor, std::uint32_t agent) const {
  if (!actor) return true;
  const auto by = roster().find(actor);
  if (!by) return false;
  const RosterAgent& one = roster().agents()[*by];
  return one.scope_all ||
         std::ranges::any_of(one.groups, [&](std::uint32_t group) { return roster().is_member(agent, group); });
}

bool Engine::State::is_group_in_scope(AgentId actor, std::uint32_t group) const {
  if (!actor) return true;
  const auto by = roster().find(actor);
  return by && (roster().agents()[*by].scope_all || roster().is_member(*by, group));
}

/// Counts a return to a group that the ticket left before.
void Engine::State::note_move(Ticket& ticket, GroupId to) {
  if (to == ticket.group) return;
  Rarity& rare = ticket.make_rare();
  if (const auto place = std::ranges::lower_bound(rare.been_in, ticket.group);
      place == rare.been_in.end() || *place != ticket.group)
    rare.been_in.insert(place, ticket.group);
  if (!std::ranges::binary_search(rare.been_in, to)) return;
  tell(BouncedBack{ticket.id, to, ++rare.bounces});
}

Explanation Engine::State::explain_by_hand(const Ticket& ticket, const RosterAgent& agent, GroupId group) const {
  Explanation why;
  why.config_version = roster().version();
  why.group = group;
  why.winner = figures_of(agent);
  why.waited_ms = (at_ - ticket.entered).count();
  why.score_ms = score_ms(ticket, roster(), at_);
  why.step = ticket.step;
  return why;
}

void Engine::State::on(const Escalate& order) {
  const Slot slot = slot_of(order.ticket);
  if (tickets_[slot].state == TicketState::resolved) return refuse(order.ticket, Refusal::wrong_state, order.actor);
  escalate(slot, order.actor, std::nullopt);
  settle();
}

/// Supervisors and administrators are told, and may take it if it waits.
void Engine::State::escalate(Slot slot, AgentId by, std::optional<Clock> clock) {
  Ticket& ticket = tickets_[slot];
  touch(ticket);
  const GroupId group = ticket.group;
  tell(Escalated{ticket.id, group, by, clock.has_value(), clock.value_or(Clock::step)});
  if (std::exchange(ticket.escalated, true) || !ticket.is_waiting()) return;
  leave_queue(slot);
  end_hold(ticket);
  enqueue(slot);
  pend(slot);
}

void Engine::State::on(const SetPriority& change) {
  set_priority(slot_of(change.ticket), change.priority, change.actor);
}

void Engine::State::set_priority(Slot slot, Priority priority, AgentId by) {
  Ticket& ticket = tickets_[slot];
  if (ticket.priority == priority) return;
  const bool waits = ticket.is_waiting();
  if (waits) leave_queue(slot);
  tell(PriorityChanged{ticket.id, std::exchange(ticket.priority, priority), priority, by});
  if (waits) enqueue(slot);
  touch(ticket);
}

void Engine::State::on(const SetSkills& change) {
  const Slot slot = slot_of(change.ticket);
  Ticket& ticket = tickets_[slot];
  const bool waits = ticket.is_waiting();
  if (waits) leave_queue(slot);
  ticket.skills.assign(change.skills.begin(), change.skills.end());
  tell(SkillsChanged{ticket.id, change.actor});
  touch(ticket);
  if (waits) {
    enqueue(slot);
    pend(slot);
  }
  if (waits || ticket.parked) settle();  // who was kept out of a full group may find a taker now
}

}  // namespace switchroom::engine
