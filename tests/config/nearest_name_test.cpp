#include "config/workspace/nearest_name.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace switchroom::workspace {
namespace {

constexpr std::array<std::string_view, 4> skills{"refund", "payments", "english", "en"};

TEST(NearestName, forgives_a_missing_a_wrong_a_further_and_two_swapped_letters) {
  for (const char* wrong : {"refnd", "refumd", "reffund", "erfund", "refund"})
    EXPECT_EQ(nearest_name(wrong, skills), "refund") << wrong;
}

TEST(NearestName, two_swapped_letters_are_one_mistake) { EXPECT_EQ(nearest_name("ne", skills), "en"); }

TEST(NearestName, is_silent_when_nothing_is_near) {
  for (const char* wrong : {"", "shipping", "xy", "rexxxd"}) EXPECT_EQ(nearest_name(wrong, skills), "") << wrong;
  EXPECT_EQ(nearest_name(std::string(65, 'a'), skills), "");
  EXPECT_EQ(nearest_name("refund", {}), "");
}

TEST(NearestName, of_two_that_are_as_near_the_first_counts) {
  constexpr std::array<std::string_view, 3> names{"bat", "cat", "hat"};
  EXPECT_EQ(nearest_name("rat", names), "bat");
  EXPECT_EQ(nearest_name("cat", names), "cat");
}

TEST(NearestName, looks_at_a_bounded_number_of_names) {
  std::vector<std::string_view> names(10'000, "zzz");
  names.push_back("refund");
  EXPECT_EQ(nearest_name("refund", names), "");
}

}  // namespace
}  // namespace switchroom::workspace
