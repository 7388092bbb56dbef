// Each file below config/samples/scenarios is played and must come out as it expects. docs/routing.md and
// docs/scenarios.md lead to each.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "gateway/scenarios/scenario_document.hpp"
#include "router/scenario/player.hpp"
#include "router/scenario/sentence.hpp"

namespace switchroom::scenarios {
namespace {

namespace fs = std::filesystem;

const fs::path folder = "config/samples/scenarios";

std::vector<fs::path> all_scenarios() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".yaml") found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

Result<std::string> read_file(const std::string& path) { return text_of(path); }

scenario::Scenario scenario_of(const fs::path& file) {
  auto made = decode_scenario(text_of(file), file.string(), read_file);
  if (made) return std::move(*made);
  std::string errors;
  for (const Error& error : made.error()) errors += describe(error) + "\n";
  throw std::invalid_argument(errors);
}

/// What did not come out as expected, a line each.
std::string misses_of(const scenario::Played& played) {
  std::string text;
  for (const scenario::Line& line : played.lines)
    if (line.kind == scenario::LineKind::missed)
      text += "line " + std::to_string(line.line) + ": " + line.text + "; instead: " + line.instead + "\n";
  return text;
}

/// The links of a page to files below `prefix`, from the root of the project.
std::vector<std::string> links_of(const std::string& page, const std::string& prefix) {
  std::vector<std::string> links;
  const std::string text = text_of(page);
  const std::string opening = "(../" + prefix;
  for (std::size_t at = text.find(opening); at != std::string::npos; at = text.find(opening, at + 1))
    links.push_back(text.substr(at + 4, text.find(')', at) - at - 4));
  return links;
}

class Scenario : public testing::TestWithParam<fs::path> {};

TEST_P(Scenario, ComesOutAsExpected) {
  const scenario::Played played = scenario::play(scenario_of(GetParam()));
  EXPECT_EQ(misses_of(played), "");
  EXPECT_GT(played.met, 0U) << "a scenario that expects nothing";
}

/// An expectation that no router could miss shows nothing: what must be told is not told when it is turned round.
TEST_P(Scenario, IsMissedWhenAnExpectationIsTurnedRound) {
  scenario::Scenario turned = scenario_of(GetParam());
  std::size_t turned_round = 0;
  for (scenario::Step& step : turned.steps)
    for (scenario::Expectation& expectation : step.expectations) {
      if (expectation.kind == scenario::ExpectationKind::nothing || expectation.kind == scenario::ExpectationKind::now)
        continue;
      const bool was_told = expectation.kind == scenario::ExpectationKind::told;
      expectation.kind = was_told ? scenario::ExpectationKind::not_told : scenario::ExpectationKind::told;
      ++turned_round;
    }
  EXPECT_EQ(scenario::play(turned).missed, turned_round);
}

std::string told_by(const scenario::Played& played) {
  std::string text;
  for (const scenario::Line& line : played.lines)
    if (line.kind == scenario::LineKind::told) text += line.time + " " + line.text + "\n";
  return text;
}

TEST_P(Scenario, IsTheSameWithARestartAfterEveryStep) {
  const scenario::Scenario whole = scenario_of(GetParam());
  scenario::Scenario restarted = whole;
  for (scenario::Step& step : restarted.steps) step.deeds.push_back(scenario::deed_of("the router restarts").value());
  EXPECT_EQ(told_by(scenario::play(whole)), told_by(scenario::play(restarted)));
}

/// What happens may happen in any order: nobody gets lost in it, and no unit.
TEST_P(Scenario, BreaksNothingInAnyOrder) {
  scenario::Scenario mixed = scenario_of(GetParam());
  for (scenario::Step& step : mixed.steps) step.expectations.clear();
  std::mt19937_64 chance{7};
  for (int times = 0; times < 30; ++times) {
    std::vector<scenario::Deed*> deeds;
    for (scenario::Step& step : mixed.steps)
      for (scenario::Deed& deed : step.deeds) deeds.push_back(&deed);
    for (std::size_t i = deeds.size(); i > 1; --i) std::swap(*deeds[i - 1], *deeds[chance() % i]);
    EXPECT_EQ(misses_of(scenario::play(mixed)), "");
  }
}

INSTANTIATE_TEST_SUITE_P(All, Scenario, testing::ValuesIn(all_scenarios()),
                         [](const auto& info) { return info.param.stem().string(); });

TEST(Scenarios, AreEachLedToByAPage) {
  std::vector<std::string> links = links_of("docs/routing.md", folder.string());
  std::ranges::move(links_of("docs/scenarios.md", folder.string()), std::back_inserter(links));
  for (const fs::path& file : all_scenarios())
    EXPECT_GT(std::ranges::count(links, file.string()), 0) << "no page leads to " << file;
}

/// From `## Beyond the first choice` on each paragraph ends with what shows it, and so does each filter.
TEST(Scenarios, ShowEverySentenceOfTheRoutingPage) {
  const std::string page = text_of("docs/routing.md");
  std::istringstream filters{page.substr(page.find("| Filter |"))};
  for (std::string row; std::getline(filters, row) && row.starts_with('|');)
    EXPECT_TRUE(row.contains("⟶") || row.starts_with("| Filter") || row.starts_with("|---")) << row;
  const std::size_t from = page.find("### Strategies"), to = page.find("## How it is kept true");
  std::string last;
  std::istringstream lines{page.substr(from, to - from)};
  for (std::string line; std::getline(lines, line); last = line)
    if (line.empty() && !last.empty() && !last.starts_with("#")) EXPECT_TRUE(last.ends_with(")")) << last;
}

/// The page shows nothing that no scenario says.
TEST(Scenarios, AreCutOutForThePage) {
  const std::string page = text_of("docs/scenarios.md");
  std::string all;
  for (const fs::path& file : all_scenarios()) all += text_of(file);
  const std::string fence = "```yaml\n";
  std::size_t examples = 0;
  for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1), ++examples) {
    const std::size_t from = at + fence.size();
    const std::string example = page.substr(from, page.find("```", from) - from);
    EXPECT_NE(all.find(example), std::string::npos) << example;
  }
  EXPECT_GE(examples, 2U);
}

TEST(Scenarios, ExistForEachLinkOfThePages) {
  for (const std::string page : {"docs/routing.md", "docs/scenarios.md"})
    for (const std::string& link : links_of(page, folder.string()))
      EXPECT_TRUE(fs::exists(link)) << page << ": " << link;
}

}  // namespace
}  // namespace switchroom::scenarios
