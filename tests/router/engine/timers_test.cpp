#include "router/engine/timers.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

namespace switchroom::engine {
namespace {

Due due_at(std::int64_t ms, std::uint64_t number = 0) { return {instant_of_ms(ms), Clock::offer, number}; }

TEST(Timers, TellTheEarliestAndWhoseItIs) {
  Timers timers;
  EXPECT_EQ(timers.first(), never);
  timers.set(7, due_at(30));
  timers.set(3, due_at(10));
  EXPECT_EQ(timers.owner(), 3u);
  timers.set(3, due_at(50));
  EXPECT_EQ(timers.owner(), 7u) << "the other was moved behind it";
  timers.set(7, never);
  timers.set(3, never);
  EXPECT_EQ(timers.first(), never);
}

TEST(Timers, OfOneInstantTheClockThenTheNumberDecides) {
  Timers timers;
  timers.set(1, {instant_of_ms(10), Clock::idle, 1});
  timers.set(2, {instant_of_ms(10), Clock::offer, 9});
  timers.set(3, {instant_of_ms(10), Clock::offer, 4});
  EXPECT_EQ(timers.owner(), 3u);
}

RC_GTEST_PROP(TimersProperties, AreTheSameAsAMapThatIsScanned, ()) {
  Timers timers;
  std::map<std::uint32_t, Due> plain;
  const auto steps = *rc::gen::container<std::vector<std::pair<std::uint8_t, std::uint8_t>>>(
      rc::gen::pair(rc::gen::inRange<std::uint8_t>(0, 12), rc::gen::inRange<std::uint8_t>(0, 20)));
  for (const auto& [owner, ms] : steps) {
    const Due due = ms == 0 ? never : due_at(ms, owner);  // 0: cleared
    timers.set(owner, due);
    plain[owner] = due;
    const auto first = std::ranges::min_element(plain, {}, [](const auto& one) { return one.second; });
    RC_ASSERT(timers.first() == first->second);
    if (first->second != never) RC_ASSERT(timers.owner() == first->first);
  }
}

}  // namespace
}  // namespace switchroom::engine
