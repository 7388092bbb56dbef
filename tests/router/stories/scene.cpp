#include "tests/router/stories/scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "tests/router/stories/words.hpp"
#include "tests/router/stories/workspace_lines.hpp"

namespace switchroom::stories {
namespace {

constexpr std::int64_t begin_ms = 1'700'000'000'000;  // a story's 0s

TicketId ticket_of(const std::string& word) { return TicketId{std::stoull(word.substr(1))}; }
std::string name(TicketId ticket) { return fmt::format("t{}", ticket.number); }

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
  tell_found(ticket, found);
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
  for (const engine::Effect& effect : effects) tell(effect);
}

void Scene::tell_found(TicketId ticket, const workspace::Classification& found) {
  if (found.matches.empty()) return;
  told_ += name(ticket) + " matched";
  for (const workspace::RuleMatch& match : found.matches) {
    told_ += fmt::format(" {}", numbering_->rules.name_of(match.rule.number));
    if (match.end > 0) told_ += fmt::format(" (\"{}\" at {}-{})", match.keyword, match.begin, match.end);
  }
  for (const workspace::SkillNeed& need : found.skills)
    told_ += fmt::format("; needs {} {}", numbering_->skills.name_of(need.skill.number), need.minimum);
  if (found.group) told_ += "; to " + group(found.group);
  told_ += fmt::format("; priority {}\n", word_of(priority_names, found.priority));
}

void Scene::tell(const engine::Effect& effect) {
  if (const auto* queued = std::get_if<engine::Queued>(&effect))
    told_ += fmt::format("{} waits in {}{}\n", name(queued->ticket), group(queued->why.group), counts(queued->why));
  if (const auto* one = std::get_if<engine::Started>(&effect)) {
    const std::string next = one->why.runner_up.agent ? fmt::format(", before {}", load(one->why.runner_up)) : "";
    told_ += fmt::format("{} goes to {}{}; waited {}{}\n", name(one->ticket), load(one->why.winner), next,
                         print_time(one->why.waited_ms), counts(one->why));
  }
  if (const auto* ended = std::get_if<engine::Ended>(&effect))
    told_ += fmt::format("{} left {}: {}\n", name(ended->ticket), agent(ended->agent),
                         word_of(end_reason_names, ended->reason));
  if (const auto* closed = std::get_if<engine::Closed>(&effect)) told_ += name(closed->ticket) + " closed\n";
  if (const auto* changed = std::get_if<engine::StatusChanged>(&effect))
    told_ += fmt::format("{} was {}, is {}\n", agent(changed->agent), word_of(status_names, changed->from),
                         word_of(status_names, changed->to));
}

std::string Scene::counts(const engine::Explanation& why) const {
  std::string text = fmt::format("; {} could take it", why.candidates);
  for (std::size_t i = 0; i < why.lost.size(); ++i)
    if (why.lost[i] > 0) text += fmt::format(", {} {}", why.lost[i], engine::filter_names[i]);
  return text;
}

std::string Scene::load(const engine::Figures& figures) const {
  return fmt::format("{} ({} of {})", agent(figures.agent), print_units(figures.in_use), print_units(figures.limit));
}

void Scene::tell_agents() {
  for (const engine::AgentState& state : engine_.agents())
    told_ += fmt::format(
        "{} {}, {} of {} in {} tickets, last assigned {}\n", agent(state.id), word_of(status_names, state.status),
        print_units(state.in_use), print_units(state.limit), state.open_tickets,
        state.last_assigned == Instant{} ? "never" : print_time(ms_of(state.last_assigned) - begin_ms));
}

void Scene::tell_groups() {
  for (const engine::GroupState& state : engine_.groups()) {
    told_ += fmt::format("{}: {} in use, {} waiting", group(state.id), print_units(state.in_use), state.waiting);
    if (state.waiting > 0) told_ += " since " + print_time(ms_of(state.oldest) - begin_ms);
    told_ += "\n";
  }
}

}  // namespace switchroom::stories
