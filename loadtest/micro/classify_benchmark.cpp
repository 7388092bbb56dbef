// The time to classify one message of 200 characters against 5,000 keywords in 1,000 rules (20,000 in 4,000), with
// three matches; and the same by a plain search for each keyword in the folded text (`faster_than_find` is the ratio,
// of CPU time in the same run).

#include <benchmark/benchmark.h>

#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "router/classify/classifier.hpp"
#include "router/classify/fold.hpp"

namespace switchroom::classify {
namespace {

constexpr int keywords_per_rule = 5;

/// Words of letters by chance, as an alphabet of UTF-8 characters gives them.
class Words {
 public:
  Words(std::vector<std::string> alphabet, int letters) : alphabet_(std::move(alphabet)), letters_(letters) {}
  std::string next() {
    std::string word;
    for (int i = 0; i < letters_; ++i) word += alphabet_[chance_() % alphabet_.size()];
    return word;
  }

 private:
  std::vector<std::string> alphabet_;
  int letters_;
  std::minstd_rand chance_{1};
};

std::vector<std::string> latin() {
  std::vector<std::string> letters;
  for (char letter = 'a'; letter <= 'z'; ++letter) letters.emplace_back(1, letter);
  return letters;
}

std::vector<std::string> chinese() {
  std::vector<std::string> characters;
  for (unsigned character = 0x4E00; character < 0x5E00; character += 5)
    characters.push_back({static_cast<char>(0xE0 | character >> 12), static_cast<char>(0x80 | (character >> 6 & 0x3F)),
                          static_cast<char>(0x80 | (character & 0x3F))});
  return characters;
}

workspace::Workspace workspace_of(Words words, bool whole_word, int rules) {
  workspace::Workspace made;
  made.skills = {"refund"};
  for (int i = 0; i < rules; ++i) {
    workspace::Rule rule;
    rule.id = "r" + std::to_string(i);
    rule.keywords.emplace();
    rule.keywords->whole_word = whole_word;
    for (int j = 0; j < keywords_per_rule; ++j) rule.keywords->any_of.push_back(words.next());
    rule.require.push_back({"refund", 1 + i % 10, {}});
    made.rules.push_back(std::move(rule));
  }
  return made;
}

/// A message of 200 characters that names three keywords.
std::string message_of(const workspace::Workspace& workspace, std::string_view filler) {
  std::string text;
  for (const std::size_t part : {1UL, 50UL, 99UL}) {
    const std::size_t rule = workspace.rules.size() * part / 100;
    for (int i = 0; i < 10; ++i) text += filler;
    text += " " + workspace.rules[rule].keywords->any_of[2] + " ";
  }
  return text;
}

double seconds_of_cpu() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double seconds_per_plain_search(const workspace::Workspace& workspace, const std::string& text) {
  std::vector<std::string> literals;
  for (const workspace::Rule& rule : workspace.rules)
    for (const std::string& keyword : rule.keywords->any_of) literals.push_back(folded(keyword));
  Fold fold;
  constexpr int times = 20;
  const double begin = seconds_of_cpu();
  for (int i = 0; i < times; ++i) {
    fold.assign(text);
    for (const std::string& literal : literals) benchmark::DoNotOptimize(fold.text().find(literal));
  }
  return (seconds_of_cpu() - begin) / times;
}

void classify(benchmark::State& state, const Words& words, bool whole_word, std::string_view filler, int rules = 1000) {
  const workspace::Workspace workspace = workspace_of(words, whole_word, rules);
  workspace::Numbering numbering;
  numbering.take(workspace);
  const Classifier classifier(workspace, numbering);
  const std::string text = message_of(workspace, filler);
  const double begin = seconds_of_cpu();
  for (auto _ : state) benchmark::DoNotOptimize(classifier.classify({text, "site", "webchat"}));
  const double each = (seconds_of_cpu() - begin) / static_cast<double>(state.iterations());
  state.counters["bytes"] = static_cast<double>(text.size());
  state.counters["matches"] = static_cast<double>(classifier.classify({text, "site", "webchat"}).matches.size());
  state.counters["faster_than_find"] = seconds_per_plain_search(workspace, text) / each;
}

/// Cost against the number of rules, five keywords each: for the charts of docs/performance.md.
void by_rules(benchmark::State& state) {
  classify(state, Words(latin(), 7), false, "Hello ", static_cast<int>(state.range(0)));
}
BENCHMARK(by_rules)->RangeMultiplier(10)->Range(100, 10'000);

/// Rules are compiled, once for each configuration.
void compile(benchmark::State& state) {
  const workspace::Workspace workspace = workspace_of(Words(latin(), 7), false, static_cast<int>(state.range(0)));
  workspace::Numbering numbering;
  numbering.take(workspace);
  for (auto _ : state) benchmark::DoNotOptimize(Classifier(workspace, numbering));
}
BENCHMARK(compile)->Arg(5000)->Unit(benchmark::kMillisecond);

BENCHMARK_CAPTURE(classify, english, Words(latin(), 7), false, "Hello ");
BENCHMARK_CAPTURE(classify, english_whole_words, Words(latin(), 7), true, "Hello ");
BENCHMARK_CAPTURE(classify, german, Words(latin(), 7), false, "Grüße ");
BENCHMARK_CAPTURE(classify, chinese, Words(chinese(), 3), false, "我要申請的");
BENCHMARK_CAPTURE(classify, chinese_20000_keywords, Words(chinese(), 3), false, "我要申請的", 4000);
BENCHMARK_CAPTURE(classify, english_20000_keywords, Words(latin(), 7), false, "Hello ", 4000);

}  // namespace
}  // namespace switchroom::classify
