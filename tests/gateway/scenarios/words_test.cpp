#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "gateway/scenarios/scenario_document.hpp"
#include "router/scenario/expecting.hpp"
#include "router/scenario/sentence.hpp"

namespace switchroom::scenario {
namespace {

std::string page() {
  std::ostringstream text;
  text << std::ifstream("docs/scenarios.md").rdbuf();
  return text.str();
}

TEST(Sentences, say_what_is_done_with_names) {
  const auto moved = deed_of("sue transfers t12 to bob by force");
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->verb, Verb::transfer);
  EXPECT_EQ(moved->who, "sue");
  EXPECT_EQ(moved->ticket, TicketId{12});
  EXPECT_EQ(moved->agent, "bob");
  EXPECT_TRUE(moved->force);
  const auto written = deed_of("chan writes \"two words\" with image,file on chat");
  ASSERT_TRUE(written);
  EXPECT_EQ(written->text, "two words");
  EXPECT_THAT(written->attachments, testing::ElementsAre("image", "file"));
  EXPECT_EQ(deed_of("somebody closes t1")->who, "");
}

TEST(Sentences, do_not_take_words_that_can_not_stand_there) {
  for (const char* wrong : {"", "ann closes ticket", "ann closes t0", "ann is asleep", "ann snoozes t1 for ever",
                            "sue makes t1 need refunds 11", "ann closes t1 t2"})
    EXPECT_FALSE(deed_of(wrong)) << wrong;
}

TEST(Sentences, and_keys_are_all_on_the_page) {
  for (const Sentence& one : sentences()) EXPECT_THAT(page(), testing::HasSubstr("`" + std::string{one.form} + "`"));
  for (const documents::KeyRow& row : scenarios::scenario_keys())
    EXPECT_THAT(page(), testing::HasSubstr("`" + std::string{row.path} + "`"));
}

TEST(Expectations, end_with_a_word_and_take_parts_in_any_place) {
  const std::string told = "t1 goes to ann (0 of 3), before bob (1 of 3); waited 5m; 2 could take it, 11 NO_SKILL";
  for (const char* right : {"t1 goes to ann", "t1 goes to ann; waited 5m", "t1 goes to ann; 11 NO_SKILL; before bob"})
    EXPECT_TRUE(says(told, right)) << right;
  for (const char* wrong :
       {"t1 goes to an", "t1 goes to bob", "t1 goes to ann; 1 NO_SKILL", "t1 goes to ann; waited 5"})
    EXPECT_FALSE(says(told, wrong)) << wrong;
}

}  // namespace
}  // namespace switchroom::scenario
