#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "router/shard/fold.hpp"
#include "router/shard/outcomes.hpp"
#include "storage/records/fingerprint.hpp"

// People's actions. The idempotency key is looked up before anything else: a retry gets the stored outcome, whatever
// happened since.

namespace switchroom::shard {
namespace {

Outcome unknown_workspace(const Action& action) {
  return refuse(Fault::not_found, "workspace", action.workspace, "a workspace with a configuration");
}

std::uint64_t digest_of_draft(const Action& action) { return storage::siphash({}, action.document); }

std::string version_in_words(std::uint64_t version) {
  return version == 0 ? "none" : fmt::format("version {}", version);
}

}  // namespace

void Fold::fold_input(const storage::ActionInput& input) {
  const Result<Action> action = decode_action(input.action);
  if (!action) {
    dead_letter({}, {}, describe(action.error()), "unreadable_action");
    return;
  }
  note_command(action->idempotency_key);
  const WorkspaceState* before = workspaces_.find(action->workspace);
  const std::uint64_t digest = digest_of(*action);
  if (before != nullptr)
    if (const auto* known = outcomes_.find(storage::outcome_field(before->id, action->idempotency_key));
        known != nullptr && *known) {
      Outcome outcome = (*known)->action_digest == digest
                            ? (*known)->outcome
                            : refuse(Fault::idempotency_key_reused, "Idempotency-Key", action->idempotency_key,
                                     "a new key for another action");
      batch_->answers.push_back({action->workspace, action->idempotency_key, std::move(outcome)});
      return;
    }
  Outcome outcome = act(*action);
  if (const WorkspaceState* workspace = workspaces_.find(action->workspace)) {
    const StoredOutcome stored{digest, outcome};
    batch_->commit.put_outcome(place_.at, workspace->id, action->idempotency_key, encode(stored));
    outcomes_.insert(storage::outcome_field(workspace->id, action->idempotency_key), stored);
  }
  batch_->answers.push_back({action->workspace, action->idempotency_key, std::move(outcome)});
}

/// A command on Kafka says in its key where it stood: `kafka-<partition>-<offset>`. The next owner goes on behind it.
void Fold::note_command(std::string_view key) {
  constexpr std::string_view prefix = "kafka-";
  if (!key.starts_with(prefix)) return;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  const char* const end = key.data() + key.size();
  const auto [dash, bad] = std::from_chars(key.data() + prefix.size(), end, partition);
  if (bad != std::errc{} || dash == end || *dash != '-') return;
  if (const auto [rest, wrong] = std::from_chars(dash + 1, end, offset); wrong != std::errc{} || rest != end) return;
  std::int64_t& next = commands_[partition];
  next = std::max(next, offset + 1);
  batch_->commit.put_own(fmt::format("command-{}", partition), static_cast<std::uint64_t>(next));
}

Outcome Fold::act(const Action& action) {
  switch (action.kind) {
    case ActionKind::set_status:
      return set_status(action);
    case ActionKind::apply_configuration:
      return apply_configuration(action);
    case ActionKind::reply:
      return reply(action);
    default:
      break;
  }
  WorkspaceState* workspace = workspaces_.find(action.workspace);
  if (workspace == nullptr) return unknown_workspace(action);
  switch (action.kind) {
    case ActionKind::log_out:
      return act_on_agent(*workspace, action);
    case ActionKind::set_customer:
      return set_customer(*workspace, action);
    case ActionKind::save_draft:
      return save_draft(*workspace, action);
    case ActionKind::discard_draft:
      return discard_draft(*workspace);
    case ActionKind::open_ticket:
      return open_second(*workspace, action);
    default:
      return act_on_ticket(*workspace, action);
  }
}

Outcome Fold::set_status(const Action& action) {
  WorkspaceState* workspace = workspaces_.find(action.workspace);
  if (workspace == nullptr) return unknown_workspace(action);
  const AgentId agent{workspace->numbering->agents.find(action.agent)};
  if (!workspace->engine.agent(agent))
    return refuse(Fault::not_found, "agent", action.agent, "an agent of this workspace");
  workspace->engine.apply(
      engine::SetStatus{.agent = agent, .status = action.status, .actor = actor_of(*workspace, action)}, place_.at,
      effects_);
  take_effects(*workspace);
  return {};
}

Outcome Fold::apply_configuration(const Action& action) {
  WorkspaceState* workspace = workspaces_.find(action.workspace);
  const std::uint64_t in_force = workspace == nullptr ? 0 : workspace->version;
  if (action.version.value_or(in_force) != in_force) {
    Outcome outcome =
        refuse(Fault::stale_version, "configuration", version_in_words(in_force), version_in_words(*action.version));
    outcome.version = in_force;
    return outcome;
  }
  if (action.ends_draft && workspace != nullptr)
    if (const auto known = drafts_.find(workspace->id);
        known != drafts_.end() && known->second != digest_of_draft(action)) {
      Outcome outcome = refuse(Fault::stale_version, "draft", "one that was stored since", "the one that was read");
      outcome.version = in_force;
      return outcome;
    }
  Prepared next = prepared_for(action, workspace);
  if (!next.compiled) return refuse(std::move(next.compiled.error()));
  if (workspace == nullptr) workspace = &workspaces_.add(action.workspace);
  put_in_force(*workspace, std::move(*next.compiled), std::move(next.wish.document));
  batch_->commit.put_note(workspace->id, workspace->version, {place_.at, action.actor, action.role, action.note});
  if (action.ends_draft) discard_draft(*workspace);
  decide(storage::DecisionKind::configuration_applied, *workspace).text = next.words;
  take_effects(*workspace);
  Outcome outcome;
  outcome.version = workspace->version;
  outcome.words = std::move(next.words);
  return outcome;
}

/// A draft is no state of the router: it is kept for people, who read and apply it.
Outcome Fold::save_draft(const WorkspaceState& workspace, const Action& action) {
  drafts_[workspace.id] = digest_of_draft(action);
  batch_->commit.put_draft(workspace.id,
                           {{place_.at, action.actor, action.role, action.note}, workspace.version, action.document});
  return {};
}

Outcome Fold::discard_draft(const WorkspaceState& workspace) {
  drafts_.erase(workspace.id);
  batch_->commit.drop_draft(workspace.id);
  return {};
}

Prepared Fold::prepared_for(const Action& action, const WorkspaceState* workspace) {
  const Basis basis = basis_of(workspace);
  for (Prepared& one : prepared_)
    if (one.follows == basis.version && one.wish.workspace == action.workspace && one.wish.document == action.document)
      return std::move(one);
  ++batch_->compiled_in_place;
  return prepare({action.workspace, action.document, action.version}, basis, parse_);
}

/// Statuses and groups that change by it are the engine's to tell, like those of any input.
void Fold::put_in_force(WorkspaceState& workspace, Compiled compiled, std::string document) {
  ++workspace.version;
  workspace.document = std::move(document);
  batch_->replaced.push_back(workspace.take(std::move(compiled)));
  workspace.engine.apply(configure_of(workspace), place_.at, effects_);
  batch_->commit.put_config(workspace.id, record_of(workspace));
  batch_->commit.put_version(workspace.id, workspace.version, {place_.at, workspace.document});
}

}  // namespace switchroom::shard
