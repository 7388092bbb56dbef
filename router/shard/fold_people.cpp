#include <fmt/format.h>

#include <algorithm>

#include "router/shard/fold.hpp"
#include "router/shard/outcomes.hpp"

// What people do with tickets: the engine decides, and says why not.

namespace switchroom::shard {
namespace {

/// A refusal of the engine in the words of the table of faults.
Error error_of(const engine::Refused& refused) {
  const std::string found{word_of(engine::refusal_names, refused.reason)};
  switch (refused.reason) {
    case engine::Refusal::wrong_state:
      return {Fault::invalid_action, "state", found, "a ticket that stands where the action begins"};
    case engine::Refusal::not_yours:
      return {Fault::forbidden, "ticket", found, "a ticket of your own"};
    case engine::Refusal::out_of_scope:
      return {Fault::forbidden, "agent", found, "a member of your own groups, or the scope `all`"};
    case engine::Refusal::over_limit:
      return {Fault::invalid_action, "agent", found, "room below the limit, or `force`"};
    case engine::Refusal::may_not_force:
      return {Fault::forbidden, "force", found, "an agent with `may_force`"};
    case engine::Refusal::unavailable:
      return {Fault::invalid_action, "agent", found, "an agent who is on shift and takes such work"};
    case engine::Refusal::unknown:
      return {Fault::not_found, "agent, group or flow", found, "one of this workspace"};
    case engine::Refusal::too_late:
      return {Fault::invalid_action, "ticket", found, "a ticket that was resolved or closed within `reopen_within`"};
  }
  return {Fault::invalid_action, "ticket", found, "another action"};
}

std::optional<Error> unknown_skill(const WorkspaceState& workspace, const Action& action) {
  for (const auto& [skill, minimum] : action.skills)
    if (!workspace.numbering->skills.find(skill))
      return Error{Fault::invalid_action, "skills", skill, "skills of this workspace"};
  return std::nullopt;
}

std::vector<workspace::SkillNeed> needs_of(const workspace::Numbering& names, const Action& action) {
  std::vector<workspace::SkillNeed> needs;
  for (const auto& [skill, minimum] : action.skills)
    needs.push_back({SkillId{names.skills.find(skill)}, static_cast<std::uint8_t>(minimum)});
  std::ranges::sort(needs);
  return needs;
}

/// Actions of an agent whose ticket it need not be: the engine asks for the offer, the scope or the other group.
bool is_for_others(ActionKind kind) {
  return kind == ActionKind::accept || kind == ActionKind::decline || kind == ActionKind::assign ||
         kind == ActionKind::collaboration_done;
}

}  // namespace

AgentId Fold::actor_of(const WorkspaceState& workspace, const Action& action) {
  const AgentId agent{workspace.numbering->agents.find(action.actor)};
  return workspace.engine.agent(agent) ? agent : AgentId{};
}

std::optional<engine::Input> Fold::input_of(const WorkspaceState& workspace, const Action& action) {
  const workspace::Numbering& names = *workspace.numbering;
  const AgentId actor = actor_of(workspace, action);
  const AgentId agent{names.agents.find(action.agent)};
  const GroupId group{names.groups.find(action.group)};
  const TicketId ticket = action.ticket;
  switch (action.kind) {
    case ActionKind::close_ticket:
      return engine::Close{ticket, actor};
    case ActionKind::accept:
      return engine::Accept{ticket, actor};
    case ActionKind::decline:
      return engine::Decline{ticket, actor};
    case ActionKind::resolve:
      return engine::Resolve{ticket, actor};
    case ActionKind::reopen:
      return engine::Reopen{.ticket = ticket, .actor = actor, .closed = {}};
    case ActionKind::snooze:
      return engine::Snooze{ticket, action.until, actor};
    case ActionKind::set_priority:
      return engine::SetPriority{ticket, action.priority, actor};
    case ActionKind::assign:
      return engine::Assign{ticket, agent, actor, action.force};
    case ActionKind::transfer:
      return engine::Transfer{ticket, agent, group, actor, action.force};
    case ActionKind::enter_flow:
      return engine::EnterFlow{ticket, FlowId{names.flows.find(action.flow)}, actor};
    case ActionKind::flow_done:
      return engine::FlowDone{ticket, actor};
    case ActionKind::collaborate:
      return engine::Collaborate{ticket, group, actor};
    case ActionKind::collaboration_done:
      return engine::CollaborationDone{ticket, actor};
    case ActionKind::escalate:
      return engine::Escalate{ticket, actor};
    case ActionKind::log_out:
      return engine::ForceLogout{agent, actor};
    case ActionKind::set_skills:
      return engine::SetSkills{ticket, needs_of(names, action), actor};
    default:
      return std::nullopt;
  }
}

Outcome Fold::act_on_agent(WorkspaceState& workspace, const Action& action) {
  if (!workspace.engine.agent(AgentId{workspace.numbering->agents.find(action.agent)}))
    return refuse(Fault::not_found, "agent", action.agent, "an agent of this workspace");
  refused_.reset();
  workspace.engine.apply(*input_of(workspace, action), place_.at, effects_);
  take_effects(workspace);
  Outcome outcome;
  if (refused_) outcome.refused = error_of(*refused_);
  return outcome;
}

Outcome Fold::act_on_ticket(WorkspaceState& workspace, const Action& action) {
  const storage::TicketRecord* record = open_ticket(action.ticket);
  const storage::StoredTicket* closed = record == nullptr ? closed_.find(action.ticket) : nullptr;
  if (closed != nullptr) record = &closed->record;
  if (record == nullptr || record->workspace != workspace.id)
    return refuse(Fault::not_found, "ticket", fmt::format("{}", action.ticket.number), "a ticket of this workspace");
  if (std::optional<Error> error = why_not(workspace, action, *record)) {
    Outcome outcome = about(action.ticket, *record);
    outcome.refused = std::move(error);
    return outcome;
  }
  if (action.kind == ActionKind::set_tags) return set_tags(workspace, action);
  if (action.kind == ActionKind::set_skills)
    if (std::optional<Error> error = unknown_skill(workspace, action)) {
      Outcome outcome = about(action.ticket, *record);
      outcome.refused = std::move(error);
      return outcome;
    }
  std::optional<engine::Input> input = input_of(workspace, action);
  if (closed != nullptr) {
    std::get<engine::Reopen>(*input).closed = std::make_shared<const engine::OpenTicket>(closed->routing);
    open_.emplace(action.ticket, OpenTicket{.record = closed->record, .changed = false, .reopened = true});
  }
  refused_.reset();
  workspace.engine.apply(*input, place_.at, effects_);
  take_effects(workspace);
  if (closed != nullptr) settle_reopening(action.ticket);
  const storage::TicketRecord* now = open_ticket(action.ticket);
  Outcome outcome = about(action.ticket, now == nullptr ? closed_.find(action.ticket)->record : *now);
  if (refused_) outcome.refused = error_of(*refused_);
  return outcome;
}

/// What speaks against an action before the engine is asked; empty: nothing.
std::optional<Error> Fold::why_not(const WorkspaceState& workspace, const Action& action,
                                   const storage::TicketRecord& record) {
  if (action.role == Role::agent) {
    const AgentId actor = actor_of(workspace, action);
    if (!actor || (!is_for_others(action.kind) && actor != record.agent))
      return Error{Fault::forbidden, "ticket", "a ticket of somebody else",
                   "a ticket of your own, or the role supervisor"};
  }
  if (action.version && *action.version != record.sequence)
    return Error{Fault::stale_version, "version", fmt::format("{}", *action.version),
                 fmt::format("{}", record.sequence)};
  if (record.state == TicketState::closed && action.kind != ActionKind::reopen)
    return Error{Fault::stale_version, "state", "closed", "an open ticket"};
  return std::nullopt;
}

/// A closed ticket is in one place only: among the open ones if the engine took it back.
void Fold::settle_reopening(TicketId ticket) {
  if (refused_) {
    open_.erase(ticket);
    return;
  }
  closed_.erase(ticket);
  threads_.reopen(ticket);
  touch(ticket);
}

}  // namespace switchroom::shard
