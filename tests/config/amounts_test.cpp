#include "config/workspace/amounts.hpp"

#include <gtest/gtest.h>

namespace switchroom::workspace {
namespace {

TEST(Amounts, units_are_decimals_with_three_places) {
  EXPECT_EQ(units_of_text("3")->milli, 3'000);
  EXPECT_EQ(units_of_text("2.5")->milli, 2'500);
  EXPECT_EQ(units_of_text("0.001")->milli, 1);
  EXPECT_EQ(units_of_text("0.05")->milli, 50);
  EXPECT_EQ(units_of_text("1000000")->milli, 1'000'000'000);
}

TEST(Amounts, anything_else_is_no_number_of_units) {
  for (const char* bad : {"", ".", "1.", ".5", "-1", "+1", "1e3", "0.0001", "1000000.1", "1000001",
                          "99999999999999999999", "1 ", "1.-1", "1.+1", "1.2.3", "0x10", "۳"})
    EXPECT_FALSE(units_of_text(bad)) << bad;
}

TEST(Amounts, units_are_written_as_they_are_read) {
  for (const char* text : {"0", "3", "2.5", "0.001", "10", "100.05"}) EXPECT_EQ(units_text(*units_of_text(text)), text);
  EXPECT_EQ(units_text(Units{-1'500}), "-1.5");
}

TEST(Amounts, a_duration_has_a_unit) {
  EXPECT_EQ(duration_of_text("250ms"), 250);
  EXPECT_EQ(duration_of_text("90s"), 90'000);
  EXPECT_EQ(duration_of_text("10m"), 600'000);
  EXPECT_EQ(duration_of_text("4h"), 14'400'000);
  EXPECT_EQ(duration_of_text("365d"), 31'536'000'000);
  EXPECT_EQ(duration_of_text("0"), 0);
  for (const char* bad : {"", "10", "m", "-1s", "1 s", "1.5h", "366d", "99999999999999999999s", "1w", "1S"})
    EXPECT_FALSE(duration_of_text(bad)) << bad;
}

TEST(Amounts, a_duration_is_written_in_its_largest_whole_unit) {
  EXPECT_EQ(duration_text(5'400'000), "90m");
  EXPECT_EQ(duration_text(86'400'000), "1d");
  EXPECT_EQ(duration_text(1'500), "1500ms");
  EXPECT_EQ(duration_text(0), "0s");
}

}  // namespace
}  // namespace switchroom::workspace
