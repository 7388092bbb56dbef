// Configurations by chance: plain ones, and those that use whatever a workspace offers. Times are seconds, so that all
// of it happens within a short day.

#include <algorithm>
#include <random>
#include <string>

#include "tests/router/engine/chance.hpp"
#include "tests/router/engine/random_world.hpp"

namespace switchroom::engine {
namespace {

using workspace::Strategy;

std::string name(const char* kind, std::uint32_t number) { return kind + std::to_string(number); }
constexpr const char* channel_kinds[] = {"chat", "sms", "email"};

/// Open for n times 5 s, closed for as long; the third calendar never opens again after its first minute.
class RandomHours final : public Hours {
 public:
  bool is_open(CalendarId calendar, Instant at) const override {
    return is_never(calendar) ? false : (ms_of(at) / period(calendar)) % 2 == 0;
  }
  Instant next_change(CalendarId calendar, Instant at) const override {
    if (is_never(calendar)) return Instant::max();
    return instant_of_ms((ms_of(at) / period(calendar) + 1) * period(calendar));
  }
  Instant after_business(CalendarId calendar, Instant from, Milliseconds open) const override {
    if (is_never(calendar)) return Instant::max();
    std::int64_t left = open.count();
    Instant at = from;
    while (true) {
      const Instant change = next_change(calendar, at);
      if (is_open(calendar, at)) {
        if ((change - at).count() > left) return at + Milliseconds{left};
        left -= (change - at).count();
      }
      at = change;
    }
  }

 private:
  static bool is_never(CalendarId calendar) { return calendar.number == 3; }
  static std::int64_t period(CalendarId calendar) { return calendar.number * std::int64_t{5000}; }
};

class Maker {
 public:
  Maker(std::uint32_t seed, const Scale& scale) : chance_(seed), scale_(scale) {}

  workspace::Workspace make() {
    made_.default_group = "g1";
    groups_ = 1 + chance_.below(scale_.groups);  // the last groups come and go
    for (std::uint32_t skill = 1; skill <= scale_.skills; ++skill) made_.skills.push_back(name("s", skill));
    for (std::uint32_t group = 1; group <= groups_; ++group) made_.groups.push_back(plain_group(group));
    for (std::uint32_t agent = 1; agent <= scale_.agents; ++agent)
      if (!chance_.one_in(5)) made_.agents.push_back(plain_agent(agent));
    made_.head_start_ms = {0, 100, 200, 100'000};
    if (!scale_.is_plain) enrich();
    return std::move(made_);
  }

 private:
  bool maybe(std::uint32_t count) { return chance_.one_in(count); }
  std::int64_t seconds(int low, int high) { return std::int64_t{chance_.between(low, high)} * 1000; }
  std::string any_group() { return name("g", 1 + chance_.below(groups_)); }
  std::string any_agent() {
    const auto count = static_cast<std::uint32_t>(made_.agents.size());
    return count == 0 ? "" : made_.agents[chance_.below(count)].id;
  }
  std::string maybe_calendar(std::uint32_t count) { return maybe(count) ? name("c", 1 + chance_.below(3)) : ""; }

  workspace::Group plain_group(std::uint32_t number) {
    workspace::Group group{
        .id = name("g", number), .name = {}, .limit = {}, .receives_when = {Status::online}, .place = {}};
    if (maybe(2)) group.limit = Units{chance_.between(0, scale_.limit_units * 10) * 500};
    if (maybe(3)) group.receives_when.push_back(Status::busy);
    if (maybe(8)) group.receives_when.clear();
    return group;
  }

  workspace::Agent plain_agent(std::uint32_t number) {
    workspace::Agent agent{
        .id = name("a", number), .name = {}, .groups = {}, .skills = {}, .limit = {}, .first_status = {}, .place = {}};
    for (std::uint32_t group = 1; group <= groups_; ++group)
      if (group > 1 ? maybe(2) : !maybe(4)) agent.groups.push_back(name("g", group));
    for (std::uint32_t skill = 1; skill <= scale_.skills; ++skill)
      if (!maybe(3)) agent.skills[name("s", skill)] = chance_.between(1, scale_.minima);
    agent.limit = Units{chance_.between(0, scale_.limit_units * 2) * 500};
    agent.first_status = static_cast<Status>(maybe(2) ? 0 : chance_.below(4));
    return agent;
  }

  void enrich() {
    for (std::uint32_t calendar = 1; calendar <= 3; ++calendar)
      made_.calendars.push_back({.id = name("c", calendar), .zone = "UTC", .weekly = {}, .holidays = {}, .place = {}});
    for (workspace::Agent& agent : made_.agents) enrich(agent);
    for (workspace::Group& group : made_.groups) enrich_room(group), enrich_times(group), enrich_route(group);
    for (const char* kind : channel_kinds) made_.kinds[kind] = kind_settings(kind);
    for (std::uint32_t sla = 1; sla <= 2; ++sla) made_.sla.push_back(sla_class(sla));
    if (maybe(2)) made_.default_sla = "sla1";
    made_.flows.push_back(flow());
    made_.collaboration = {.respond_ms = {}, .notify_ms = seconds(1, 20), .escalate_ms = seconds(1, 40)};
    if (maybe(2)) made_.collaboration.respond_ms = seconds(1, 40);
    made_.presence_grace_ms = seconds(0, 10);
  }

  void enrich(workspace::Agent& agent) {
    for (const char* kind : channel_kinds)
      if (maybe(5)) agent.kind_limits[kind] = chance_.between(0, 2);
    if (maybe(3)) agent.interruptible_limit = Units{chance_.between(0, scale_.limit_units * 2) * 500};
    agent.role = static_cast<Role>(maybe(6) ? 0 : maybe(4) ? 1 : 2);
    if (maybe(3)) agent.scope = workspace::AssignmentScope::all;
    if (maybe(6)) agent.content = workspace::WorkContent::tickets_only;
    agent.calendar = maybe_calendar(4);
    if (maybe(3)) agent.ramp_ms = seconds(1, 10);
    if (maybe(2)) agent.handling_ms = seconds(1, 600);
    agent.may_force = maybe(3);
    agent.bot = maybe(5);
  }

  void enrich_room(workspace::Group& group) {
    if (maybe(4)) group.offers_limit = chance_.between(0, 2);
    if (maybe(4)) group.waiting_limit = chance_.between(0, 2);
    if (maybe(6)) group.arrivals_per_minute = chance_.between(0, 4);
    group.when_full = static_cast<workspace::WhenFull>(chance_.below(3));
    if (group.when_full == workspace::WhenFull::overflow)
      for (int i = 0; i < 2; ++i) group.overflow.push_back(any_group());
    if (maybe(3)) group.delivery = static_cast<workspace::Delivery>(chance_.below(2));
    if (maybe(4)) group.accept_within_ms["chat"] = seconds(1, 10);
    group.lapses_until_away = chance_.between(1, 3);
    group.strategy = static_cast<Strategy>(chance_.below(4));
  }

  void enrich_times(workspace::Group& group) {
    if (maybe(3)) group.first_reply_ms = seconds(1, 30);
    if (maybe(3)) group.next_reply_ms = seconds(1, 30);
    if (maybe(2)) group.reminder_ms = seconds(1, 10);
    group.reassign_on_no_reply = maybe(2);
    if (maybe(3)) group.wrap_up_ms = seconds(1, 20);
    group.previous_agent_within_ms = seconds(10, 100);
    if (maybe(2)) group.wait_for_previous_ms = seconds(1, 30);
    group.reopen_within_ms = seconds(1, 100);
    if (maybe(2)) group.reopen_wait_for_agent_ms = seconds(0, 30);
    if (maybe(3))
      group.fatigue = workspace::Fatigue{.count = chance_.between(0, 3),
                                         .priority = static_cast<Priority>(chance_.below(4)),
                                         .pause_ms = maybe(2) ? seconds(1, 20) : 0,
                                         .until_closed = chance_.between(0, 2),
                                         .place = {}};
  }

  void enrich_route(workspace::Group& group) {
    for (int i = 0; i < 2; ++i)
      if (const std::string senior = any_agent(); maybe(2) && !senior.empty()) group.supervisors.push_back(senior);
    if (maybe(2)) group.fallback = any_group();
    if (maybe(3)) group.max_wait_ms = seconds(1, 30);
    if (!maybe(2)) return;
    std::int64_t at_ms = 0;
    for (int left = chance_.between(0, 2); left >= 0; --left) {
      group.steps.push_back(step(at_ms));
      at_ms += seconds(0, 20);
    }
    group.steps.back().last = static_cast<workspace::LastStep>(chance_.below(3));
  }

  workspace::StepRule step(std::int64_t at_ms) {
    workspace::StepRule step{.at_ms = at_ms};
    for (int i = chance_.between(0, 2); i > 0; --i) step.groups.push_back(any_group());
    if (scale_.skills > 0 && maybe(5))
      step.require.push_back({name("s", 1 + chance_.below(scale_.skills)), chance_.between(1, scale_.minima), {}});
    step.drop_ranks = chance_.between(0, 2);
    if (const std::string wanted = any_agent(); maybe(3) && !wanted.empty()) step.prefer.push_back(wanted);
    if (maybe(3)) step.strategy = static_cast<Strategy>(chance_.below(4));
    return step;
  }

  workspace::KindSettings kind_settings(const std::string& kind) {
    workspace::KindSettings made;
    made.family =
        kind == "chat" ? workspace::Family::chat : (kind == "sms" ? workspace::Family::sms : workspace::Family::email);
    if (maybe(3)) made.work_class = static_cast<workspace::WorkClass>(chance_.below(2));
    made.delivery = static_cast<workspace::Delivery>(chance_.below(2));
    made.accept_within_ms = seconds(1, 20);
    made.on_loss = static_cast<workspace::OnLoss>(chance_.below(3));
    if (maybe(2)) made.idle_units = Units{chance_.between(0, 4) * 250};
    if (maybe(2)) made.idle_release_ms = seconds(1, 20);
    return made;
  }

  workspace::SlaClass sla_class(std::uint32_t number) {
    workspace::SlaClass made{.id = name("sla", number)};
    if (!maybe(3)) made.first_reply_ms = seconds(1, 40);
    if (!maybe(3)) made.next_reply_ms = seconds(1, 40);
    if (maybe(2)) made.resolve_ms = seconds(1, 100);
    made.calendar = maybe_calendar(2);
    made.warn_percent = maybe(3) ? 100 : chance_.between(1, 99);
    made.slope = maybe(2) ? 1000 : chance_.between(0, 3000);
    made.escalate = maybe(2);
    return made;
  }

  workspace::Flow flow() {
    workspace::Flow made{.id = "f1"};
    const int nodes = chance_.between(1, 3);
    for (int i = 0; i < nodes; ++i) {
      workspace::FlowNode node{.id = "n" + std::to_string(i), .group = any_group()};
      if (maybe(2)) node.respond_ms = seconds(1, 30);
      node.calendar = maybe_calendar(3);
      if (i + 1 < nodes) node.next = "n" + std::to_string(i + 1);
      made.nodes.push_back(node);
    }
    return made;
  }

  Chance chance_;
  const Scale& scale_;
  std::uint32_t groups_ = 1;
  workspace::Workspace made_;
};

}  // namespace

Configure random_configuration(std::uint32_t seed, const Scale& scale,
                               const std::shared_ptr<workspace::Numbering>& numbering) {
  auto made = std::make_shared<workspace::Workspace>(Maker(seed, scale).make());
  std::ranges::shuffle(made->agents, std::mt19937(seed));
  for (std::uint32_t agent = 1; agent <= scale.agents; ++agent) numbering->agents.number_of(name("a", agent));
  numbering->take(*made);
  for (const workspace::Calendar& calendar : made->calendars) numbering->calendars.number_of(calendar.id);
  Configure configuration;
  configuration.workspace = std::move(made);
  configuration.numbering = numbering;
  configuration.version = seed;
  if (!scale.is_plain) configuration.hours = std::make_shared<const RandomHours>();
  return configuration;
}

}  // namespace switchroom::engine
