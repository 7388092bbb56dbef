#include "router/classify/pattern_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace switchroom::classify {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::uint32_t> found(const PatternSet& set, std::string_view text) {
  std::vector<std::uint32_t> numbers{99};
  set.find_all(text, numbers);
  return numbers;
}

/// Patterns that find `0`, `1` … as words between letters.
std::vector<std::string> many_patterns() {
  std::vector<std::string> patterns;
  for (int i = 0; i < 200; ++i) patterns.push_back("(?i)x[a-z]{0,9}" + std::to_string(i) + "[a-z]{1,9}y");
  return patterns;
}

TEST(PatternSet, finds_every_pattern_that_matches_somewhere_in_the_order_of_their_numbers) {
  const PatternSet set{many_patterns()};
  EXPECT_THAT(found(set, "xab7cdy XZ123qy"), ElementsAre(7, 123));
  EXPECT_THAT(found(set, "nothing"), IsEmpty());
}

TEST(PatternSet, patterns_that_are_too_large_together_are_searched_one_by_one) {
  const PatternSet set{many_patterns(), 1'000};
  EXPECT_THAT(found(set, "xab7cdy XZ123qy"), ElementsAre(7, 123));
  EXPECT_THAT(found(set, "nothing"), IsEmpty());
}

TEST(PatternSet, tells_where_the_first_match_stands) {
  const PatternSet set{std::vector<std::string>{"b+", "z*"}};
  EXPECT_EQ(set.place(0, "abbba bb"), (Span{1, 4}));
  EXPECT_EQ(set.place(1, "abbba bb"), (Span{0, 0}));
}

TEST(PatternSet, takes_the_empty_text_and_broken_bytes) {
  const PatternSet set{std::vector<std::string>{"^$", "b"}};
  EXPECT_THAT(found(set, {}), ElementsAre(0));
  EXPECT_THAT(found(set,
                    "\xff\xfe"
                    "b"),
              ElementsAre(1));
}

TEST(PatternSet, nothing_is_found_without_patterns) { EXPECT_THAT(found(PatternSet{{}}, "x"), IsEmpty()); }

TEST(PatternSet, refuses_what_does_not_compile) {
  EXPECT_THROW(PatternSet{std::vector<std::string>{"("}}, std::invalid_argument);
  EXPECT_THROW(PatternSet{std::vector<std::string>{"(?=x)"}}, std::invalid_argument);
}

}  // namespace
}  // namespace switchroom::classify
