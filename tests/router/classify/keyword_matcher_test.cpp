#include "router/classify/keyword_matcher.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <set>
#include <thread>

namespace switchroom::classify {
namespace {

std::vector<Occurrence> plainly_found(const std::vector<std::string>& literals, std::string_view text) {
  std::vector<Occurrence> found;
  for (std::uint32_t literal = 0; literal < literals.size(); ++literal)
    for (std::size_t at = text.find(literals[literal]); at != std::string_view::npos;
         at = text.find(literals[literal], at + 1))
      found.push_back({literal, static_cast<std::uint32_t>(at + literals[literal].size())});
  std::ranges::sort(found);
  return found;
}

std::vector<Occurrence> found(const KeywordMatcher& matcher, std::string_view text) {
  std::vector<Occurrence> all;
  matcher.find_all(text, all);
  std::ranges::sort(all);
  return all;
}

/// Texts of few different letters, so that much overlaps; among them characters that share bytes, and broken bytes.
std::string random_text(std::mt19937& chance, std::size_t letters) {
  static const std::vector<std::string> alphabet{
      "a", "b", "ab", " ", "é", "è", "退", "款", "退款", "😀", "\xE9", "\x80", std::string(1, '\0')};
  std::string text;
  for (std::size_t i = 0; i < letters; ++i) text += alphabet[chance() % alphabet.size()];
  return text;
}

std::vector<std::string> random_literals(std::mt19937& chance, std::size_t count) {
  std::set<std::string> literals;
  for (std::size_t i = 0; i < count; ++i) literals.insert(random_text(chance, 1 + chance() % 12));
  std::erase_if(literals, [](const std::string& literal) { return literal[0] == '\0'; });
  std::vector<std::string> list(literals.begin(), literals.end());
  std::ranges::shuffle(list, chance);
  return list;
}

TEST(KeywordMatcher, FindsExactlyWhatAPlainSearchFinds) {
  std::mt19937 chance(1);
  std::size_t occurrences = 0;
  for (const std::size_t count : {1uz, 2uz, 10uz, 100uz, 1000uz, 5000uz}) {
    const std::vector<std::string> literals = random_literals(chance, count);
    const KeywordMatcher matcher(literals);
    for (int i = 0; i < 40; ++i) {
      const std::string text = random_text(chance, chance() % 200);
      const std::vector<Occurrence> expected = plainly_found(literals, text);
      occurrences += expected.size();
      ASSERT_EQ(found(matcher, text), expected) << count << " literals, text " << testing::PrintToString(text);
    }
  }
  EXPECT_GT(occurrences, 10'000U);
}

/// All words of 1 to `longest` letters of `alphabet`.
std::vector<std::string> all_words(const std::string& alphabet, std::size_t longest) {
  std::vector<std::string> words{""};
  for (std::size_t begin = 0, length = 0; length < longest; ++length) {
    const std::size_t end = words.size();
    for (; begin < end; ++begin)
      for (const char letter : alphabet) words.push_back(words[begin] + letter);
  }
  words.erase(words.begin());
  return words;
}

TEST(KeywordMatcher, FindsEveryPairOfShortWordsInEveryShortText) {
  const std::vector<std::string> literals = all_words("ab", 3);
  const std::vector<std::string> texts = all_words("abc", 6);
  for (std::size_t i = 0; i < literals.size(); ++i) {
    for (std::size_t j = i + 1; j < literals.size(); ++j) {
      const std::vector<std::string> pair{literals[i], literals[j]};
      const KeywordMatcher matcher(pair);
      for (const std::string& text : texts)
        ASSERT_EQ(found(matcher, text), plainly_found(pair, text)) << pair[0] << ' ' << pair[1] << " in " << text;
    }
  }
}

TEST(KeywordMatcher, FindsAllShortWordsTogetherInEveryShortText) {
  const std::vector<std::string> literals = all_words("ab", 4);
  const KeywordMatcher matcher(literals);
  for (const std::string& text : all_words("abc", 7))
    ASSERT_EQ(found(matcher, text), plainly_found(literals, text)) << text;
}

TEST(KeywordMatcher, FindsNothingInNothingAndWithNothing) {
  const KeywordMatcher none(std::vector<std::string>{});
  EXPECT_TRUE(found(none, "text").empty());
  const KeywordMatcher one(std::vector<std::string>{"text"});
  EXPECT_TRUE(found(one, "").empty());
}

TEST(KeywordMatcher, TakesLiteralsThatLookLikeExpressions) {
  const KeywordMatcher matcher(std::vector<std::string>{".*", "a+", "[b]", "\\d", "$"});
  EXPECT_EQ(found(matcher, "a b .* a+"), (std::vector<Occurrence>{{0, 6}, {1, 9}}));
}

TEST(KeywordMatcher, AnswersManyThreadsAndSeveralMatchersAtOnce) {
  const KeywordMatcher few(std::vector<std::string>{"refund"});
  std::mt19937 chance(3);
  const std::vector<std::string> literals = random_literals(chance, 2000);
  const KeywordMatcher many(literals);
  const std::string text = random_text(chance, 100) + "refund";
  const std::vector<Occurrence> expected = plainly_found(literals, text);
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        wrong += found(many, text) == expected ? 0 : 1;
        wrong += found(few, text).size() == 1 ? 0 : 1;
      }
    });
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace switchroom::classify
