#include "router/classify/word_boundary.hpp"

#include <gtest/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>
#include <string>

namespace switchroom::classify {
namespace {

/// All boundaries by ICU alone.
std::string boundaries_by_icu(icu::BreakIterator& words, const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, decltype(&utext_close)> bytes{
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), &utext_close};
  words.setText(bytes.get(), status);
  std::string marks(text.size() + 1, '.');
  for (std::int32_t at = words.first(); at != icu::BreakIterator::DONE; at = words.next())
    marks[static_cast<std::size_t>(at)] = '|';
  return marks;
}

std::string boundaries(const std::string& text) {
  WordBoundaries words;
  words.assign(text);
  std::string marks;
  for (std::uint32_t at = 0; at <= text.size(); ++at) marks += words.contains(at) ? '|' : '.';
  return marks;
}

TEST(WordBoundary, IsWhereUax29SaysForEachThreeCharactersOfAscii) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> words{
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status)};
  const std::string characters = "aZ09_.,:;'\" \t\r\n-+!?#$%&*()/\\<>[]{}|~^`=\x01\x7F";
  for (const char a : characters)
    for (const char b : characters)
      for (const char c : characters) {
        const std::string text{a, b, c};
        ASSERT_EQ(boundaries(text), boundaries_by_icu(*words, text)) << testing::PrintToString(text);
      }
}

TEST(WordBoundary, IsAroundAnAtSign) {
  EXPECT_EQ(boundaries("a@b"), "||||");
  EXPECT_EQ(boundaries("é@é"), "|.||.|");
  EXPECT_EQ(boundaries("a@\u0301b"), "||..||");
}

TEST(WordBoundary, IsWhereUax29SaysInOtherScripts) {
  EXPECT_EQ(boundaries("是vip客"), "|..|..|..|");
  EXPECT_EQ(boundaries("cafés"), "|.....|");
  EXPECT_EQ(boundaries("x\u0301y"), "|...|");
  EXPECT_EQ(boundaries("ä b"), "|.|||");
}

TEST(WordBoundary, IsAtBothEndsOfEveryText) {
  EXPECT_EQ(boundaries(""), "|");
  EXPECT_EQ(boundaries("ab"), "|.|");
}

TEST(WordBoundary, IsFoundBehindBrokenBytes) { EXPECT_EQ(boundaries("\xC3\xFF vip").substr(2), "||..|"); }

TEST(WordBoundary, ForgetsTheTextBefore) {
  WordBoundaries words;
  words.assign("ééé");
  EXPECT_FALSE(words.contains(2));
  words.assign("é é");
  EXPECT_TRUE(words.contains(2));
}

TEST(Scripts, KnowWhetherWordsStandBetweenSpaces) {
  EXPECT_TRUE(begins_with_spaced_script("refund"));
  EXPECT_TRUE(begins_with_spaced_script("возврат"));
  EXPECT_TRUE(begins_with_spaced_script("환불"));
  EXPECT_FALSE(begins_with_spaced_script("退款"));
  EXPECT_FALSE(begins_with_spaced_script("คืนเงิน"));
  EXPECT_FALSE(begins_with_spaced_script("ひらがな"));
  EXPECT_FALSE(ends_with_spaced_script("vip客户"));
  EXPECT_TRUE(begins_with_spaced_script("vip客户"));
}

}  // namespace
}  // namespace switchroom::classify
