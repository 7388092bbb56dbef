#include "router/shard/workspaces.hpp"

#include <algorithm>

#include "config/calendar/calendar.hpp"

namespace switchroom::shard {
namespace {

/// The calendars of a configuration as the engine asks for them.
class CalendarHours final : public engine::Hours {
 public:
  CalendarHours(const workspace::Workspace& configuration, const workspace::Numbering& numbering)
      : calendars_(configuration, numbering) {}

  bool is_open(CalendarId id, Instant at) const override {
    const calendar::Calendar* one = calendars_.find(id);
    return one == nullptr || one->is_open(at);
  }
  Instant next_change(CalendarId id, Instant at) const override {
    const calendar::Calendar* one = calendars_.find(id);
    return one == nullptr ? Instant::max() : one->next_change(at);
  }
  Instant after_business(CalendarId id, Instant from, Milliseconds open) const override {
    const calendar::Calendar* one = calendars_.find(id);
    return one == nullptr ? from + open : one->after_business(from, open);
  }

 private:
  calendar::Calendars calendars_;
};

}  // namespace

engine::Configure configure_of(const WorkspaceState& state) {
  return {.workspace = state.configuration,
          .numbering = state.numbering,
          .version = state.version,
          .roster = state.roster,
          .hours = state.hours};
}

Compiled WorkspaceState::take(Compiled compiled) {
  std::swap(configuration, compiled.configuration);
  std::swap(numbering, compiled.numbering);
  std::swap(classifier, compiled.classifier);
  std::swap(hours, compiled.hours);
  std::swap(roster, compiled.roster);
  channels.assign(numbering->channels.names().size() + 1, nullptr);
  for (const workspace::Channel& channel : configuration->channels)
    channels[numbering->channels.find(channel.id)] = &channel;
  return compiled;
}

Result<Compiled> compile(std::string_view document, const workspace::Numbering& before, const ParseDocument& parse) {
  Result<workspace::Workspace> parsed = parse(document);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  auto configuration = std::make_shared<const workspace::Workspace>(std::move(*parsed));
  auto numbering = std::make_shared<workspace::Numbering>(before);
  numbering->take(*configuration);
  auto classifier = std::make_unique<const classify::Classifier>(*configuration, *numbering);
  auto hours = std::make_shared<const CalendarHours>(*configuration, *numbering);
  return Compiled{std::move(configuration), std::move(numbering), std::move(classifier), std::move(hours)};
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
  state->engine.keep_closed(true);
  state->engine.name_the_lost(true);
  state->id = WorkspaceId{static_cast<std::uint32_t>(states_.size() + 1)};
  state->name = std::move(name);
  state->numbering = std::make_shared<const workspace::Numbering>();
  return *states_.emplace_back(std::move(state));
}

Result<WorkspaceState*> Workspaces::restore(WorkspaceId id, const storage::ConfigRecord& record,
                                            const ParseDocument& parse) {
  if (id.number != states_.size() + 1)
    return std::unexpected(
        Error{Fault::internal, "configurations", "number " + std::to_string(id.number), "numbers without gaps"});
  Result<workspace::Numbering> numbering = workspace::decode_numbering(record.numbering);
  if (!numbering) return std::unexpected(std::move(numbering.error()));
  Result<Compiled> compiled = compile(record.document, *numbering, parse);
  if (!compiled) return std::unexpected(std::move(compiled.error()));
  WorkspaceState& state = add(record.name);
  state.version = record.version;
  state.document = record.document;
  state.take(std::move(*compiled));
  engine::Effects none;
  state.engine.apply(configure_of(state), Instant{}, none);
  return &state;
}

}  // namespace switchroom::shard
