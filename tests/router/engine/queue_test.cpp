#include "router/engine/queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/router/engine/chance.hpp"

namespace switchroom::engine {
namespace {

struct Plain {
  Lane lane;
  QueueKey key;
};

Waiting waiting_at(QueueKey key, std::uint32_t slot) { return {.key = key, .slot = slot, .ticket = slot, .number = 0}; }

/// The best of all by a look at each.
QueueKey best_of(const std::map<std::uint32_t, Plain>& waiting, std::uint32_t tier, const Bits& classes) {
  QueueKey best = after_all;
  for (const auto& [slot, one] : waiting)
    if (one.lane.tier == tier && classes.contains(one.lane.need_class)) best = std::min(best, one.key);
  return best;
}

TEST(Queue, FindsTheSameAsALookAtEachTicket) {
  constexpr std::uint32_t classes = 300, tiers = 3;
  Chance chance(1);
  Queue queue;
  Places places(2000);
  std::map<std::uint32_t, Plain> waiting;
  queue.resize(classes, tiers);
  for (std::uint32_t slot = 0; slot < 2000; ++slot) {
    const Plain one{{chance.below(classes), chance.below(tiers)}, {chance.below(500), TicketId{slot + 1}}};
    queue.push(one.lane, waiting_at(one.key, slot), places);
    waiting[slot] = one;
  }
  while (!waiting.empty()) {
    auto gone = std::next(waiting.begin(), chance.below(static_cast<std::uint32_t>(waiting.size())));
    queue.erase(gone->second.lane, gone->first, places);
    waiting.erase(gone);
    Bits mask(classes);
    for (std::uint32_t one = 0; one < classes; ++one) mask.put(one, chance.below(8) == 0);
    const std::uint32_t tier = chance.below(tiers);
    ASSERT_EQ(queue.best(tier, mask.words(), after_all).key, best_of(waiting, tier, mask));
    for (std::uint32_t one = 0; one < classes; ++one) mask.put(one, true);
    const Queue::Best best = queue.best(tier, after_all);
    ASSERT_EQ(best.key, best_of(waiting, tier, mask));
    if (best.key != after_all) ASSERT_EQ(queue.first(best.lane).key, best.key);
    ASSERT_EQ(queue.waiting(), waiting.size());
  }
}

TEST(Queue, GivesALaneInOrderThoughTicketsLeaveItsMiddle) {
  Chance chance(2);
  Queue queue;
  Places places(1000);
  queue.resize(1, 1);
  std::map<QueueKey, std::uint32_t> waiting;
  for (std::uint32_t slot = 0; slot < 1000; ++slot) {
    const QueueKey key{chance.below(400), TicketId{slot + 1}};
    queue.push({0, 0}, waiting_at(key, slot), places);
    waiting[key] = slot;
  }
  while (!waiting.empty()) {
    ASSERT_EQ(queue.first({0, 0}).key, waiting.begin()->first);
    const bool serve = chance.one_in(2);
    const auto gone =
        serve ? waiting.begin() : std::next(waiting.begin(), chance.below(static_cast<std::uint32_t>(waiting.size())));
    queue.erase({0, 0}, gone->second, places);
    waiting.erase(gone);
  }
  EXPECT_EQ(queue.first({0, 0}).key, after_all);
}

/// Five priorities, each in the order of arrival, and some that come back with their old age.
TEST(Queue, GivesALaneInOrderWhileTicketsComeAndGo) {
  Chance chance(3);
  Queue queue;
  Places places(20'000);
  queue.resize(1, 1);
  std::map<QueueKey, std::uint32_t> waiting;
  for (std::uint32_t slot = 0; slot < 20'000; ++slot) {
    const std::int64_t age = chance.one_in(10) ? chance.below(3000) : 100 * chance.below(5);
    const QueueKey key{std::int64_t{slot} - age, TicketId{slot + 1}};
    queue.push({0, 0}, waiting_at(key, slot), places);
    waiting[key] = slot;
    while (waiting.size() > 300 || (!waiting.empty() && chance.one_in(3))) {
      ASSERT_EQ(queue.first({0, 0}).slot, waiting.begin()->second);
      const auto place = chance.one_in(2) ? 0 : chance.below(static_cast<std::uint32_t>(waiting.size()));
      const auto gone = std::next(waiting.begin(), place);
      queue.erase({0, 0}, gone->second, places);
      waiting.erase(gone);
    }
  }
  std::vector<std::uint32_t> left;
  queue.for_each_in({0, 0}, [&](const Waiting& one) { left.push_back(one.slot); });
  EXPECT_EQ(left.size(), waiting.size());
}

TEST(Run, FindsItsTicketsWhenNumbersBeginAnew) {
  engine::Run run(engine::Run::numbers - 40);
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t slot = 0; slot < 80; ++slot) numbers.push_back(run.push({{slot, TicketId{slot + 1}}, slot, 0}));
  for (std::uint32_t slot = 1; slot < 80; slot += 2) run.erase(numbers[slot]);
  for (std::uint32_t slot = 0; slot < 80; slot += 2) {
    ASSERT_EQ(run.front().slot, slot);
    run.erase(numbers[slot]);
  }
  EXPECT_TRUE(run.is_empty());
}

TEST(Queue, FindsNothingThatDoesNotComeBeforeTheBound) {
  Queue queue;
  Places places(1);
  queue.resize(1, 1);
  const QueueKey key{5, TicketId{7}};
  queue.push({0, 0}, {key, 0, 0}, places);
  EXPECT_EQ(queue.best(0, key).key, after_all);
  EXPECT_EQ(queue.best(0, QueueKey{5, TicketId{8}}).key, key);
}

TEST(Queue, KeepsItsTicketsWhenItGrows) {
  Queue queue;
  Places places(1);
  queue.resize(1, 1);
  queue.push({0, 0}, {{5, TicketId{7}}, 0, 0}, places);
  queue.resize(1000, 5);
  EXPECT_EQ(queue.best(0, after_all).key, (QueueKey{5, TicketId{7}}));
  EXPECT_EQ(queue.best(4, after_all).key, after_all);
}

TEST(Queue, VisitsEachLaneInWhichTicketsWait) {
  Queue queue;
  Places places(3);
  queue.resize(200, 2);
  queue.push({130, 1}, {{1, TicketId{1}}, 0, 0}, places);
  queue.push({130, 1}, {{2, TicketId{2}}, 1, 0}, places);
  queue.push({3, 0}, {{3, TicketId{3}}, 2, 0}, places);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> lanes;
  queue.for_each_lane([&](Lane lane) { lanes.emplace_back(lane.need_class, lane.tier); });
  EXPECT_EQ(lanes, (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{3, 0}, {130, 1}}));
}

}  // namespace
}  // namespace switchroom::engine
