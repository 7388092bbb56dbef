#include "router/scenario/player.hpp"

#include <algorithm>

#include "config/calendar/local_time.hpp"
#include "config/workspace/amounts.hpp"
#include "router/scenario/desk.hpp"
#include "router/scenario/expecting.hpp"
#include "router/scenario/telling.hpp"

namespace switchroom::scenario {
namespace {

class Player {
 public:
  explicit Player(const Scenario& scenario) : scenario_(scenario) {}

  Played play() {
    now_ = scenario_.start;
    desk_.configure(scenario_.workspace, scenario_.start);
    tell_effects(scenario_.start);
    for (const Step& step : scenario_.steps) {
      perform(step);
      told_.clear();
      if (strikes_ > strikes_max) break;
    }
    return std::move(played_);
  }

 private:
  void perform(const Step& step) {
    strike_until(step.at);
    if (strikes_ > strikes_max)
      return miss(step, {ExpectationKind::now, "clocks are few enough to be told", step.place},
                  std::to_string(strikes_max) + " clocks have struck; the rest was left out");
    if (step.configuration) {
      add({.kind = LineKind::done,
           .at = step.at,
           .time = time(step.at),
           .text = "a new configuration",
           .instead = {},
           .line = step.place.line});
      desk_.configure(step.configuration, step.at);
      tell_effects(step.at);
    }
    for (const Deed& deed : step.deeds) perform(deed, step);
    if (desk_.engine().drift() != Units{})
      miss(step, {ExpectationKind::now, "units in use are those of the open tickets", step.place},
           workspace::units_text(desk_.engine().drift()) + " units too many or too few");
    auto from = told_.begin();
    for (const Expectation& expectation : step.expectations) judge(step, expectation, from);
  }

  /// Each clock at its own moment, as the shard lets them.
  void strike_until(Instant at) {
    for (auto due = desk_.next_due(); due && *due <= at; due = desk_.next_due()) {
      if (++strikes_ > strikes_max) return;
      now_ = std::max(now_, *due);
      desk_.advance(now_);
      tell_effects(now_);
    }
    now_ = std::max(now_, at);
  }

  void perform(const Deed& deed, const Step& step) {
    add({.kind = LineKind::done,
         .at = step.at,
         .time = time(step.at),
         .text = deed.sentence,
         .instead = {},
         .line = step.place.line});
    desk_.act(deed, scenario_.customers, step.at);
    if (const auto& found = desk_.found()) tell(step.at, telling().found(found->first, found->second));
    tell(step.at, desk_.objection());
    tell_effects(step.at);
    strike_until(step.at);
  }

  void judge(const Step& step, const Expectation& expectation, std::vector<std::string>::iterator& from) {
    switch (expectation.kind) {
      case ExpectationKind::nothing:
        return told_.empty() ? meet(step, expectation) : miss(step, expectation, told_.front());
      case ExpectationKind::now: {
        const std::string holds = standing(expectation.text);
        return says(holds, expectation.text) ? meet(step, expectation) : miss(step, expectation, holds);
      }
      case ExpectationKind::not_told: {
        const auto found = std::ranges::find_if(told_, [&](const auto& line) { return says(line, expectation.text); });
        return found == told_.end() ? meet(step, expectation) : miss(step, expectation, *found);
      }
      case ExpectationKind::told: {
        const auto found =
            std::find_if(from, told_.end(), [&](const auto& line) { return says(line, expectation.text); });
        if (found == told_.end()) return miss(step, expectation, nearest_line(expectation.text, told_));
        from = found + 1;
        return meet(step, expectation);
      }
    }
  }

  /// How the ticket, agent or group stands that a text begins with.
  std::string standing(const std::string& text) const {
    const std::string subject = text.substr(0, text.find(' '));
    for (const engine::AgentState& agent : desk_.engine().agents())
      if (telling().name(agent.id) == subject) return telling().agent(agent);
    for (const engine::GroupState& group : desk_.engine().groups())
      if (telling().name(group.id) == subject) return telling().group(group);
    const bool is_ticket = subject.size() > 1 && subject.size() < 19 && subject.front() == 't' &&
                           std::all_of(subject.begin() + 1, subject.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_ticket) return subject + " is unknown";
    const auto ticket = desk_.engine().ticket(TicketId{std::stoull(subject.substr(1))});
    return ticket ? telling().ticket(*ticket) : subject + " is closed";
  }

  void tell_effects(Instant at) {
    for (const engine::Effect& effect : desk_.take_effects()) {
      const auto* status = std::get_if<engine::StatusChanged>(&effect);
      if (status != nullptr && status->from == status->to) continue;  // somebody new is offline at first
      tell(at, telling().effect(effect));
    }
  }
  void tell(Instant at, std::string line) {
    if (line.empty()) return;
    told_.push_back(line);
    add({.kind = LineKind::told, .at = at, .time = time(at), .text = std::move(line), .instead = {}});
  }
  void meet(const Step& step, const Expectation& expectation) {
    ++played_.met;
    add({.kind = LineKind::met,
         .at = step.at,
         .time = time(step.at),
         .text = written(expectation),
         .instead = {},
         .line = expectation.place.line});
  }
  void miss(const Step& step, const Expectation& expectation, std::string instead) {
    ++played_.missed;
    add({.kind = LineKind::missed,
         .at = step.at,
         .time = time(step.at),
         .text = written(expectation),
         .instead = std::move(instead),
         .line = expectation.place.line});
  }
  static std::string written(const Expectation& expectation) {
    if (expectation.kind == ExpectationKind::not_told) return "not " + expectation.text;
    return (expectation.kind == ExpectationKind::now ? "now " : "") + expectation.text;
  }
  void add(Line line) { played_.lines.push_back(std::move(line)); }

  Telling telling() const {
    return {desk_.names(), [this](Instant at) { return time(at); }};
  }
  /// Since the start, or as the clocks of the zone show it; with the date if it is another day.
  std::string time(Instant at) const {
    if (scenario_.zone.empty()) return duration_words((at - scenario_.start).count());
    const std::string text = calendar::local_text(at, scenario_.zone);
    const std::string first = calendar::local_text(scenario_.start, scenario_.zone);
    return text.substr(0, 10) == first.substr(0, 10) ? text.substr(11) : text;
  }

  const Scenario& scenario_;
  Desk desk_;
  Played played_;
  std::vector<std::string> told_;  ///< since the step before
  Instant now_{};
  std::size_t strikes_ = 0;
};

}  // namespace

Played play(const Scenario& scenario) { return Player{scenario}.play(); }

}  // namespace switchroom::scenario
