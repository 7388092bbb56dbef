// Departments that a ticket passes, each with its own clock, and back by itself; requests for help to another group,
// during which the ticket stays.

#include "router/engine/plan.hpp"
#include "router/engine/state.hpp"

namespace switchroom::engine {

void Engine::State::on(const EnterFlow& order) {
  const Slot slot = slot_of(order.ticket);
  Ticket& ticket = tickets_[slot];
  if (!roster().flow(order.flow)) return refuse(ticket.id, Refusal::unknown, order.actor);
  if (ticket.state == TicketState::resolved || ticket.rare().flow)
    return refuse(ticket.id, Refusal::wrong_state, order.actor);
  Rarity& rare = ticket.make_rare();
  rare.flow = order.flow;
  rare.origin = ticket.state == TicketState::offered ? AgentId{} : ticket.agent;
  rare.origin_group = ticket.group;
  detach(slot, EndReason::flow, order.actor);
  enter_node(slot, 0);
  settle();
}

void Engine::State::enter_node(Slot slot, std::uint8_t node) {
  Ticket& ticket = tickets_[slot];
  Rarity& rare = ticket.make_rare();
  const RosterNode& at = roster().flow(rare.flow)->nodes[node];
  const GroupId group = roster().groups()[at.group].id;
  rare.node = node;
  rare.tried.clear();
  const Instant until = at.respond_ms ? after(at.calendar, at_, *at.respond_ms) : Instant{};
  ticket.set_due(Clock::flow, until);
  begin_route(ticket, group);
  tell(FlowEntered{ticket.id, rare.flow, node, group, until});
  requeue(slot);
}

void Engine::State::on(const FlowDone& done) {
  const Slot slot = slot_of(done.ticket);
  Ticket& ticket = tickets_[slot];
  if (!ticket.rare().flow) return refuse(ticket.id, Refusal::wrong_state, done.actor);
  const RosterFlow* flow = roster().flow(ticket.rare().flow);
  const bool is_known = flow && ticket.rare().node < flow->nodes.size();
  const std::uint8_t next = is_known ? flow->nodes[ticket.rare().node].next : RosterNode::back;
  detach(slot, EndReason::flow, done.actor);
  ticket.set_due(Clock::flow, {});
  if (next != RosterNode::back) {
    enter_node(slot, next);
  } else {
    return_to_origin(slot);
  }
  settle();
}

/// To the agent whom the flow began with, even above his limit, if he is there; else to his group, where he is asked
/// first.
void Engine::State::return_to_origin(Slot slot) {
  Ticket& ticket = tickets_[slot];
  Rarity& rare = ticket.make_rare();
  const AgentId origin = std::exchange(rare.origin, AgentId{});
  const GroupId group = std::exchange(rare.origin_group, GroupId{});
  tell(FlowReturned{ticket.id, std::exchange(rare.flow, FlowId{}), origin});
  rare.node = 0;
  rare.tried.clear();
  begin_route(ticket, roster().groups()[group_or_default(group, roster())].id);
  const auto index = roster().find(origin);
  if (!index || standings_[origin.number].status == Status::offline || !standings_[origin.number].on_shift) {
    if (origin) rare.preferred = {origin};
    return requeue(slot);
  }
  Explanation why = explain_by_hand(ticket, roster().agents()[*index], ticket.route);
  take(slot, *index, ticket.route, TicketState::assigned);
  tell(Started{
      .ticket = ticket.id, .agent = origin, .why = std::move(why), .by = {}, .overcommit = is_over_limit(ticket)});
}

void Engine::State::on(const Collaborate& order) {
  const Slot slot = slot_of(order.ticket);
  Ticket& ticket = tickets_[slot];
  if (!roster().find(order.group)) return refuse(ticket.id, Refusal::unknown, order.actor, order.group);
  if (!ticket.is_held() || ticket.state == TicketState::offered || ticket.rare().collaboration.group)
    return refuse(ticket.id, Refusal::wrong_state, order.actor, order.group);
  const AgentId asker = order.actor ? order.actor : ticket.agent;
  ticket.make_rare().collaboration = {order.group, asker};
  const workspace::Collaboration& rule = roster().collaboration();
  ticket.set_due(Clock::collaboration_notify, at_ + Milliseconds{rule.notify_ms});
  ticket.set_due(Clock::collaboration_escalate, at_ + Milliseconds{rule.escalate_ms});
  const Instant until = rule.respond_ms ? at_ + Milliseconds{*rule.respond_ms} : Instant{};
  ticket.set_due(Clock::collaboration, until);
  retime(slot);
  touch(ticket);
  tell(CollaborationRequested{ticket.id, order.group, asker, until});
}

void Engine::State::on(const CollaborationDone& done) {
  const Slot slot = slot_of(done.ticket);
  if (!tickets_[slot].rare().collaboration.group) return refuse(done.ticket, Refusal::wrong_state, done.actor);
  end_collaboration(tickets_[slot], true);
  retime(slot);
}

void Engine::State::end_collaboration(Ticket& ticket, bool answered) {
  if (!ticket.rare().collaboration.group) return;
  const CollaborationState ended = std::exchange(ticket.make_rare().collaboration, CollaborationState{});
  for (const Clock clock : {Clock::collaboration_notify, Clock::collaboration_escalate, Clock::collaboration})
    ticket.set_due(clock, {});
  touch(ticket);
  tell(CollaborationEnded{ticket.id, ended.group, ended.asker, answered});
}

}  // namespace switchroom::engine
