#include "tests/router/stories/scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "config/workspace/amounts.hpp"
#include "router/scenario/sentence.hpp"
#include "router/scenario/telling.hpp"
#include "tests/router/stories/words.hpp"
#include "tests/router/stories/workspace_lines.hpp"

namespace switchroom::stories {
namespace {

constexpr std::int64_t begin_ms = 1'700'000'000'000;  // a story's 0s

using scenario::duration_words;
using scenario::words_of;
using workspace::units_text;

TicketId ticket_of(const std::string& word) { return TicketId{std::stoull(word.substr(1))}; }
std::string time_words(Instant at) { return duration_words(ms_of(at) - begin_ms); }

}  // namespace

std::string Scene::play(const std::vector<std::string>& lines) {
  told_.clear();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::vector<std::string> words = words_of(lines[i]);
    if (words.at(0) != "at") throw std::invalid_argument("a line that begins without a time: " + lines[i]);
    now_ = instant_of_ms(begin_ms + milliseconds_of(words.at(1)));
    if (words.at(2) != "workspace") {
      perform(words);
      continue;
    }
    std::vector<std::string> described;
    while (i + 1 < lines.size() && lines[i + 1].starts_with("  ")) described.push_back(lines[++i]);
    configure(described);
  }
  return told_;
}

void Scene::configure(const std::vector<std::string>& lines) {
  workspace_ = std::make_shared<workspace::Workspace>(workspace_of(lines));
  numbering_->take(*workspace_);
  classifier_.emplace(*workspace_, *numbering_);
  configuration_ = {workspace_, numbering_, configuration_.version + 1};
  apply(configuration_);
}

void Scene::perform(const std::vector<std::string>& words) {
  const std::string& verb = words.at(2);
  if (verb == "arrive") {
    arrive(ticket_of(words.at(3)), words.at(4), words.at(6));
  } else if (verb == "close") {
    apply(engine::Close{ticket_of(words.at(3))});
  } else if (verb == "restart") {
    restart();
  } else if (verb == "agents") {
    tell_agents();
  } else if (verb == "groups") {
    tell_groups();
  } else if (words.size() == 5 && words[3] == "is") {
    apply(engine::SetStatus{AgentId{numbering_->agents.find(verb)}, from_word<Status>(status_names, words[4]).value()});
  } else {
    throw std::invalid_argument("nothing that can happen: " + verb);
  }
}

void Scene::arrive(TicketId ticket, const std::string& text, const std::string& channel) {
  const auto known = std::ranges::find(workspace_->channels, channel, &workspace::Channel::id);
  if (known == workspace_->channels.end()) throw std::invalid_argument("unknown channel " + channel);
  workspace::Classification found = classifier_->classify({text, channel, known->kind});
  const scenario::Telling telling{*numbering_, time_words};
  if (const std::string line = telling.found(ticket, found); !line.empty()) told_ += line + "\n";
  tickets_.push_back(ticket);
  apply(engine::Arrive{ticket, workspace_->units_of(known->kind), GroupId{numbering_->groups.find(known->group)},
                       std::move(found)});
}

/// A new engine from what a shard has stored: the configuration, agents, open tickets.
void Scene::restart() {
  engine::Engine fresh;
  engine::Effects ignored;
  fresh.apply(configuration_, now_, ignored);
  for (const engine::AgentState& agent : engine_.agents()) fresh.restore(agent.id, agent.status, agent.last_assigned);
  for (const TicketId id : tickets_)
    if (const auto ticket = engine_.ticket(id)) fresh.restore(*ticket);
  engine_ = std::move(fresh);
}

void Scene::apply(const engine::Input& input) {
  engine::Effects effects;
  engine_.apply(input, now_, effects);
  const scenario::Telling telling{*numbering_, time_words};
  for (const engine::Effect& effect : effects) told_ += telling.effect(effect) + "\n";
}

void Scene::tell_agents() {
  for (const engine::AgentState& state : engine_.agents())
    told_ +=
        fmt::format("{} {}, {} of {} in {} tickets, last assigned {}\n", agent(state.id),
                    word_of(status_names, state.status), units_text(state.in_use), units_text(state.limit),
                    state.open_tickets, state.last_assigned == Instant{} ? "never" : time_words(state.last_assigned));
}

void Scene::tell_groups() {
  for (const engine::GroupState& state : engine_.groups()) {
    told_ += fmt::format("{}: {} in use, {} waiting", group(state.id), units_text(state.in_use), state.waiting);
    if (state.waiting > 0) told_ += " since " + time_words(state.oldest);
    told_ += "\n";
  }
}

}  // namespace switchroom::stories
