#include "router/shard/workspaces.hpp"

#include <algorithm>

namespace switchroom::shard {

void WorkspaceState::take(Compiled compiled) {
  configuration = std::move(compiled.configuration);
  numbering = std::move(compiled.numbering);
  classifier = std::move(compiled.classifier);
  channels.assign(numbering->channels.names().size() + 1, nullptr);
  for (const workspace::Channel& channel : configuration->channels) channels[numbering->channels.find(channel.id)] = &channel;
}

Result<Compiled> compile(std::string_view document, const workspace::Numbering& before, const ParseDocument& parse) {
  Result<workspace::Workspace> parsed = parse(document);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  auto configuration = std::make_shared<const workspace::Workspace>(std::move(*parsed));
  auto numbering = std::make_shared<workspace::Numbering>(before);
  numbering->take(*configuration);
  auto classifier = std::make_unique<const classify::Classifier>(*configuration, *numbering);
  return Compiled{std::move(configuration), std::move(numbering), std::move(classifier)};
}

storage::ConfigRecord record_of(const WorkspaceState& state) {
  return {state.name, state.version, workspace::encode(*state.numbering), state.document};
}

WorkspaceState* Workspaces::find(WorkspaceId id) const {
  return id.number == 0 || id.number > states_.size() ? nullptr : states_[id.number - 1].get();
}

WorkspaceState* Workspaces::find(std::string_view name) const {
  const auto found = std::ranges::find_if(states_, [name](const auto& state) { return state->name == name; });
  return found == states_.end() ? nullptr : found->get();
}

WorkspaceState& Workspaces::add(std::string name) {
  auto state = std::make_unique<WorkspaceState>();
  state->id = WorkspaceId{static_cast<std::uint32_t>(states_.size() + 1)};
  state->name = std::move(name);
  state->numbering = std::make_shared<const workspace::Numbering>();
  return *states_.emplace_back(std::move(state));
}

Result<WorkspaceState*> Workspaces::restore(WorkspaceId id, const storage::ConfigRecord& record, const ParseDocument& parse) {
  if (id.number != states_.size() + 1)
    return std::unexpected(Error{Fault::internal, "configurations", "number " + std::to_string(id.number), "numbers without gaps"});
  Result<workspace::Numbering> numbering = workspace::decode_numbering(record.numbering);
  if (!numbering) return std::unexpected(std::move(numbering.error()));
  Result<Compiled> compiled = compile(record.document, *numbering, parse);
  if (!compiled) return std::unexpected(std::move(compiled.error()));
  WorkspaceState& state = add(record.name);
  state.version = record.version;
  state.document = record.document;
  state.take(std::move(*compiled));
  engine::Effects none;
  state.engine.apply(engine::Configure{state.configuration, state.numbering, state.version}, Instant{}, none);
  return &state;
}

}  // namespace switchroom::shard
