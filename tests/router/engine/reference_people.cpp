// What people decide by hand, departments, requests for help.

#include <algorithm>

#include "tests/router/engine/reference_state.hpp"

namespace switchroom::engine {

void ReferenceRouter::State::refuse(TicketId ticket, Refusal reason, AgentId agent, GroupId group) {
  tell(Refused{ticket, reason, agent, group});
}

// --- assignments and transfers

void ReferenceRouter::State::on(const Assign& order) {
  hand_over(the(order.ticket), order.agent, order.actor, order.force);
}

void ReferenceRouter::State::on(const Transfer& order) {
  OpenTicket& ticket = the(order.ticket);
  if (order.agent) return hand_over(ticket, order.agent, order.actor, order.force);
  if (ticket.state == TicketState::resolved) return refuse(ticket.id, Refusal::wrong_state, {}, order.group);
  if (!rules_.has(order.group)) return refuse(ticket.id, Refusal::unknown, {}, order.group);
  const AgentId actor = order.actor;
  const bool in_scope =
      !actor || (rules_.has(actor) && (rules_.agent(actor).scope == workspace::AssignmentScope::all ||
                                       rules_.is_administrator(actor) || rules_.is_member(actor, order.group)));
  if (!in_scope) return refuse(ticket.id, Refusal::out_of_scope, {}, order.group);
  note_move(ticket, order.group);
  detach(ticket, EndReason::transferred, actor);
  ticket.tried.clear();
  begin_route(ticket, order.group);
  wait(ticket);
  settle();
}

void ReferenceRouter::State::hand_over(OpenTicket& ticket, AgentId agent, AgentId actor, bool force) {
  if (const auto found = objection(ticket, agent, actor, force)) return refuse(ticket.id, *found, agent);
  const GroupId group = group_for(ticket, agent);
  const bool forced = !fits(ticket, agent);
  if (is_held(ticket)) note_move(ticket, group);
  detach(ticket, EndReason::transferred, actor);
  if (!rules_.has(ticket.route)) ticket.route = group;
  Explanation why = explain_by_hand(ticket, agent, group);
  take(ticket, agent, group, TicketState::assigned);
  tell(Started{.ticket = ticket.id,
               .agent = agent,
               .why = std::move(why),
               .by = actor,
               .overcommit = is_over_limit(ticket),
               .forced = forced});
  tire(agent, ticket, group);
  settle();
}

/// Why this actor may not give the ticket to this agent.
std::optional<Refusal> ReferenceRouter::State::objection(const OpenTicket& ticket, AgentId agent, AgentId actor,
                                                         bool force) const {
  if (ticket.state == TicketState::resolved || (is_held(ticket) && ticket.agent == agent)) return Refusal::wrong_state;
  if (!rules_.has(agent)) return Refusal::unknown;
  if (actor && !rules_.has(actor)) return Refusal::out_of_scope;
  const bool all =
      !actor || rules_.agent(actor).scope == workspace::AssignmentScope::all || rules_.is_administrator(actor);
  const bool shares_a_group = actor && std::ranges::any_of(rules_.groups, [&](const auto& group) {
                                return rules_.is_member(actor, group.first) && rules_.is_member(agent, group.first);
                              });
  if (!all && !shares_a_group) return Refusal::out_of_scope;
  const AgentState& now = standings_.at(agent);
  const bool is_chat = rules_.kind(ticket.kind).family == workspace::Family::chat;
  const bool is_available = now.status != Status::offline && now.on_shift &&
                            !(is_chat && rules_.agent(agent).content == workspace::WorkContent::tickets_only);
  const bool has_room = fits(ticket, agent);
  if (is_available && has_room) return std::nullopt;
  if (!force) return has_room ? Refusal::unavailable : Refusal::over_limit;
  const bool may_force = !actor || rules_.agent(actor).may_force || rules_.is_administrator(actor);
  return may_force ? std::nullopt : std::optional{Refusal::may_not_force};
}

/// All limits as they would be afterwards, of the agent and of the group that the ticket would count in.
bool ReferenceRouter::State::fits(const OpenTicket& ticket, AgentId agent) const {
  if (in_use(agent, ticket.interruptible) + ticket.units > rules_.limit(agent, ticket.interruptible)) return false;
  const auto& most = rules_.agent(agent).kind_limits;
  const auto kind = most.find(std::string{rules_.numbering->channel_kinds.name_of(ticket.kind.number)});
  if (kind != most.end() && tickets_of(agent, ticket.kind) >= kind->second) return false;
  const GroupId group = group_for(ticket, agent);
  const auto& limit = rules_.group(group).limit;
  const Units leaves = is_held(ticket) && ticket.group == group ? ticket.charged : Units{};
  return !limit || in_use(group) - leaves + ticket.units <= *limit;
}

/// The ticket's own group if the agent is in it, else the first of his.
GroupId ReferenceRouter::State::group_for(const OpenTicket& ticket, AgentId agent) const {
  if (rules_.has(ticket.group) && rules_.is_member(agent, ticket.group)) return ticket.group;
  for (const auto& [group, _] : rules_.groups)
    if (rules_.is_member(agent, group)) return group;
  return rules_.group_or_default(ticket.group);
}

void ReferenceRouter::State::note_move(OpenTicket& ticket, GroupId to) {
  if (to == ticket.group) return;
  if (!std::ranges::count(ticket.been_in, ticket.group)) ticket.been_in.push_back(ticket.group);
  std::ranges::sort(ticket.been_in);
  if (std::ranges::count(ticket.been_in, to)) tell(BouncedBack{ticket.id, to, ++ticket.bounces});
}

void ReferenceRouter::State::on(const Escalate& order) {
  OpenTicket& ticket = the(order.ticket);
  if (ticket.state == TicketState::resolved) return refuse(order.ticket, Refusal::wrong_state, order.actor);
  escalate(ticket, order.actor, std::nullopt);
  settle();
}

void ReferenceRouter::State::escalate(OpenTicket& ticket, AgentId by, std::optional<Clock> clock) {
  tell(Escalated{ticket.id, ticket.group, by, clock.has_value(), clock.value_or(Clock::step)});
  if (std::exchange(ticket.escalated, true) || !is_waiting(ticket)) return;
  end_hold(ticket);
  wait(ticket);
}

void ReferenceRouter::State::on(const SetPriority& change) {
  set_priority(the(change.ticket), change.priority, change.actor);
}

void ReferenceRouter::State::set_priority(OpenTicket& ticket, Priority priority, AgentId by) {
  if (ticket.priority == priority) return;
  tell(PriorityChanged{ticket.id, std::exchange(ticket.priority, priority), priority, by});
}

void ReferenceRouter::State::on(const SetSkills& change) {
  OpenTicket& ticket = the(change.ticket);
  ticket.skills = change.skills;
  tell(SkillsChanged{ticket.id, change.actor});
  if (is_waiting(ticket)) wait(ticket);
  if (is_waiting(ticket) || ticket.parked) settle();
}

// --- departments

void ReferenceRouter::State::on(const EnterFlow& order) {
  OpenTicket& ticket = the(order.ticket);
  if (!rules_.flow(order.flow)) return refuse(ticket.id, Refusal::unknown, order.actor);
  if (ticket.state == TicketState::resolved || ticket.flow) return refuse(ticket.id, Refusal::wrong_state, order.actor);
  ticket.flow = order.flow;
  ticket.origin = ticket.state == TicketState::offered ? AgentId{} : ticket.agent;
  ticket.origin_group = ticket.group;
  detach(ticket, EndReason::flow, order.actor);
  enter_node(ticket, 0);
  settle();
}

void ReferenceRouter::State::enter_node(OpenTicket& ticket, std::size_t node) {
  const workspace::FlowNode& at = rules_.flow(ticket.flow)->nodes.at(node);
  const GroupId group = rules_.group_named(at.group);
  ticket.node = static_cast<std::uint8_t>(node);
  ticket.tried.clear();
  const Instant until = at.respond_ms ? after(rules_.calendar(at.calendar), at_, *at.respond_ms) : Instant{};
  due(ticket, Clock::flow) = until;
  begin_route(ticket, group);
  tell(FlowEntered{ticket.id, ticket.flow, ticket.node, group, until});
  wait(ticket);
}

void ReferenceRouter::State::on(const FlowDone& done) {
  OpenTicket& ticket = the(done.ticket);
  if (!ticket.flow) return refuse(ticket.id, Refusal::wrong_state, done.actor);
  const workspace::Flow* flow = rules_.flow(ticket.flow);
  detach(ticket, EndReason::flow, done.actor);
  due(ticket, Clock::flow) = {};
  if (flow && ticket.node < flow->nodes.size()) {
    const std::string& next = flow->nodes[ticket.node].next;
    for (std::size_t node = 0; node < flow->nodes.size(); ++node)
      if (flow->nodes[node].id == next) {
        enter_node(ticket, node);
        return settle();
      }
  }
  return_to_origin(ticket);
  settle();
}

/// To the agent it came from, above his limit if need be; to his group if he is not there.
void ReferenceRouter::State::return_to_origin(OpenTicket& ticket) {
  const AgentId origin = std::exchange(ticket.origin, AgentId{});
  const GroupId group = rules_.group_or_default(std::exchange(ticket.origin_group, GroupId{}));
  tell(FlowReturned{ticket.id, std::exchange(ticket.flow, FlowId{}), origin});
  ticket.node = 0;
  ticket.tried.clear();
  begin_route(ticket, group);
  const bool is_there =
      rules_.has(origin) && standings_.at(origin).status != Status::offline && standings_.at(origin).on_shift;
  if (!is_there) {
    if (origin) ticket.preferred = {origin};
    return wait(ticket);
  }
  Explanation why = explain_by_hand(ticket, origin, group);
  take(ticket, origin, group, TicketState::assigned);
  tell(Started{
      .ticket = ticket.id, .agent = origin, .why = std::move(why), .by = {}, .overcommit = is_over_limit(ticket)});
}

// --- requests for help

void ReferenceRouter::State::on(const Collaborate& order) {
  OpenTicket& ticket = the(order.ticket);
  if (!rules_.has(order.group)) return refuse(ticket.id, Refusal::unknown, order.actor, order.group);
  if (!is_held(ticket) || ticket.state == TicketState::offered || ticket.collaboration.group)
    return refuse(ticket.id, Refusal::wrong_state, order.actor, order.group);
  const AgentId asker = order.actor ? order.actor : ticket.agent;
  const workspace::Collaboration& rule = rules_.workspace->collaboration;
  ticket.collaboration = {order.group, asker};
  due(ticket, Clock::collaboration_notify) = at_ + Milliseconds{rule.notify_ms};
  due(ticket, Clock::collaboration_escalate) = at_ + Milliseconds{rule.escalate_ms};
  due(ticket, Clock::collaboration) = rule.respond_ms ? at_ + Milliseconds{*rule.respond_ms} : Instant{};
  tell(CollaborationRequested{ticket.id, order.group, asker, due(ticket, Clock::collaboration)});
}

void ReferenceRouter::State::on(const CollaborationDone& done) {
  OpenTicket& ticket = the(done.ticket);
  if (!ticket.collaboration.group) return refuse(done.ticket, Refusal::wrong_state, done.actor);
  end_collaboration(ticket, true);
}

void ReferenceRouter::State::end_collaboration(OpenTicket& ticket, bool answered) {
  if (!ticket.collaboration.group) return;
  const CollaborationState ended = std::exchange(ticket.collaboration, CollaborationState{});
  stop(ticket, {Clock::collaboration_notify, Clock::collaboration_escalate, Clock::collaboration});
  tell(CollaborationEnded{ticket.id, ended.group, ended.asker, answered});
}

}  // namespace switchroom::engine
