#include <utility>

#include "router/shard/fold.hpp"
#include "storage/records/history_entry.hpp"

// What the engine decided becomes records, history and decisions. Each ticket event takes the ticket's next sequence
// number.

namespace switchroom::shard {

using storage::Decision;
using storage::DecisionKind;

Decision& Fold::decide(DecisionKind kind, const WorkspaceState& workspace) {
  Decision& decision = batch_->decisions.emplace_back();
  decision.kind = kind;
  decision.frame = place_.frame;
  decision.index = place_.index++;
  decision.input = place_.input;
  decision.at = place_.at;
  decision.workspace = workspace.id;
  decision.config_version = workspace.version;
  return decision;
}

Decision& Fold::decide(DecisionKind kind, const WorkspaceState& workspace, TicketId id, storage::TicketRecord& record) {
  Decision& decision = decide(kind, workspace);
  decision.ticket = id;
  decision.customer = record.customer;
  decision.channel = record.channel;
  decision.priority = record.found.priority;
  decision.sequence = ++record.sequence;
  decision.opened = record.sequence == 1;
  return decision;
}

void Fold::keep(const Decision& decision) {
  std::string line;
  storage::encode_line(decision, line);
  append_line(decision.customer, std::move(line));
}

Fold::OpenTicket& Fold::touch(TicketId id) {
  OpenTicket& ticket = open_.at(id);
  if (!std::exchange(ticket.changed, true)) changed_tickets_.push_back(id);
  return ticket;
}

void Fold::touch_agent(WorkspaceId workspace, AgentId agent) {
  changed_agents_.insert(std::uint64_t{workspace.number} << 32 | agent.number);
}

void Fold::take_effects(WorkspaceState& workspace) {
  for (const engine::Effect& effect : effects_)
    std::visit([&](const auto& alternative) { take(workspace, alternative); }, effect);
  effects_.clear();
  copy_touched(workspace);
}

void Fold::take(WorkspaceState& workspace, const engine::Queued& effect) {
  storage::TicketRecord& record = touch(effect.ticket).record;
  record.state = TicketState::queued;
  record.group = effect.why.group;
  Decision& decision = decide(DecisionKind::ticket_queued, workspace, effect.ticket, record);
  decision.why = effect.why;
  decision.found = record.found;
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::Started& effect) {
  storage::TicketRecord& record = touch(effect.ticket).record;
  record.state = TicketState::assigned;
  record.group = effect.why.group;
  record.agent = effect.agent;
  batch_->commit.assign(workspace.id, effect.agent, effect.ticket);
  touch_agent(workspace.id, effect.agent);
  Decision& decision = decide(DecisionKind::assignment_started, workspace, effect.ticket, record);
  decision.agent = effect.agent;
  decision.why = effect.why;
  decision.found = record.found;
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::Ended& effect) {
  storage::TicketRecord& record = touch(effect.ticket).record;
  record.state = TicketState::queued;
  if (effect.reason != EndReason::closed) record.agent = {};  // a closed ticket says who had it
  batch_->commit.unassign(workspace.id, effect.agent, effect.ticket);
  Decision& decision = decide(DecisionKind::assignment_ended, workspace, effect.ticket, record);
  decision.agent = effect.agent;
  decision.reason = effect.reason;
  decision.why.group = record.group;
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::Closed& effect) {
  storage::TicketRecord record = std::move(touch(effect.ticket).record);
  open_.erase(effect.ticket);
  threads_.close(effect.ticket, place_.at + thread_kept_for(workspace, record));
  record.state = TicketState::closed;
  Decision& decision = decide(DecisionKind::ticket_closed, workspace, effect.ticket, record);
  decision.why.group = record.group;
  keep(decision);
  closed_.insert(effect.ticket, {std::move(record), {}});  // stored by copy_touched, with the engine's last word
}

void Fold::take(WorkspaceState& workspace, const engine::StatusChanged& effect) {
  touch_agent(workspace.id, effect.agent);
  Decision& decision = decide(DecisionKind::agent_status_changed, workspace);
  decision.agent = effect.agent;
  decision.from = effect.from;
  decision.to = effect.to;
}

}  // namespace switchroom::shard
