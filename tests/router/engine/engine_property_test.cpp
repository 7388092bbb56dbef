// The engine against the reference router, on random days.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <random>

#include "router/engine/engine.hpp"
#include "tests/router/engine/print.hpp"
#include "tests/router/engine/random_world.hpp"
#include "tests/router/engine/reference_router.hpp"

namespace rc {

template <>
struct Arbitrary<switchroom::engine::Step> {
  static Gen<switchroom::engine::Step> arbitrary() {
    using switchroom::engine::Step;
    return gen::build<Step>(gen::set(&Step::kind, gen::inRange<std::uint32_t>(0, 32)),
                            gen::set(&Step::seed, gen::inRange<std::uint32_t>(0, 1'000'000)));
  }
};

}  // namespace rc

namespace switchroom::engine {
namespace {

/// What a shard would have stored about agents, folded from the effects alone.
class StoredAgents {
 public:
  void take(const Effects& effects, Instant at) {
    for (const Effect& effect : effects) {
      if (const auto* started = std::get_if<Started>(&effect)) rows_[started->agent].second = at;
      if (const auto* changed = std::get_if<StatusChanged>(&effect)) rows_[changed->agent].first = changed->to;
    }
  }
  void give(Engine& engine) const {
    for (const auto& [agent, row] : rows_) engine.restore(agent, row.first, row.second);
  }

 private:
  std::map<AgentId, std::pair<Status, Instant>> rows_;
};

std::vector<OpenTicket> open_tickets(const Engine& engine, const Day& day) {
  std::vector<OpenTicket> all;
  for (const TicketId id : day.open_tickets()) all.push_back(engine.ticket(id).value());
  return all;
}

Engine restored(const Engine& engine, const Day& day, const StoredAgents& agents, std::uint32_t seed) {
  Engine fresh;
  Effects ignored;
  fresh.apply(day.configuration(), day.now(), ignored);
  agents.give(fresh);
  std::vector<OpenTicket> tickets = open_tickets(engine, day);
  std::ranges::shuffle(tickets, std::mt19937(seed));
  for (const OpenTicket& ticket : tickets) fresh.restore(ticket);
  return fresh;
}

std::uint64_t agents_counted(const Explanation& why) {
  std::uint64_t sum = why.candidates;
  for (const std::uint32_t lost : why.lost) sum += lost;
  return sum;
}

void check_explanations(const Effects& effects, const Engine& engine) {
  for (const Effect& effect : effects) {
    const auto* queued = std::get_if<Queued>(&effect);
    const auto* started = std::get_if<Started>(&effect);
    if (queued) RC_ASSERT(queued->why.candidates == 0U);
    if (queued) RC_ASSERT(agents_counted(queued->why) == engine.agents().size());
    if (!started) continue;
    RC_ASSERT(agents_counted(started->why) == engine.agents().size());
    RC_ASSERT(started->agent == started->why.winner.agent);
    RC_ASSERT((started->why.candidates > 1) == static_cast<bool>(started->why.runner_up.agent));
  }
}

void check_limits(const Effects& effects, const Engine& engine, const Configure& configuration) {
  for (const Effect& effect : effects) {
    const auto* started = std::get_if<Started>(&effect);
    if (!started) continue;
    const Units units = engine.ticket(started->ticket).value().units;
    RC_ASSERT(started->why.winner.in_use + units <= started->why.winner.limit);
  }
  for (const workspace::Group& group : configuration.workspace->groups)
    for (const GroupState& state : engine.groups())
      if (group.limit && state.id == GroupId{configuration.numbering->groups.find(group.id)} && !effects.empty() &&
          std::ranges::any_of(effects, [&](const Effect& effect) {
            const auto* started = std::get_if<Started>(&effect);
            return started && started->why.group == state.id;
          }))
        RC_ASSERT(state.in_use <= *group.limit);
}

void check_state(const Engine& engine, const ReferenceRouter& reference, const Day& day) {
  RC_ASSERT(engine.drift() == Units{});
  const auto same_agent = [](const AgentState& a, const AgentState& b) {
    return a.id == b.id && a.status == b.status && a.in_use == b.in_use && a.limit == b.limit &&
           a.last_assigned == b.last_assigned && a.open_tickets == b.open_tickets;
  };
  RC_ASSERT(std::ranges::equal(engine.agents(), reference.agents(), same_agent));
  const auto same_group = [](const GroupState& a, const GroupState& b) {
    return a.id == b.id && a.waiting == b.waiting && a.assigned == b.assigned && a.oldest == b.oldest &&
           a.in_use == b.in_use;
  };
  RC_ASSERT(std::ranges::equal(engine.groups(), reference.groups(), same_group));
  for (const OpenTicket& ticket : open_tickets(engine, day))
    RC_ASSERT((ticket.state == TicketState::assigned) == static_cast<bool>(ticket.agent));
}

/// Lives through a day with the engine, the reference, and an engine that is restarted from stored state now and then.
void live_through(const std::vector<Step>& steps, const Scale& scale) {
  Day day(scale);
  Engine engine, restarted;
  ReferenceRouter reference;
  StoredAgents agents;
  Effects effects, expected, after_restart;
  const auto apply = [&](const Input& input) {
    effects.clear(), expected.clear(), after_restart.clear();
    engine.apply(input, day.now(), effects);
    reference.apply(input, day.now(), expected);
    restarted.apply(input, day.now(), after_restart);
    agents.take(effects, day.now());
    RC_ASSERT(print(effects) == print(expected));
    RC_ASSERT(print(after_restart) == print(effects));
    check_explanations(effects, engine);
    check_limits(effects, engine, day.configuration());
    check_state(engine, reference, day);
  };
  apply(day.first());
  for (const Step& step : steps) {
    apply(day.next(step));
    if (step.seed % 8 == 0) restarted = restored(engine, day, agents, step.seed);
  }
}

TEST(EngineProperties, SmallTeamsAreRoutedAsTheReferenceRoutesThem) {
  EXPECT_TRUE(rc::check("small teams", [](const std::vector<Step>& steps) { live_through(steps, Scale{}); }));
}

TEST(EngineProperties, ScarceSkillsAreRoutedAsTheReferenceRoutesThem) {
  const Scale scarce{.agents = 8, .groups = 2, .skills = 6, .minima = 10, .limit_units = 2};
  EXPECT_TRUE(rc::check("scarce skills",
                        [&] { live_through(*rc::gen::scale(3.0, rc::gen::arbitrary<std::vector<Step>>()), scarce); }));
}

TEST(EngineProperties, OneLargeGroupIsRoutedAsTheReferenceRoutesIt) {
  const Scale crowd{.agents = 300, .groups = 1, .skills = 4, .minima = 10, .limit_units = 2};
  EXPECT_TRUE(rc::check("a crowd",
                        [&] { live_through(*rc::gen::scale(0.4, rc::gen::arbitrary<std::vector<Step>>()), crowd); }));
}

}  // namespace
}  // namespace switchroom::engine
