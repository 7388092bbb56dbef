#include "router/engine/fairness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace switchroom::engine {
namespace {

constexpr GroupId support{1};
constexpr AgentId ann{1}, bob{2}, cem{3}, dan{4};
constexpr Units one{1000};
const Instant now = instant_of_ms(100 * Fairness::window_ms + 5);

TEST(Fairness, IsWholeWhenAllGotTheSameAndAShareOfItWhenOneGotAll) {
  Fairness fairness;
  for (const AgentId agent : {ann, bob, cem, dan}) fairness.count(support, agent, one, 0, now);
  EXPECT_EQ(fairness.of(support, {ann, bob, cem, dan}, now).jain_milli, 1000u);
  EXPECT_EQ(fairness.of(support, {ann, bob, cem, dan}, now).largest_gap, Units{});
  Fairness unfair;
  for (int i = 0; i < 4; ++i) unfair.count(support, ann, one, 0, now);
  EXPECT_EQ(unfair.of(support, {ann, bob, cem, dan}, now).jain_milli, 250u);
  EXPECT_EQ(unfair.of(support, {ann, bob, cem, dan}, now).largest_gap, Units{4000});
}

TEST(Fairness, BeginsAnewWithTheHour) {
  Fairness fairness;
  fairness.count(support, ann, one, 10, now);
  const Instant next = now + Milliseconds{Fairness::window_ms};
  EXPECT_EQ(fairness.of(support, {ann, bob}, next).assignments, 0u);
  fairness.count(support, bob, one, 20, next);
  const GroupFairness figures = fairness.of(support, {ann, bob}, next);
  EXPECT_EQ(figures.assignments, 1u);
  EXPECT_EQ(figures.wait_max_ms, 20);
}

TEST(Fairness, RoundsWaitsUpByAnEighthAtMost) {
  for (const std::int64_t wait : {0, 1, 7, 8, 9, 100, 1'000, 59'999, 86'400'000}) {
    Fairness fairness;
    for (int i = 0; i < 3; ++i) fairness.count(support, ann, one, wait, now);
    fairness.count(support, ann, one, 10 * wait + 10, now);
    const std::int64_t median = fairness.of(support, {ann}, now).wait_p50_ms;
    EXPECT_GE(median, wait);
    EXPECT_LE(median, wait + wait / 8 + 1);
  }
}

TEST(Fairness, NamesTheSlowestOfTwenty) {
  Fairness fairness;
  for (int i = 1; i <= 100; ++i) fairness.count(support, ann, one, i * 1000, now);
  const GroupFairness figures = fairness.of(support, {ann}, now);
  EXPECT_GE(figures.wait_p95_ms, 95'000);
  EXPECT_LE(figures.wait_p95_ms, 100'000);
  EXPECT_EQ(figures.wait_max_ms, 100'000);
}

}  // namespace
}  // namespace switchroom::engine
