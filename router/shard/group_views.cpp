#include <algorithm>

#include "router/shard/reader.hpp"

// How groups stand: what waits, who is there, and how fairly this hour's work was handed out.

namespace switchroom::shard {
namespace {

void add_members(const WorkspaceState& workspace, std::vector<GroupView>& views) {
  const workspace::Numbering& names = *workspace.numbering;
  for (const workspace::Agent& agent : workspace.configuration->agents) {
    const auto state = workspace.engine.agent(AgentId{names.agents.find(agent.id)});
    if (!state) continue;
    for (GroupView& view : views) {
      if (std::ranges::find(agent.groups, view.group) == agent.groups.end()) continue;
      ++view.agents.at(static_cast<std::size_t>(state->status));
      view.limit += state->limit;
    }
  }
}

}  // namespace

std::vector<GroupView> group_views(const WorkspaceState& workspace, Instant now) {
  std::vector<GroupView> views;
  if (workspace.configuration == nullptr) return views;
  for (const engine::GroupState& group : workspace.engine.groups()) {
    GroupView& view = views.emplace_back();
    view.group = workspace.numbering->groups.name_of(group.id.number);
    view.state = group;
    view.fairness = workspace.engine.fairness(group.id, now);
  }
  add_members(workspace, views);
  return views;
}

Result<std::vector<GroupView>> Reader::groups(const std::string& name) const {
  Result<const WorkspaceState*> state = workspace(name);
  if (!state) return std::unexpected(std::move(state.error()));
  return group_views(**state, shard_.now());
}

}  // namespace switchroom::shard
