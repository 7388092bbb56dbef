// The engine against the reference router, on random days. A counter-example shrinks and is printed as a story.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "tests/router/engine/lived_day.hpp"

namespace rc {

template <>
struct Arbitrary<switchroom::engine::Step> {
  // A day shrinks by its steps alone: smaller numbers make no simpler ones.
  static Gen<switchroom::engine::Step> arbitrary() {
    using switchroom::engine::Step;
    return gen::noShrink(gen::build<Step>(gen::set(&Step::kind, gen::inRange<std::uint32_t>(0, 32)),
                                          gen::set(&Step::seed, gen::inRange<std::uint32_t>(0, 1'000'000))));
  }
};

}  // namespace rc

namespace switchroom::engine {
namespace {

/// Lives through the days of `scale`; `length` 1 makes days of up to 100 steps.
bool days_are_alike(const char* name, const Scale& scale, double length) {
  return rc::check(name, [&] {
    LivedDay day(scale);
    day.live_through(*rc::gen::scale(length, rc::gen::arbitrary<std::vector<Step>>()));
    if (!day.broken().empty()) RC_FAIL(day.broken());
  });
}

TEST(EngineProperties, SmallTeamsAreRoutedAsTheReferenceRoutesThem) {
  EXPECT_TRUE(days_are_alike("small teams", Scale{}, 1.0));
}

TEST(EngineProperties, ScarceSkillsAreRoutedAsTheReferenceRoutesThem) {
  const Scale scarce{.agents = 8, .groups = 2, .skills = 6, .minima = 10, .limit_units = 2};
  EXPECT_TRUE(days_are_alike("scarce skills", scarce, 2.0));
}

TEST(EngineProperties, OneLargeGroupIsRoutedAsTheReferenceRoutesIt) {
  const Scale crowd{.agents = 300, .groups = 1, .skills = 4, .minima = 10, .limit_units = 2};
  EXPECT_TRUE(days_are_alike("a crowd", crowd, 0.2));
}

TEST(EngineProperties, DaysWithEveryFeatureAreRoutedAsTheReferenceRoutesThem) {
  const Scale everything{.agents = 5, .groups = 3, .skills = 3, .minima = 3, .limit_units = 3, .is_plain = false};
  EXPECT_TRUE(days_are_alike("every feature", everything, 1.5));
}

}  // namespace
}  // namespace switchroom::engine
