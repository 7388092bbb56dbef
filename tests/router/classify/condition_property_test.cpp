// Rules with random trees of conditions against a plain evaluation of each tree.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "router/classify/classifier.hpp"

namespace switchroom::classify {
namespace {

using workspace::Condition;
using workspace::ConditionKind;

constexpr std::array<const char*, 5> words{"ab", "bc", "ca", "abc", "d"};

/// A leaf or, while `depth` lasts, a node with up to three parts.
Condition random_tree(std::mt19937& chance, int depth) {
  constexpr std::array leaves{ConditionKind::keywords,       ConditionKind::regex,       ConditionKind::channel,
                              ConditionKind::customer_level, ConditionKind::text_length, ConditionKind::first_contact};
  Condition made;
  if (depth > 0 && chance() % 3 != 0) {
    made.kind = static_cast<ConditionKind>(chance() % 3);  // all, any, none
    for (std::size_t count = chance() % 4; count > 0; --count) made.parts.push_back(random_tree(chance, depth - 1));
    return made;
  }
  made.kind = leaves.at(chance() % leaves.size());
  made.words = {words.at(chance() % words.size())};
  if (made.kind == ConditionKind::keywords && chance() % 2 == 0)
    made.words.emplace_back(words.at(chance() % words.size()));
  made.yes = chance() % 2 == 0;
  made.least = static_cast<std::int64_t>(chance() % 6);
  made.most = made.least + 3;
  return made;
}

bool plainly_holds(const Condition& condition, const Facts& facts) {
  const auto part_holds = [&](const Condition& part) { return plainly_holds(part, facts); };
  const auto in_text = [&](const std::string& word) { return facts.text.contains(word); };
  switch (condition.kind) {
    case ConditionKind::all:
      return std::ranges::all_of(condition.parts, part_holds);
    case ConditionKind::any:
      return std::ranges::any_of(condition.parts, part_holds);
    case ConditionKind::none:
      return std::ranges::none_of(condition.parts, part_holds);
    case ConditionKind::keywords:
    case ConditionKind::regex:
      return std::ranges::any_of(condition.words, in_text);
    case ConditionKind::channel:
      return facts.channel == condition.words[0];
    case ConditionKind::customer_level:
      return facts.customer_level == condition.words[0];
    case ConditionKind::first_contact:
      return facts.first_contact == condition.yes;
    default:
      return std::cmp_greater_equal(facts.text.size(), condition.least) &&
             std::cmp_less_equal(facts.text.size(), condition.most);
  }
}

/// The rules that match, by a plain look at each in turn.
std::vector<std::uint32_t> plainly_matched(const std::vector<workspace::Rule>& rules, const Facts& facts) {
  std::vector<std::uint32_t> matched;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const bool by_keywords = !rules[i].keywords || facts.text.contains(rules[i].keywords->any_of[0]);
    if (facts.later_message && !rules[i].on_every_message) continue;
    if (!by_keywords || (rules[i].when && !plainly_holds(*rules[i].when, facts))) continue;
    matched.push_back(i + 1);
    if (rules[i].stop) break;
  }
  return matched;
}

workspace::Workspace random_workspace(std::mt19937& chance) {
  workspace::Workspace made;
  for (int i = 0; i < 20; ++i) {
    workspace::Rule& rule = made.rules.emplace_back();
    rule.id = "r" + std::to_string(i);
    rule.when = random_tree(chance, 4);
    if (chance() % 4 == 0) rule.keywords = workspace::Keywords{{words.at(chance() % words.size())}, false, {}};
    rule.on_every_message = chance() % 2 == 0;
    rule.stop = chance() % 20 == 0;
  }
  return made;
}

std::string random_text(std::mt19937& chance) {
  std::string text;
  for (std::size_t length = chance() % 9; length > 0; --length) text += static_cast<char>('a' + chance() % 5);
  return text;
}

TEST(ConditionProperty, trees_hold_exactly_when_a_plain_look_says_so) {
  std::mt19937 chance(11);
  std::size_t matches = 0;
  for (int round = 0; round < 60; ++round) {
    const workspace::Workspace workspace = random_workspace(chance);
    workspace::Numbering numbering;
    numbering.take(workspace);
    const Classifier classifier{workspace, numbering};
    for (int i = 0; i < 60; ++i) {
      const std::string text = random_text(chance);
      Facts facts{.text = text, .channel = words.at(chance() % words.size()), .channel_kind = "kind"};
      facts.customer_level = words.at(chance() % words.size());
      facts.first_contact = chance() % 2 == 0;
      facts.later_message = chance() % 4 == 0;
      std::vector<std::uint32_t> found;
      for (const workspace::RuleMatch& match : classifier.classify(facts).matches) found.push_back(match.rule.number);
      ASSERT_EQ(found, plainly_matched(workspace.rules, facts)) << "round " << round << ", text " << text;
      matches += found.size();
    }
  }
  EXPECT_GT(matches, 10'000U);
}

TEST(ConditionProperty, what_is_named_stands_at_its_place_in_the_text) {
  std::mt19937 chance(12);
  for (int round = 0; round < 30; ++round) {
    const workspace::Workspace workspace = random_workspace(chance);
    workspace::Numbering numbering;
    numbering.take(workspace);
    const Classifier classifier{workspace, numbering};
    for (int i = 0; i < 60; ++i) {
      const std::string text = random_text(chance);
      for (const workspace::RuleMatch& match :
           classifier.classify({.text = text, .channel = "ab", .channel_kind = "k"}).matches)
        ASSERT_EQ(text.substr(match.begin, match.end - match.begin), match.keyword) << text;
    }
  }
}

}  // namespace
}  // namespace switchroom::classify
