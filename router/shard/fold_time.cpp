#include <algorithm>

#include "router/shard/fold.hpp"
#include "router/shard/set_back.hpp"

// Time is an input like any other: clocks strike, stand still and go on, and can be set back. So is the silence of an
// agent's console.

namespace switchroom::shard {

void Fold::fold_input(const storage::AdvanceInput&) {
  give_up_due();
  for (const auto& workspace : workspaces_.all()) {
    const auto due = workspace->engine.next_due();
    if (!due || *due > place_.at) continue;
    workspace->engine.apply(engine::Advance{}, place_.at, effects_);
    take_effects(*workspace);
  }
}

void Fold::fold_input(const storage::ClocksInput& input) {
  for (const auto& workspace : workspaces_.all()) {
    if (workspace->configuration == nullptr) continue;
    if (input.stop) {
      workspace->engine.apply(engine::StopClocks{std::min(input.since, place_.at)}, place_.at, effects_);
      take_effects(*workspace);
    }
    if (input.start) {
      workspace->engine.apply(engine::StartClocks{}, place_.at, effects_);
      take_effects(*workspace);
      give_grace_again(*workspace);
    }
  }
  clocks_stopped_ = input.start ? Instant{} : input.since;
  batch_->commit.put_own("stopped", static_cast<std::uint64_t>(ms_of(clocks_stopped_)));
}

/// Who could not say that he is there gets the whole time of grace again.
void Fold::give_grace_again(WorkspaceState& workspace) {
  for (const engine::AgentState& agent : workspace.engine.agents()) {
    if (agent.lost_at == Instant{}) continue;
    workspace.engine.apply(engine::Seen{agent.id}, place_.at, effects_);
    take_effects(workspace);
    workspace.engine.apply(engine::Lost{agent.id}, place_.at, effects_);
    take_effects(workspace);
  }
}

void Fold::fold_input(const storage::PresenceInput& input) {
  WorkspaceState* workspace = workspaces_.find(input.workspace);
  if (workspace == nullptr || !workspace->engine.agent(input.agent)) return;  // he left meanwhile
  if (input.present)
    watched_.emplace(input.workspace, input.agent);
  else
    watched_.erase({input.workspace, input.agent});
  touch_agent(input.workspace, input.agent);
  if (input.present)
    workspace->engine.apply(engine::Seen{input.agent}, place_.at, effects_);
  else
    workspace->engine.apply(engine::Lost{input.agent}, place_.at, effects_);
  take_effects(*workspace);
}

void Fold::fold_input(const storage::SetBackInput&) {
  const Milliseconds step = last_at_ - place_.at;
  if (step <= Milliseconds{0}) return;
  if (clocks_stopped_ != Instant{}) {
    clocks_stopped_ = clocks_stopped_ - step;
    batch_->commit.put_own("stopped", static_cast<std::uint64_t>(ms_of(clocks_stopped_)));
  }
  for (const storage::HeldId id : held_.set_back(step)) changed_held_.insert(id);
  for (const auto& workspace : workspaces_.all()) {
    std::vector<TicketId> open;
    for (const auto& [id, ticket] : open_)
      if (ticket.record.workspace == workspace->id) open.push_back(id);
    std::ranges::sort(open);
    workspace->engine = set_back(workspace->engine, configure_of(*workspace), open, place_.at, step);
    workspace->engine.keep_closed(true);
    for (const TicketId id : open) touch(id);
    for (const engine::AgentState& agent : workspace->engine.agents()) touch_agent(workspace->id, agent.id);
    workspace->engine.apply(configure_of(*workspace), place_.at, effects_);  // shifts by the hours that it really is
    take_effects(*workspace);
  }
}

std::optional<Instant> Fold::next_due() const {
  std::optional<Instant> first;
  if (const auto due = held_.first_due()) first = due->first;
  for (const auto& workspace : workspaces_.all())
    if (const auto due = workspace->engine.next_due(); due && (!first || *due < *first)) first = due;
  return first;
}

}  // namespace switchroom::shard
