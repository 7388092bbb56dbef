// The door of the engine: inputs in, questions answered, stored state taken back.

#include "router/engine/engine.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "router/engine/plan.hpp"
#include "router/engine/state.hpp"

namespace switchroom::engine {

void Engine::State::apply(const Input& input, Instant at, Effects& effects) {
  if (roster().groups().empty() && !std::holds_alternative<Configure>(input))
    throw std::logic_error("an input before the first configuration");
  at_ = at;
  effects_ = &effects;
  touched_.tickets.clear();
  touched_.agents.clear();
  touched_.groups.clear();
  touched_.closed.clear();
  std::visit([this](const auto& one) { on(one); }, input);
}

// --- stored state

void Engine::State::restore(const OpenTicket& stored) {
  if (roster().groups().empty()) throw std::logic_error("a stored ticket before the first configuration");
  const bool is_held = stored.agent && stored.state != TicketState::queued && stored.state != TicketState::resolved;
  if (is_held && !roster().find(stored.agent)) throw std::logic_error("a stored ticket of an unknown agent");
  const Slot slot = tickets_.add(stored.id);
  Ticket& ticket = tickets_[slot];
  take_stored(stored, ticket);
  if (is_held) {
    if ((ticket.state == TicketState::assigned && !ticket.parked) || ticket.state == TicketState::offered)
      ticket.charged = ticket.units;
    book(slot);
  } else if (ticket.state == TicketState::queued) {
    if (!roster().find(ticket.route)) begin_route(ticket, roster().groups()[roster().default_group()].id);
    if (ticket.rare().hold_for) holds_.emplace(ticket.rare().hold_for, ticket.id);
    if (ticket.parked) {
      rooms_.park(ticket.route, ticket.routed, ticket.id);
      retime_room(*roster().find(ticket.route), ticket.routed);
    } else {
      const Instant step_due = ticket.due(Clock::step);
      enqueue(slot);
      ticket.set_due(Clock::step, step_due);
    }
  }
  retime(slot);
}

void Engine::State::restore(const AgentState& stored) {
  AgentState& one = standing(stored.id);
  one = stored;
  turns_ = std::max(turns_, stored.turn);
  for (const WrapUp& wrap_up : one.wrap_ups) ledger_.take(booking_of(stored.id, wrap_up));
  const auto known = roster().find(stored.id);
  if (!known) one.status = Status::offline;
  retime(stored.id);
  if (!known) return;
  desks_.refresh(*known);
  desks_.take_back_turn(*known);
}

void Engine::State::restore(const GroupState& stored) {
  rooms_[stored.id].minute = stored.minute;
  rooms_[stored.id].arrivals = stored.arrivals;
}

// --- questions

std::optional<OpenTicket> Engine::State::ticket(TicketId id) const {
  const auto slot = tickets_.find(id);
  if (!slot) return std::nullopt;
  return stored(tickets_[*slot]);
}

std::optional<AgentState> Engine::State::agent(AgentId id) const {
  const auto found = roster().find(id);
  if (!found) return std::nullopt;
  return state_of(roster().agents()[*found]);
}

std::vector<AgentState> Engine::State::agents() const {
  std::vector<AgentState> all;
  for (const RosterAgent& agent : roster().agents()) all.push_back(state_of(agent));
  return all;
}

AgentState Engine::State::state_of(const RosterAgent& agent) const {
  AgentState state = standings_[agent.id.number];
  state.in_use = ledger_.in_use(agent.id);
  state.limit = agent.limit;
  state.open_tickets = ledger_.open_tickets(agent.id);
  return state;
}

std::vector<GroupState> Engine::State::groups() const {
  std::vector<GroupState> all;
  for (const RosterGroup& group : roster().groups()) {
    GroupState& state = all.emplace_back();
    state.id = group.id;
    state.in_use = ledger_.in_use(group.id);
    state.offers = ledger_.offers(group.id);
    const Room& room = rooms_.at(group.id);
    state.minute = room.minute;
    state.arrivals = room.arrivals;
    state.parked = static_cast<std::uint32_t>(room.parked.size());
  }
  tickets_.for_each([&](const Ticket& ticket) {
    const auto group = roster().find(ticket.group);
    if (!group) return;  // an assigned ticket whose group is gone from the configuration
    GroupState& state = all[*group];
    if (ticket.is_held()) ++state.assigned;
    if (ticket.is_waiting() && (state.waiting++ == 0 || ticket.entered < state.oldest)) state.oldest = ticket.entered;
  });
  return all;
}

GroupState Engine::State::arrivals(GroupId id) const {
  GroupState state;
  state.id = id;
  state.minute = rooms_.at(id).minute;
  state.arrivals = rooms_.at(id).arrivals;
  return state;
}

GroupFairness Engine::State::fairness(GroupId group, Instant at) const {
  const auto index = roster().find(group);
  if (!index) return {};
  std::vector<AgentId> members;
  for (const std::uint32_t agent : roster().pools()[*index].members) members.push_back(roster().agents()[agent].id);
  GroupFairness made = fairness_.of(group, members, at);
  tickets_.for_each([&](const Ticket& ticket) {
    if (ticket.group != group) return;
    for (const auto& [clock, warning] : {std::pair{Clock::sla_first, Clock::sla_first_warn},
                                         {Clock::sla_next, Clock::sla_next_warn},
                                         {Clock::sla_resolve, Clock::sla_resolve_warn}})
      if (ticket.due(clock) != Instant{} && ticket.due(warning) == Instant{}) {
        ++made.sla_at_risk;
        return;
      }
  });
  return made;
}

Engine::State::Slot Engine::State::slot_of(TicketId id) const {
  const auto slot = tickets_.find(id);
  if (!slot) throw std::logic_error("an input for a ticket that is not open");
  return *slot;
}

AgentState& Engine::State::standing(AgentId agent) {
  if (agent.number >= standings_.size()) standings_.resize(agent.number + std::size_t{1});
  standings_[agent.number].id = agent;
  return standings_[agent.number];
}

std::uint32_t Engine::State::index_of(AgentId agent) const {
  const auto index = roster().find(agent);
  if (!index) throw std::logic_error("an agent who is not in the configuration");
  return *index;
}

Engine::Engine() : state_(std::make_unique<State>()) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

void Engine::apply(const Input& input, Instant at, Effects& effects) { state_->apply(input, at, effects); }
const Touched& Engine::touched() const { return state_->touched(); }
void Engine::restore(const OpenTicket& ticket) { state_->restore(ticket); }
void Engine::restore(const AgentState& agent) { state_->restore(agent); }
void Engine::restore(const GroupState& group) { state_->restore(group); }
void Engine::restore(AgentId agent, Status status, Instant last_assigned) {
  AgentState state = state_->agent(agent).value_or(AgentState{});
  state.id = agent;
  state.status = status;
  state.last_assigned = last_assigned;
  state_->restore(state);
}
std::optional<Instant> Engine::next_due() const { return state_->next_due(); }
std::optional<Instant> Engine::clocks_stopped() const { return state_->clocks_stopped(); }
void Engine::name_the_lost(bool yes) { state_->name_the_lost(yes); }
void Engine::keep_closed(bool yes) { state_->keep_closed(yes); }
std::optional<OpenTicket> Engine::ticket(TicketId id) const { return state_->ticket(id); }
std::optional<AgentState> Engine::agent(AgentId id) const { return state_->agent(id); }
std::vector<AgentState> Engine::agents() const { return state_->agents(); }
std::vector<GroupState> Engine::groups() const { return state_->groups(); }
GroupState Engine::arrivals(GroupId id) const { return state_->arrivals(id); }
GroupFairness Engine::fairness(GroupId group, Instant at) const { return state_->fairness(group, at); }
Units Engine::drift() const { return state_->drift(); }

}  // namespace switchroom::engine
