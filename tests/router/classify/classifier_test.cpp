#include "router/classify/classifier.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <random>

#include "router/classify/fold.hpp"
#include "router/classify/keyword_index.hpp"

namespace switchroom::workspace {

void PrintTo(const RuleMatch& match, std::ostream* out) {
  *out << match.rule.number << " \"" << match.keyword << "\" " << match.begin << "-" << match.end;
}

}  // namespace switchroom::workspace

namespace switchroom::classify {
namespace {

workspace::Rule rule(std::string id, std::vector<std::string> keywords, bool whole_word = false) {
  workspace::Rule made;
  made.id = std::move(id);
  if (!keywords.empty()) made.keywords = workspace::Keywords{std::move(keywords), whole_word, {}};
  return made;
}

class ClassifierTest : public testing::Test {
 protected:
  workspace::Classification classify(std::string_view text, std::string_view channel = "site",
                                     std::string_view kind = "webchat") {
    workspace::Numbering numbering;
    numbering.take(workspace);
    const Classifier classifier(workspace, numbering);
    return classifier.classify({text, channel, kind});
  }
  std::vector<std::uint32_t> matched(std::string_view text, std::string_view channel = "site",
                                     std::string_view kind = "webchat") {
    std::vector<std::uint32_t> rules;
    for (const workspace::RuleMatch& match : classify(text, channel, kind).matches) rules.push_back(match.rule.number);
    return rules;
  }

  workspace::Workspace workspace;
};

using Rules = std::vector<std::uint32_t>;

TEST_F(ClassifierTest, FindsNothingWithoutRules) { EXPECT_EQ(classify("refund"), workspace::Classification{}); }

TEST_F(ClassifierTest, KeepsTheOrderOfTheRulesWhateverTheOrderInTheText) {
  workspace.rules = {rule("a", {"one"}), rule("b", {}), rule("c", {"two"}), rule("d", {"three"})};
  EXPECT_EQ(matched("two one"), (Rules{1, 2, 3}));
}

TEST_F(ClassifierTest, AsksNoRuleAfterOneThatStops) {
  workspace.rules = {rule("a", {"one"}), rule("b", {}), rule("c", {"two"})};
  workspace.rules[0].stop = true;
  EXPECT_EQ(matched("two"), (Rules{2, 3}));
  EXPECT_EQ(matched("two one"), (Rules{1}));
}

TEST_F(ClassifierTest, LooksAtChannelAndKind) {
  workspace.rules = {rule("a", {"one"}), rule("b", {})};
  workspace.rules[0].channels = {"app", "site"};
  workspace.rules[1].channel_kinds = {"line"};
  EXPECT_EQ(matched("one"), (Rules{1}));
  EXPECT_EQ(matched("one", "shop", "line"), (Rules{2}));
  EXPECT_EQ(matched("two", "site", "line"), (Rules{2}));
}

TEST_F(ClassifierTest, ListsEachSkillOnceAndAscending) {
  workspace.skills = {"x", "y"};
  workspace.rules = {rule("a", {}), rule("b", {})};
  workspace.rules[0].require = {{"y", 2, {}}, {"x", 7, {}}};
  workspace.rules[1].require = {{"x", 3, {}}, {"y", 4, {}}};
  EXPECT_EQ(classify("").skills, (std::vector<workspace::SkillNeed>{{SkillId{1}, 7}, {SkillId{2}, 4}}));
}

TEST_F(ClassifierTest, FindsKeywordsThatSeveralRulesShare) {
  workspace.rules = {rule("a", {"one"}), rule("b", {"ONE"}), rule("c", {"one"}, true)};
  EXPECT_EQ(matched("One"), (Rules{1, 2, 3}));
  EXPECT_EQ(matched("someone"), (Rules{1, 2}));
}

TEST_F(ClassifierTest, NamesAWholeWordThoughThePlaceBeforeWasNone) {
  workspace.rules = {rule("a", {"vip"}, true)};
  const auto matches = classify("vipers, VIP").matches;
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0], (workspace::RuleMatch{RuleId{1}, "vip", 8, 11}));
}

TEST_F(ClassifierTest, NeverFindsAKeywordOfNothing) {
  workspace.rules = {rule("a", {"", "\u200B"})};
  EXPECT_TRUE(matched("\u200B anything").empty());
}

TEST_F(ClassifierTest, FindsAKeywordThatBeginsWithAZeroByte) {
  workspace.rules = {rule("a", {std::string("\0x", 2)})};
  EXPECT_EQ(matched(std::string("a\0x", 3)), (Rules{1}));
}

TEST_F(ClassifierTest, FindsNothingInBrokenBytesAndGoesOnBehindThem) {
  workspace.rules = {rule("a", {"é"}), rule("b", {"refund"})};
  EXPECT_EQ(matched("\xC3 \xA9\xC3"), Rules{});
  EXPECT_EQ(matched("\xFF\xC3 REFUND \x80"), (Rules{2}));
}

/// For each rule its first keyword, by folding and searching plainly. `whole_word` rules are not asked.
std::vector<workspace::RuleMatch> plainly_matched(const std::vector<workspace::Rule>& rules, const std::string& text) {
  std::vector<workspace::RuleMatch> matches;
  Fold fold;
  fold.assign(text);
  for (std::uint32_t number = 0; number < rules.size(); ++number) {
    std::size_t best = std::string_view::npos;
    workspace::RuleMatch match;
    for (const std::string& keyword : rules[number].keywords->any_of) {
      const std::string literal = folded(keyword);
      const std::size_t at = literal.empty() ? std::string_view::npos : fold.text().find(literal);
      if (at >= best) continue;
      best = at;
      const Span span =
          fold.original({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + literal.size())});
      match = {RuleId{number + 1}, keyword, span.begin, span.end};
    }
    if (best != std::string_view::npos) matches.push_back(match);
  }
  return matches;
}

std::string random_text(std::mt19937& chance, std::size_t letters) {
  static const std::vector<std::string> alphabet{"a",      "B",  "b",    "ß",    "SS", "é",  "E\u0301", "e\u0301",
                                                 "ﬁ",      "退", "款",   "費",   "ｶ",  "ﾞ",  "Ａ",      " ",
                                                 "\u00AD", "😀", "\xC3", "\x80", "İ",  "甚", "麼"};
  std::string text;
  for (std::size_t i = 0; i < letters; ++i) text += alphabet[chance() % alphabet.size()];
  return text;
}

TEST_F(ClassifierTest, FindsExactlyWhatAPlainSearchFinds) {
  std::mt19937 chance(5);
  std::size_t found = 0;
  for (int round = 0; round < 20; ++round) {
    workspace.rules.clear();
    for (int i = 0; i < 30; ++i) {
      std::vector<std::string> keywords;
      for (std::size_t count = 1 + chance() % 4; count > 0; --count)
        keywords.push_back(random_text(chance, 1 + chance() % 4));
      workspace.rules.push_back(rule("r" + std::to_string(i), std::move(keywords)));
    }
    workspace::Numbering numbering;
    numbering.take(workspace);
    const Classifier classifier(workspace, numbering);
    for (int i = 0; i < 50; ++i) {
      const std::string text = random_text(chance, chance() % 60);
      const auto expected = plainly_matched(workspace.rules, text);
      found += expected.size();
      ASSERT_EQ(classifier.classify({text, "site", "webchat"}).matches, expected) << testing::PrintToString(text);
    }
  }
  EXPECT_GT(found, 5'000U);
}

TEST_F(ClassifierTest, FindsItsWayThroughALongHostileText) {
  workspace.rules = {rule("a", {"refund"}, true), rule("b", {"é"}), rule("c", {"end"})};
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "refundé";
  EXPECT_EQ(matched(text + " end"), (Rules{2, 3}));
}

}  // namespace
}  // namespace switchroom::classify
