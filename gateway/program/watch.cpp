#include "gateway/program/watch.hpp"

#include <algorithm>

#include "storage/records/external_id.hpp"

namespace switchroom::program {

using operate::Level;
using storage::DecisionKind;

Watch::Watch(operate::Metrics& metrics, operate::Log& log, std::uint32_t shard, Configure configure, Loaded loaded,
             Owe owe, Lost lost, Recorded recorded)
    : metrics_(metrics),
      log_(log),
      shard_(shard),
      configure_(std::move(configure)),
      loaded_(std::move(loaded)),
      owe_(std::move(owe)),
      lost_(std::move(lost)),
      recorded_(std::move(recorded)) {}

void Watch::configured(WorkspaceId id, std::uint64_t version, std::shared_ptr<const workspace::Workspace> configuration,
                       std::shared_ptr<const workspace::Numbering> numbering) {
  log_.write(Level::info, "configuration in force",
             {{"workspace", std::string_view{configuration->id}}, {"version", version}, {"shard", shard_}});
  names_[id] = {configuration->id, numbering};
  configure_(id, std::move(configuration), std::move(numbering));
}

void Watch::decided(const storage::Decision& decision, std::chrono::steady_clock::duration since_append) {
  switch (decision.kind) {
    case DecisionKind::message_recorded:
    case DecisionKind::message_released:
      return recorded_(decision.customer);
    case DecisionKind::ticket_queued:
      metrics_.tickets_queued.Increment();
      break;
    case DecisionKind::assignment_started:
      metrics_.assignments_started.Increment();
      if (since_append.count() > 0) operate::observe(metrics_.assignment_latency_seconds, since_append);
      break;
    case DecisionKind::assignment_ended:
      metrics_.assignments_ended.Increment();
      break;
    case DecisionKind::ticket_closed:
      metrics_.tickets_closed.Increment();
      break;
    case DecisionKind::agent_status_changed:
      metrics_.statuses_changed.Increment();
      break;
    case DecisionKind::routed:
      count_breach(decision);
      break;
    default:
      return;
  }
  if (!decision.ticket || !log_.writes(Level::debug)) return;
  const std::string ticket = storage::external_id(static_cast<std::uint32_t>(shard_), decision.ticket);
  log_.write(Level::debug, "decided", {{"ticket", ticket}, {"sequence", decision.sequence}, {"shard", shard_}});
}

void Watch::count_breach(const storage::Decision& decision) {
  if (decision.label != "clock.breached") return;
  const auto names = names_.find(decision.workspace);
  if (names == names_.end()) return;
  const auto clock = std::ranges::find(decision.members, "clock", [](const auto& member) { return member.first; });
  std::string_view word = clock == decision.members.end() ? std::string_view{} : std::string_view{clock->second};
  if (word.size() > 2) word = word.substr(1, word.size() - 2);  // a JSON text
  metrics_.count_breach(names->second.workspace, names->second.numbering->groups.name_of(decision.why.group.number),
                        word);
}

void Watch::committed(std::chrono::steady_clock::duration took, std::size_t, std::size_t) {
  operate::observe(metrics_.intake_commit_seconds, took);
}

void Watch::folded(std::chrono::steady_clock::duration took, std::size_t inputs) {
  if (inputs > 0) operate::observe(metrics_.decision_seconds, took / static_cast<std::int64_t>(inputs));
}

void Watch::swapped(std::chrono::steady_clock::duration waited, std::chrono::steady_clock::duration took) {
  operate::observe(metrics_.configuration_wait_seconds, waited);
  operate::observe(metrics_.configuration_swap_seconds, took);
}

void Watch::dead_lettered(std::string_view reason) {
  Fault fault = Fault::undecodable_message;
  if (reason == "poisoned_input") fault = Fault::poisoned_input;
  if (reason == "held_back") fault = Fault::not_found;
  metrics_.count_dead_letter(fault);
  log_.write(Level::warning, "dead letter", {{"reason", reason}, {"shard", shard_}});
}

void Watch::gave_up(storage::HeldKind kind) {
  const std::string_view word = word_of(storage::held_kind_names, kind);
  metrics_.count_given_up(word);
  log_.write(Level::warning, "held back no longer", {{"kind", word}, {"shard", shard_}});
}

void Watch::state_changed(std::string_view state) {
  log_.write(Level::info, "shard", {{"state", state}, {"shard", shard_}});
  if (state == "owner") loaded_();
  if (state == "taking" || state == "standby") lost_();
}

void Watch::alarm(const Error& error) { log_.write(Level::error, "alarm", error, {{"shard", shard_}}); }

}  // namespace switchroom::program
