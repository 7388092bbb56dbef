#include "router/whatif/beginning.hpp"

#include <algorithm>
#include <optional>

namespace switchroom::whatif {
namespace {

using storage::Decision;
using storage::DecisionKind;

std::string_view member_of(const Decision& decision, std::string_view name) {
  const auto found = std::ranges::find(decision.members, name, &std::pair<std::string, std::string>::first);
  if (found == decision.members.end()) return {};
  std::string_view text = found->second;
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

bool ends_offer(const Decision& decision) {
  return decision.label == "offer.declined" || decision.label == "offer.lapsed" || decision.label == "offer.withdrawn";
}

/// Who had a ticket before its first decision of the window; an empty id: nobody. Empty: the decision does not tell.
std::optional<AgentId> holder_before(const Decision& decision, const workspace::Numbering& names, AgentId last) {
  if (storage::tells_message(decision.kind)) return std::nullopt;
  if (decision.kind == DecisionKind::assignment_ended) return decision.agent;
  if (decision.kind != DecisionKind::routed) return AgentId{};  // queued, given to somebody, or closed while it waited
  if (ends_offer(decision) || decision.label == "offer.accepted")
    return AgentId{names.agents.find(member_of(decision, "agent"))};
  if (decision.label != "ticket.state_changed") return std::nullopt;
  const std::string_view from = member_of(decision, "from");
  return from == "queued" || from == "resolved" ? AgentId{} : last;
}

/// The ticket with nobody, waiting.
void let_wait(engine::OpenTicket& ticket) {
  ticket.state = TicketState::queued;
  ticket.agent = {};
  ticket.charged = {};
  ticket.parked = false;
  ticket.step = 0;
  ticket.escalated = false;
}

void give_back(engine::OpenTicket& ticket, AgentId agent, Instant begin) {
  ticket.state = TicketState::assigned;
  ticket.agent = agent;
  ticket.charged = ticket.units;
  ticket.parked = false;
  ticket.held_since = std::min(ticket.held_since, begin);
}

bool is_promise(engine::Clock clock) {
  using engine::Clock;
  return clock == Clock::sla_first || clock == Clock::sla_next || clock == Clock::sla_resolve;
}

void keep_promises_alone(engine::OpenTicket& ticket, Instant begin) {
  for (std::size_t clock = 0; clock < ticket.due.size(); ++clock)
    if (!is_promise(static_cast<engine::Clock>(clock)) || ticket.due[clock] <= begin) ticket.due[clock] = {};
  ticket.hold_for = {};
  ticket.tried.clear();
  ticket.resolved = {};
}

}  // namespace

AgentId given_to(const Decision& decision) {
  const bool given = decision.kind == DecisionKind::assignment_started || decision.kind == DecisionKind::offer_created;
  return given ? decision.agent : AgentId{};
}

bool takes_away(const Decision& decision) {
  return decision.kind == DecisionKind::assignment_ended || decision.kind == DecisionKind::ticket_closed ||
         ends_offer(decision);
}

std::vector<engine::AgentState> agents_at_the_beginning(const Material& material) {
  std::map<AgentId, Status> before;
  std::map<AgentId, Instant> last;
  std::set<AgentId> added;
  std::uint64_t applied = 0;  // the entry that put a configuration in force last
  for (const Decision& decision : material.decisions) {
    if (decision.kind == DecisionKind::configuration_applied) applied = decision.frame;
    if (decision.kind == DecisionKind::agent_status_changed) {
      const bool is_first = before.emplace(decision.agent, decision.from).second;
      if (is_first && decision.frame == applied && decision.from == Status::offline) added.insert(decision.agent);
    }
    if (given_to(decision) && decision.why.winner.agent == decision.agent)
      last.emplace(decision.agent, decision.why.winner.last_assigned);
  }
  std::vector<engine::AgentState> agents;
  for (const engine::AgentState& now : material.agents) {
    if (added.contains(now.id)) continue;
    engine::AgentState agent;
    agent.id = now.id;
    const auto status = before.find(now.id);
    agent.status = status == before.end() ? now.status : status->second;
    const auto assigned = last.find(now.id);
    agent.last_assigned = assigned == last.end() ? now.last_assigned : assigned->second;
    if (agent.last_assigned > material.begin) agent.last_assigned = {};
    agents.push_back(std::move(agent));
  }
  std::ranges::sort(agents, {},
                    [](const engine::AgentState& agent) { return std::pair{agent.last_assigned, agent.id}; });
  std::uint64_t turn = 0;
  for (engine::AgentState& agent : agents)
    if (agent.last_assigned != Instant{}) agent.turn = ++turn;
  std::ranges::sort(agents, {}, &engine::AgentState::id);
  return agents;
}

std::vector<engine::OpenTicket> tickets_at_the_beginning(const Material& material, const workspace::Numbering& names) {
  std::map<TicketId, const storage::StoredTicket*> stored;
  for (const auto& [id, ticket] : material.tickets)
    if (ticket.record.opened < material.begin) stored.emplace(id, &ticket);
  std::map<TicketId, AgentId> holders;
  std::set<TicketId> moved;
  for (const Decision& decision : material.decisions) {
    const auto found = stored.find(decision.ticket);
    if (found == stored.end() || holders.contains(decision.ticket)) continue;
    moved.insert(decision.ticket);
    if (const auto holder = holder_before(decision, names, found->second->record.agent))
      holders.emplace(decision.ticket, *holder);
  }
  std::vector<engine::OpenTicket> open;
  for (const auto& [id, ticket] : stored) {
    engine::OpenTicket before = ticket->routing;
    before.id = id;
    const auto holder = holders.find(id);
    if (moved.contains(id) || ticket->record.state == TicketState::closed) keep_promises_alone(before, material.begin);
    if (holder != holders.end() && holder->second)
      give_back(before, holder->second, material.begin);
    else if (holder != holders.end())
      let_wait(before);
    else if (ticket->record.state == TicketState::closed)
      continue;  // it was closed before the window
    open.push_back(std::move(before));
  }
  return open;
}

}  // namespace switchroom::whatif
