// Each *.story beside this file: blocks of what happens, a line of dashes, and what came of it. `./test
// --update-golden` writes the outcomes anew; commit only differences that you can explain. A `#` line explains.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/router/stories/scene.hpp"

namespace switchroom::stories {
namespace {

namespace fs = std::filesystem;

const fs::path folder = "tests/router/stories";

std::vector<fs::path> all_stories() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".story") found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

std::vector<std::string> lines_of(const fs::path& story) {
  std::ifstream file(story);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// The story with the outcomes that the engine gives now.
std::string played(const std::vector<std::string>& lines) {
  Scene scene;
  std::string text;
  std::vector<std::string> block;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i] != "----") {
      text += lines[i] + "\n";
      if (!lines[i].empty() && !lines[i].starts_with("#")) block.push_back(lines[i]);
      continue;
    }
    text += "----\n" + scene.play(block);
    block.clear();
    while (i + 1 < lines.size() && !lines[i + 1].empty()) ++i;  // the old outcome
  }
  if (!block.empty()) throw std::invalid_argument("a block without an outcome: " + block.front());
  return text;
}

class Story : public testing::TestWithParam<fs::path> {};

TEST_P(Story, ComesOutAsWritten) {
  const std::vector<std::string> lines = lines_of(GetParam());
  const std::string outcome = played(lines);
  if (std::getenv("SWITCHROOM_UPDATE_GOLDEN")) std::ofstream(GetParam()) << outcome;
  EXPECT_EQ(joined(lines_of(GetParam())), outcome);
}

INSTANTIATE_TEST_SUITE_P(Router, Story, testing::ValuesIn(all_stories()),
                         [](const auto& info) { return info.param.stem().string(); });

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(Stories, AreEachToldByASentenceOfTheRoutingPage) {
  const std::string page = text_of("docs/routing.md");
  for (const fs::path& story : all_stories())
    EXPECT_TRUE(page.contains("(../" + story.string() + ")")) << "docs/routing.md has no sentence for " << story;
}

TEST(Stories, ExistForEachLinkOfTheRoutingPage) {
  const std::string page = text_of("docs/routing.md");
  const std::string prefix = "(../tests/router/stories/";
  for (std::size_t at = page.find(prefix); at != std::string::npos; at = page.find(prefix, at + 1)) {
    const std::string file = page.substr(at + 4, page.find(')', at) - at - 4);
    EXPECT_TRUE(fs::exists(file)) << file;
  }
}

}  // namespace
}  // namespace switchroom::stories
