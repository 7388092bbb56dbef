// Decisions a second of the router on one core, explanations with their counts included. An iteration is one arrival
// and one close; with tickets waiting the close pulls one of them, else the arrival is assigned at once: one assignment
// either way. `faster_than_scan` is the ratio, of CPU time in the same run, to a plain scan that the indexes stand in
// for: for each arrival all agents, for each pull all waiting tickets' classes are looked at in the order of their
// heads.

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "router/engine/engine.hpp"
#include "router/engine/roster.hpp"

/// jemalloc's, if it is there: it is in release builds.
extern "C" int mallctl(const char* name, void* old, std::size_t* old_size, void* set, std::size_t set_size)
    __attribute__((weak));

namespace switchroom::engine {
namespace {

struct Size {
  std::uint32_t agents;
  std::uint32_t groups;
  std::uint32_t skills;
  std::uint32_t classes;  ///< different needs
  std::uint32_t waiting;
  std::int64_t limit_milli = 3000;  ///< of each agent
};

std::string name(const char* kind, std::uint32_t number) { return kind + std::to_string(number); }

/// Each agent is in one group with two thirds of the skills and room for three tickets.
Configure configuration(const Size& size) {
  std::mt19937 chance(1);
  auto made = std::make_shared<workspace::Workspace>();
  made->default_group = "g0";
  for (std::uint32_t group = 0; group < size.groups; ++group)
    made->groups.push_back({.id = name("g", group), .name = {}, .limit = {}, .place = {}});
  for (std::uint32_t number = 0; number < size.agents; ++number) {
    workspace::Agent agent{.id = name("a", number),
                           .name = {},
                           .groups = {name("g", number % size.groups)},
                           .skills = {},
                           .limit = Units{size.limit_milli},
                           .first_status = Status::online,
                           .place = {}};
    for (std::uint32_t skill = 0; skill < size.skills; ++skill)
      if (chance() % 3 != 0) agent.skills[name("s", skill)] = static_cast<int>(1 + chance() % 10);
    made->agents.push_back(std::move(agent));
  }
  for (std::uint32_t skill = 0; skill < size.skills; ++skill) made->skills.push_back(name("s", skill));
  auto numbering = std::make_shared<workspace::Numbering>();
  numbering->take(*made);
  return {made, numbering, 1};
}

/// Arrivals and closes without end, the same each time.
class Traffic {
 public:
  explicit Traffic(const Size& size) {
    std::mt19937 chance(2);
    for (std::uint32_t i = 0; i < size.classes; ++i) {
      workspace::SkillNeed first{SkillId{1 + i % size.skills}, static_cast<std::uint8_t>(1 + chance() % 3)};
      workspace::SkillNeed second{SkillId{1 + static_cast<std::uint32_t>(chance()) % size.skills},
                                  static_cast<std::uint8_t>(1 + chance() % 3)};
      std::vector<workspace::SkillNeed> needs{std::min(first, second)};
      if (first.skill != second.skill) needs.push_back(std::max(first, second));
      Arrive arrival{.ticket = {}, .units = Units{1000}, .channel_group = GroupId{1 + i % size.groups}, .found = {}};
      arrival.found.skills = std::move(needs);
      arrivals_.emplace_back(std::move(arrival));
    }
  }

  const Input& arrive() {
    Input& next = arrivals_[chance_() % arrivals_.size()];
    std::get<Arrive>(next).ticket = TicketId{++tickets_};
    return next;
  }
  /// Closes an assigned ticket by chance.
  const Input& close() {
    const std::size_t chosen = chance_() % open_.size();
    const TicketId ticket = open_[chosen];
    open_[chosen] = open_.back();
    open_.pop_back();
    std::get<Close>(close_).ticket = ticket;
    return close_;
  }
  void note(const Effects& effects) {
    for (const Effect& effect : effects)
      if (const auto* started = std::get_if<Started>(&effect)) open_.push_back(started->ticket);
  }
  std::vector<Arrive> classes() const {
    std::vector<Arrive> all;
    for (const Input& one : arrivals_) all.push_back(std::get<Arrive>(one));
    return all;
  }
  std::size_t assigned() const { return open_.size(); }
  Instant now() { return now_ += Milliseconds{1}; }

 private:
  std::vector<Input> arrivals_;  // one of each class, used again and again
  std::minstd_rand chance_{3};
  std::uint64_t tickets_ = 0;
  std::vector<TicketId> open_;
  Instant now_ = instant_of_ms(1'000'000'000);
  Input close_ = Close{};
};

void step(Engine& engine, Traffic& traffic, const Input& input, Effects& effects) {
  effects.clear();
  engine.apply(input, traffic.now(), effects);
  traffic.note(effects);
}

std::uint32_t waiting_in(const Engine& engine) {
  std::uint32_t sum = 0;
  for (const GroupState& group : engine.groups()) sum += group.waiting;
  return sum;
}

/// The same work by looking at everything: agents for an arrival, heads of classes for a close.
class PlainScan {
 public:
  PlainScan(const Size& size, const Configure& configuration, const std::vector<Arrive>& classes) : classes_(classes) {
    const auto& numbers = *configuration.numbering;
    for (const workspace::Agent& agent : configuration.workspace->agents) {
      Agent plain{.group = GroupId{numbers.groups.find(agent.groups[0])},
                  .skills = std::vector<int>(size.skills + 1),
                  .in_use = 1};
      for (const auto& [skill, level] : agent.skills) plain.skills[numbers.skills.find(skill)] = level;
      agents_.push_back(std::move(plain));
    }
    for (std::uint32_t i = 0; i < classes_.size(); ++i) heads_.push_back(i * 7919 % 1'000'003);
  }

  void pair(std::size_t chosen) {
    benchmark::DoNotOptimize(choose(classes_[chosen % classes_.size()]));
    benchmark::DoNotOptimize(pull(agents_[chosen % agents_.size()]));
  }

 private:
  struct Agent {
    GroupId group;
    std::vector<int> skills;
    std::int64_t in_use;
  };

  static bool takes(const Agent& agent, const Arrive& ticket) {
    return agent.group == ticket.channel_group &&
           std::ranges::all_of(ticket.found.skills, [&](const workspace::SkillNeed& need) {
             return agent.skills[need.skill.number] >= need.minimum;
           });
  }
  const Agent* choose(const Arrive& ticket) const {
    const Agent* best = nullptr;
    for (const Agent& agent : agents_)
      if (takes(agent, ticket) && (!best || agent.in_use < best->in_use)) best = &agent;
    return best;
  }
  std::uint64_t pull(const Agent& agent) const {
    std::uint64_t best = 0;
    for (std::size_t i = 0; i < classes_.size(); ++i)
      if (takes(agent, classes_[i]) && heads_[i] > best) best = heads_[i];
    return best;
  }

  std::vector<Arrive> classes_;
  std::vector<Agent> agents_;
  std::vector<std::uint64_t> heads_;
};

double seconds_of_cpu() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double seconds_per_scan(const Size& size, const Traffic& traffic) {
  PlainScan scan(size, configuration(size), traffic.classes());
  constexpr std::size_t pairs = 200;
  const double begin = seconds_of_cpu();
  for (std::size_t i = 0; i < pairs; ++i) scan.pair(i * 31);
  return (seconds_of_cpu() - begin) / pairs;
}

/// Half of the room taken, every class seen.
void fill_half(Engine& engine, Traffic& traffic, const Size& size, Effects& effects) {
  for (std::uint32_t i = 0; i < std::max(size.agents * 3, 10 * size.classes); ++i) {
    if (traffic.assigned() > size.agents * 3 / 2) step(engine, traffic, traffic.close(), effects);
    step(engine, traffic, traffic.arrive(), effects);
  }
}

/// All room taken, and so many wait.
void fill_up(Engine& engine, Traffic& traffic, const Size& size, Effects& effects) {
  for (std::size_t before = 1; before != traffic.assigned();) {
    before = traffic.assigned();
    for (std::uint32_t i = 0; i < size.agents; ++i) step(engine, traffic, traffic.arrive(), effects);
  }
  for (std::uint32_t waiting = waiting_in(engine); waiting < size.waiting; ++waiting)
    step(engine, traffic, traffic.arrive(), effects);
}

std::int64_t decisions_in(const Effects& effects) {
  return std::ranges::count_if(effects, [](const Effect& effect) {
    return std::get_if<Started>(&effect) != nullptr || std::get_if<Queued>(&effect) != nullptr;
  });
}

void arrive_and_close(benchmark::State& state, const Size& size, bool names = false) {
  Engine engine;
  engine.name_the_lost(names);
  Traffic traffic(size);
  Effects effects;
  step(engine, traffic, configuration(size), effects);
  (size.waiting == 0 ? fill_half : fill_up)(engine, traffic, size, effects);
  std::int64_t decisions = 0;
  const double begin = seconds_of_cpu();
  for (auto _ : state) {
    step(engine, traffic, traffic.arrive(), effects);
    decisions += decisions_in(effects);
    step(engine, traffic, traffic.close(), effects);
    decisions += decisions_in(effects);
  }
  const double per_pair = (seconds_of_cpu() - begin) / static_cast<double>(state.iterations());
  state.SetItemsProcessed(decisions);
  state.counters["waiting"] = waiting_in(engine);
  state.counters["faster_than_scan"] = seconds_per_scan(size, traffic) / per_pair;
}

BENCHMARK_CAPTURE(arrive_and_close, agents_1000_groups_20_room, Size{1000, 20, 50, 200, 0});
BENCHMARK_CAPTURE(arrive_and_close, agents_1000_groups_20_waiting_10000, Size{1000, 20, 50, 200, 10'000});
BENCHMARK_CAPTURE(arrive_and_close, agents_1000_groups_1_room, Size{1000, 1, 50, 200, 0});
BENCHMARK_CAPTURE(arrive_and_close, agents_1000_groups_1_waiting_10000, Size{1000, 1, 50, 200, 10'000});
BENCHMARK_CAPTURE(arrive_and_close, agents_10000_groups_1_classes_5000_room, Size{10'000, 1, 50, 5000, 0});
BENCHMARK_CAPTURE(arrive_and_close, agents_10000_groups_1_classes_5000_waiting_1000000,
                  Size{10'000, 1, 50, 5000, 1'000'000});
BENCHMARK_CAPTURE(arrive_and_close, agents_10000_groups_100_skills_500_waiting_1000000,
                  Size{10'000, 100, 500, 5000, 1'000'000});
BENCHMARK_CAPTURE(arrive_and_close, names_agents_1000_groups_20_room, Size{1000, 20, 50, 200, 0}, true);
BENCHMARK_CAPTURE(arrive_and_close, names_agents_1000_groups_20_waiting_10000, Size{1000, 20, 50, 200, 10'000}, true);

/// Cost against the number of agents, and of waiting tickets: for the charts of docs/performance.md.
void by_agents(benchmark::State& state) {
  const auto agents = static_cast<std::uint32_t>(state.range(0));
  arrive_and_close(state, {agents, agents / 50, 50, 200, 0});
}
void by_waiting(benchmark::State& state) {
  arrive_and_close(state, {1000, 20, 50, 200, static_cast<std::uint32_t>(state.range(0))});
}
BENCHMARK(by_agents)->RangeMultiplier(10)->Range(100, 100'000);
BENCHMARK(by_waiting)->RangeMultiplier(10)->Range(100, 1'000'000);

/// One close that pulls the next of the waiting tickets: the time of each, by the steady clock.
void close_and_pull(benchmark::State& state, const Size& size) {
  Engine engine;
  Traffic traffic(size);
  Effects effects;
  step(engine, traffic, configuration(size), effects);
  fill_up(engine, traffic, size, effects);
  std::vector<std::int64_t> took;
  for (auto _ : state) {
    const Input& close = traffic.close();
    const Instant now = traffic.now();
    effects.clear();
    const auto begin = std::chrono::steady_clock::now();
    engine.apply(close, now, effects);
    took.push_back((std::chrono::steady_clock::now() - begin).count());
    traffic.note(effects);
    step(engine, traffic, traffic.arrive(), effects);
  }
  std::ranges::sort(took);
  state.counters["p50_ns"] = static_cast<double>(took[took.size() / 2]);
  state.counters["p99_ns"] = static_cast<double>(took[took.size() * 99 / 100]);
}
BENCHMARK_CAPTURE(close_and_pull, agents_10000_groups_100_skills_500_waiting_1000000,
                  Size{10'000, 100, 500, 5000, 1'000'000})
    ->Iterations(200'000);

std::size_t bytes_in_use() {
  if (!mallctl) {
    const struct mallinfo2 now = mallinfo2();
    return now.uordblks + now.hblkhd;
  }
  std::uint64_t epoch = 1;
  std::size_t bytes = 0, size = sizeof bytes;
  mallctl("epoch", nullptr, nullptr, &epoch, sizeof epoch);  // counts anew
  mallctl("stats.allocated", &bytes, &size, nullptr, 0);
  return bytes;
}

/// Memory of the engine for each waiting and each assigned ticket, two needs each.
void memory(benchmark::State& state) {
  constexpr std::uint32_t tickets = 300'000;
  for (auto _ : state)
    for (const bool waiting : {true, false}) {
      const Size size{1000, 20, 50, 200, 0, waiting ? 3000 : 1'000'000};
      Engine engine;
      Traffic traffic(size);
      Effects effects;
      step(engine, traffic, configuration(size), effects);
      if (waiting) fill_up(engine, traffic, size, effects);
      const std::size_t before = bytes_in_use();
      for (std::uint32_t i = 0; i < tickets; ++i) {
        effects.clear();
        engine.apply(traffic.arrive(), traffic.now(), effects);
      }
      state.counters[waiting ? "bytes_a_waiting_ticket" : "bytes_an_assigned_ticket"] =
          static_cast<double>(bytes_in_use() - before) / tickets;
    }
}
BENCHMARK(memory)->Iterations(1)->Unit(benchmark::kMillisecond);

/// A configuration of 10,000 agents takes effect: compiled on the way, or before by whatever thread.
void configure(benchmark::State& state, bool compiled_before) {
  const Size size{10'000, 100, 50, 5000, 0};
  Configure input = configuration(size);
  if (compiled_before) input.roster = std::make_shared<const Roster>(input);
  Engine engine;
  Effects effects;
  engine.apply(configuration(size), instant_of_ms(1), effects);
  for (auto _ : state) {
    effects.clear();
    engine.apply(input, instant_of_ms(2), effects);
  }
}
BENCHMARK_CAPTURE(configure, agents_10000, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(configure, agents_10000_compiled_before, true)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace switchroom::engine
