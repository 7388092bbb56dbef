#include "router/classify/fold.hpp"

#include <gtest/gtest.h>

namespace switchroom::classify {
namespace {

TEST(Fold, MakesCaseWidthAndCompatibilityFormsOne) {
  EXPECT_EQ(folded("REFUND"), "refund");
  EXPECT_EQ(folded("ＶＩＰ１"), "vip1");
  EXPECT_EQ(folded("ｶﾞｲﾄﾞ"), "ガイド");
  EXPECT_EQ(folded("Straße"), "strasse");
  EXPECT_EQ(folded("ﬁx"), "fix");
  EXPECT_EQ(folded("ΣΊΣΥΦΟΣ"), folded("σίσυφος"));
}

TEST(Fold, ComposesWhatWasWrittenInParts) { EXPECT_EQ(folded("cafe\u0301"), "caf\u00E9"); }

TEST(Fold, DropsWhatIsInvisible) { EXPECT_EQ(folded("re\u00ADfu\u200Bnd"), "refund"); }

TEST(Fold, WritesTraditionalCharactersAsSimplifiedOnes) {
  EXPECT_EQ(folded("退費"), "退费");
  EXPECT_EQ(folded("繁體中文"), folded("繁体中文"));
  EXPECT_EQ(folded("甚麼"), folded("什么"));
  EXPECT_EQ(folded("計畫"), folded("计划"));
  EXPECT_EQ(folded("項鍊"), folded("项链"));
}

TEST(Fold, LeavesBrokenSequencesAsTheyAre) {
  EXPECT_EQ(folded("\xFF"
                   "A\xC3"),
            "\xFF"
            "a\xC3");
  EXPECT_EQ(folded("\xE9\xAB"), "\xE9\xAB");
}

/// The original bytes of a folded part.
std::string origin(std::string_view text, std::string_view part) {
  Fold fold;
  fold.assign(text);
  const std::size_t at = fold.text().find(part);
  if (at == std::string_view::npos) return "not found";
  const Span span = fold.original({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + part.size())});
  return std::string{text.substr(span.begin, span.end - span.begin)};
}

TEST(Fold, KnowsWhereItsBytesComeFrom) {
  EXPECT_EQ(origin("I want a REFUND now", "refund"), "REFUND");
  EXPECT_EQ(origin("我要退費！ＶＩＰ", "退费"), "退費");
  EXPECT_EQ(origin("我要退費！ＶＩＰ", "vip"), "ＶＩＰ");
  EXPECT_EQ(origin("ein Cafe\u0301 am See", "caf\u00E9"), "Cafe\u0301");
  EXPECT_EQ(origin("die große Straße", "strasse"), "Straße");
}

TEST(Fold, GivesBackTheWholeOfWhatFoldedAsOne) {
  EXPECT_EQ(origin("a ﬁx", "i"), "ﬁ");
  EXPECT_EQ(origin("re\u00ADfund", "fund"), "fund");
}

TEST(Fold, AnswersInAnyOrder) {
  Fold fold;
  fold.assign("ßaßbßc");
  EXPECT_EQ(fold.original({8, 9}), (Span{8, 9}));
  EXPECT_EQ(fold.original({0, 2}), (Span{0, 2}));
  EXPECT_EQ(fold.original({2, 6}), (Span{2, 6}));
  EXPECT_EQ(fold.original({0, 9}), (Span{0, 9}));
}

}  // namespace
}  // namespace switchroom::classify
