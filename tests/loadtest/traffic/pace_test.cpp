#include "loadtest/traffic/pace.hpp"

#include <gtest/gtest.h>

namespace switchroom::traffic {
namespace {

using namespace std::chrono_literals;

const Pace pace{.start = Moment{10s}, .per_second = 1000};

TEST(Pace, has_nothing_due_before_its_start) { EXPECT_EQ(pace.due(Moment{10s} - 1ns), 0U); }

TEST(Pace, begins_at_its_start_and_keeps_its_distance) {
  EXPECT_EQ(pace.due(Moment{10s}), 1U);
  EXPECT_EQ(pace.due(Moment{10s} + 999us), 1U);
  EXPECT_EQ(pace.due(Moment{10s} + 1ms + 1us), 2U);
  EXPECT_EQ(pace.due(Moment{12s}), 2001U);
}

TEST(Pace, knows_when_each_request_was_due_however_late_it_is_sent) {
  EXPECT_EQ(pace.moment_of(0), Moment{10s});
  EXPECT_EQ(pace.moment_of(2500), Moment{12s} + 500ms);
}

}  // namespace
}  // namespace switchroom::traffic
