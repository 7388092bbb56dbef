// The wires between the parts. Truth: roster (configuration), ledger (units), standings (status, last assignment),
// tickets. Desks are indexes over it, made anew by each configuration.
//
// Why work stays conserved without looking at everything: before an input nobody could take any waiting ticket. An
// arrival changes that for itself alone; a close for the agent who has room again and for a group that was at its
// limit; a status for that agent; only a configuration for all. And an assignment never makes room.

#include "router/engine/engine.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "router/engine/desks.hpp"
#include "router/engine/explain.hpp"
#include "router/engine/ledger.hpp"
#include "router/engine/plan.hpp"
#include "router/engine/roster.hpp"
#include "router/engine/tickets.hpp"

namespace switchroom::engine {

class Engine::State {
 public:
  void apply(const Input& input, Instant at, Effects& effects) {
    if (roster_.groups().empty() && !std::holds_alternative<Configure>(input))
      throw std::logic_error("an input before the first configuration");
    at_ = at;
    effects_ = &effects;
    std::visit([this](const auto& one) { on(one); }, input);
  }

  void restore(const OpenTicket& stored);
  void restore(AgentId agent, Status status, Instant last_assigned);
  void restore(const AgentState& stored) { restore(stored.id, stored.status, stored.last_assigned); }
  void restore(const GroupState&) {}

  std::optional<OpenTicket> ticket(TicketId id) const;
  std::optional<AgentState> agent(AgentId id) const;
  std::vector<AgentState> agents() const;
  std::vector<GroupState> groups() const;
  Units drift() const { return ledger_.drift(tickets_); }

 private:
  void on(const Configure& configuration);
  void on(const Arrive& arrival);
  void on(const Close& close);
  void on(const SetStatus& change);
  template <class Other>
  void on(const Other&) {
    throw std::logic_error("an input that this engine does not know yet");
  }

  std::vector<std::uint32_t> place_all_anew();
  void change_statuses(const Roster& before);
  void change_status(AgentId agent, Status to);
  void settle();
  void settle(const Freed& freed);
  void assign_waiting(std::uint32_t slot);
  void assign(Ticket& ticket, const Choice& choice);
  void tell_queued(const Ticket& ticket, const Choice& choice);
  Explanation explain(const Ticket& ticket, const Choice& choice) const;
  Figures figures(const Ticket& ticket, std::uint32_t member) const;
  AgentState state_of(const RosterAgent& agent) const;
  Standing& standing(AgentId agent);

  Roster roster_;
  Ledger ledger_;
  Standings standings_;
  Tickets tickets_;
  Desks desks_{roster_, ledger_, standings_};
  Instant at_{};
  Effects* effects_ = nullptr;
};

// --- inputs

void Engine::State::on(const Configure& configuration) {
  const Roster before = std::exchange(roster_, Roster(configuration));
  const std::vector<std::uint32_t> back_in_queue = place_all_anew();
  change_statuses(before);
  desks_ = Desks(roster_, ledger_, standings_);
  for (const std::uint32_t slot : tickets_.sorted()) {
    if (tickets_[slot].open.agent) continue;
    desks_.place(tickets_[slot]);
    desks_.enqueue(slot, tickets_[slot]);
  }
  settle();
  for (const std::uint32_t slot : back_in_queue)
    if (!tickets_[slot].open.agent) tell_queued(tickets_[slot], desks_.choose(tickets_[slot]));
}

/// Work of agents who left goes back to the queue, work for groups that are gone to the default group; gives the slots
/// of both.
std::vector<std::uint32_t> Engine::State::place_all_anew() {
  std::vector<std::uint32_t> back_in_queue;
  for (const std::uint32_t slot : tickets_.sorted()) {
    Ticket& ticket = tickets_[slot];
    const bool lost_agent = ticket.open.agent && !roster_.find(ticket.open.agent);
    if (lost_agent) {
      effects_->push_back(Ended{ticket.open.id, ticket.open.agent, EndReason::agent_removed});
      ledger_.give_back(ticket.open.agent, ticket.open.group, ticket.open.units);
      ticket.open.agent = {};
      ticket.open.state = TicketState::queued;
    }
    if (ticket.open.agent) continue;
    ticket.group = group_of(ticket.open, roster_);
    const GroupId group = roster_.groups()[ticket.group].id;
    if (lost_agent || group != ticket.open.group) back_in_queue.push_back(slot);
    ticket.open.group = group;
  }
  return back_in_queue;
}

/// Agents who left are offline; those who are new are told even if they begin as offline, so that the effects alone say
/// it all.
void Engine::State::change_statuses(const Roster& before) {
  for (const RosterAgent& agent : before.agents())
    if (!roster_.find(agent.id) && standing(agent.id).status != Status::offline)
      change_status(agent.id, Status::offline);
  for (const RosterAgent& agent : roster_.agents())
    if (!before.find(agent.id)) change_status(agent.id, agent.first_status);
}

void Engine::State::on(const Arrive& arrival) {
  if (arrival.units < Units{0}) throw std::logic_error("a ticket that costs less than nothing");
  const std::uint32_t slot = tickets_.add(arrival.ticket);
  Ticket& ticket = tickets_[slot];
  ticket.group = group_of(arrival, roster_);
  ticket.open.state = TicketState::queued;
  ticket.open.group = roster_.groups()[ticket.group].id;
  ticket.open.skills.assign(arrival.found.skills.begin(), arrival.found.skills.end());
  ticket.open.priority = arrival.found.priority;
  ticket.open.units = arrival.units;
  ticket.open.entered = at_;
  ticket.open.agent = {};
  desks_.place(ticket);
  const Choice choice = desks_.choose(ticket);
  if (choice.winner != nobody) return assign(ticket, choice);
  desks_.enqueue(slot, ticket);
  tell_queued(ticket, choice);
}

void Engine::State::on(const Close& close) {
  const auto slot = tickets_.find(close.ticket);
  if (!slot) throw std::logic_error("a ticket is closed that is not open");
  const Ticket& ticket = tickets_[*slot];
  const OpenTicket& open = ticket.open;
  if (!open.agent) {
    desks_.dequeue(*slot, ticket);
    tickets_.erase(*slot);
    effects_->push_back(Closed{close.ticket});
    return;
  }
  const Freed freed{*roster_.find(open.agent), roster_.find(open.group).value_or(nobody), ledger_.in_use(open.group)};
  ledger_.give_back(open.agent, open.group, open.units);
  desks_.refresh(freed.agent);
  effects_->push_back(Ended{close.ticket, open.agent, EndReason::closed});
  effects_->push_back(Closed{close.ticket});
  tickets_.erase(*slot);
  settle(freed);
}

void Engine::State::on(const SetStatus& change) {
  const auto agent = roster_.find(change.agent);
  if (!agent) throw std::logic_error("the status of an agent who is not in the configuration");
  if (standing(change.agent).status == change.status) return;
  change_status(change.agent, change.status);
  desks_.refresh(*agent);
  settle({.agent = *agent, .group = nobody, .held_before = {}});
}

void Engine::State::change_status(AgentId agent, Status to) {
  Standing& one = standing(agent);
  const Status from = std::exchange(one.status, to);
  effects_->push_back(StatusChanged{agent, from, to});
}

// --- assignments

void Engine::State::settle(const Freed& freed) {
  while (true) {
    const Head next = desks_.first_for(freed);
    if (next.first.key == after_all) return;
    assign_waiting(next.first.slot);
  }
}

/// Everything may have changed: the heads of all lanes, best first. A lane that nobody may take now is done with, as
/// room only shrinks.
void Engine::State::settle() {
  const auto is_later = [](const Head& a, const Head& b) { return a.first.key > b.first.key; };
  std::vector<Head> heads = desks_.heads();
  std::ranges::make_heap(heads, is_later);
  while (!heads.empty()) {
    std::ranges::pop_heap(heads, is_later);
    Head& head = heads.back();
    if (desks_.is_takeable(head.group, head.lane)) {
      assign_waiting(head.first.slot);
      head = desks_.head(head.group, head.lane);
    } else {
      head.first.key = after_all;
    }
    if (head.first.key == after_all) {
      heads.pop_back();
    } else {
      std::ranges::push_heap(heads, is_later);
    }
  }
}

void Engine::State::assign_waiting(std::uint32_t slot) {
  Ticket& ticket = tickets_[slot];
  const Choice choice = desks_.choose(ticket);
  desks_.dequeue(slot, ticket);
  assign(ticket, choice);
}

void Engine::State::assign(Ticket& ticket, const Choice& choice) {
  const std::uint32_t agent = roster_.groups()[ticket.group].members[choice.winner];
  const AgentId id = roster_.agents()[agent].id;
  effects_->push_back(Started{.ticket = ticket.open.id, .agent = id, .why = explain(ticket, choice)});
  ticket.open.agent = id;
  ticket.open.state = TicketState::assigned;
  ledger_.take(id, ticket.open.group, ticket.open.units);
  standing(id).last_assigned = at_;
  desks_.refresh(agent);
}

void Engine::State::tell_queued(const Ticket& ticket, const Choice& choice) {
  effects_->push_back(Queued{ticket.open.id, explain(ticket, choice)});
}

Explanation Engine::State::explain(const Ticket& ticket, const Choice& choice) const {
  Explanation why = engine::explain(choice, ticket, roster_, at_);
  why.winner = figures(ticket, choice.winner);
  why.runner_up = figures(ticket, choice.runner_up);
  return why;
}

Figures Engine::State::figures(const Ticket& ticket, std::uint32_t member) const {
  if (member == nobody) return {};
  const AgentState state = state_of(roster_.agents()[roster_.groups()[ticket.group].members[member]]);
  return {state.id, state.in_use, state.limit, state.last_assigned};
}

// --- stored state

void Engine::State::restore(const OpenTicket& stored) {
  if (roster_.groups().empty()) throw std::logic_error("a stored ticket before the first configuration");
  if (stored.agent && !roster_.find(stored.agent)) throw std::logic_error("a stored ticket of an unknown agent");
  const std::uint32_t slot = tickets_.add(stored.id);
  Ticket& ticket = tickets_[slot];
  ticket.open = stored;
  if (stored.agent) {
    ledger_.take(stored.agent, stored.group, stored.units);
    desks_.refresh(*roster_.find(stored.agent));
    return;
  }
  ticket.group = group_of(stored, roster_);
  ticket.open.group = roster_.groups()[ticket.group].id;
  desks_.place(ticket);
  desks_.enqueue(slot, ticket);
}

void Engine::State::restore(AgentId agent, Status status, Instant last_assigned) {
  const auto known = roster_.find(agent);
  standing(agent) = {known ? status : Status::offline, last_assigned};
  if (known) desks_.refresh(*known);
}

// --- questions

std::optional<OpenTicket> Engine::State::ticket(TicketId id) const {
  const auto slot = tickets_.find(id);
  if (!slot) return std::nullopt;
  return tickets_[*slot].open;
}

std::optional<AgentState> Engine::State::agent(AgentId id) const {
  const auto found = roster_.find(id);
  if (!found) return std::nullopt;
  return state_of(roster_.agents()[*found]);
}

std::vector<AgentState> Engine::State::agents() const {
  std::vector<AgentState> all;
  for (const RosterAgent& agent : roster_.agents()) all.push_back(state_of(agent));
  return all;
}

AgentState Engine::State::state_of(const RosterAgent& agent) const {
  const Standing& one = standings_[agent.id.number];
  return {.id = agent.id,
          .status = one.status,
          .in_use = ledger_.in_use(agent.id),
          .limit = agent.limit,
          .last_assigned = one.last_assigned,
          .open_tickets = ledger_.open_tickets(agent.id)};
}

std::vector<GroupState> Engine::State::groups() const {
  std::vector<GroupState> all;
  for (const RosterGroup& group : roster_.groups()) {
    GroupState& state = all.emplace_back();
    state.id = group.id;
    state.in_use = ledger_.in_use(group.id);
  }
  tickets_.for_each([&](const Ticket& ticket) {
    if (ticket.open.agent) {
      if (const auto group = roster_.find(ticket.open.group)) ++all[*group].assigned;  // else it is gone from the configuration
      return;
    }
    GroupState& group = all[ticket.group];
    if (group.waiting++ == 0 || ticket.open.entered < group.oldest) group.oldest = ticket.open.entered;
  });
  return all;
}

Standing& Engine::State::standing(AgentId agent) {
  if (agent.number >= standings_.size()) standings_.resize(agent.number + std::size_t{1});
  return standings_[agent.number];
}

Engine::Engine() : state_(std::make_unique<State>()) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

void Engine::apply(const Input& input, Instant at, Effects& effects) { state_->apply(input, at, effects); }
void Engine::restore(const OpenTicket& ticket) { state_->restore(ticket); }
void Engine::restore(AgentId agent, Status status, Instant last_assigned) {
  state_->restore(agent, status, last_assigned);
}
void Engine::restore(const AgentState& agent) { state_->restore(agent); }
void Engine::restore(const GroupState& group) { state_->restore(group); }
std::optional<Instant> Engine::next_due() const { return std::nullopt; }
std::optional<Instant> Engine::clocks_stopped() const { return std::nullopt; }
void Engine::name_the_lost(bool) {}
std::optional<OpenTicket> Engine::ticket(TicketId id) const { return state_->ticket(id); }
std::optional<AgentState> Engine::agent(AgentId id) const { return state_->agent(id); }
std::vector<AgentState> Engine::agents() const { return state_->agents(); }
std::vector<GroupState> Engine::groups() const { return state_->groups(); }
Units Engine::drift() const { return state_->drift(); }

}  // namespace switchroom::engine
