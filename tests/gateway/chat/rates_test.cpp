#include "gateway/chat/rates.hpp"

#include <gtest/gtest.h>

namespace switchroom::chat {
namespace {

using namespace std::chrono_literals;

TEST(Rates, let_half_a_minutes_worth_through_at_once_and_the_rest_in_time) {
  Rates rates;
  const Rates::Time begin{1h};
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(rates.allows("a", 10, begin));
  EXPECT_FALSE(rates.allows("a", 10, begin));
  EXPECT_FALSE(rates.allows("a", 10, begin + 5900ms));
  EXPECT_TRUE(rates.allows("a", 10, begin + 6100ms));
  EXPECT_FALSE(rates.allows("a", 10, begin + 6200ms));
  EXPECT_TRUE(rates.allows("b", 10, begin)) << "another visitor";
}

TEST(Rates, let_one_through_where_less_are_allowed) {
  Rates rates;
  EXPECT_TRUE(rates.allows("a", 1, Rates::Time{1h}));
  EXPECT_FALSE(rates.allows("a", 1, Rates::Time{1h}));
}

TEST(Rates, save_no_more_than_half_a_minutes_worth) {
  Rates rates;
  rates.allows("a", 10, Rates::Time{1h});
  int allowed = 0;
  while (rates.allows("a", 10, Rates::Time{9h})) ++allowed;
  EXPECT_EQ(allowed, 5);
}

TEST(Rates, forget_the_quiet_when_there_are_too_many_and_else_let_new_ones_wait) {
  Rates rates;
  const Rates::Time begin{1h};
  for (int i = 0; i < 50'000; ++i) ASSERT_TRUE(rates.allows(std::to_string(i), 10, begin));
  EXPECT_FALSE(rates.allows("new", 10, begin + 1s));
  EXPECT_TRUE(rates.allows("7", 10, begin + 1s)) << "an old one";
  EXPECT_TRUE(rates.allows("new", 10, begin + 61s));
}

}  // namespace
}  // namespace switchroom::chat
