// docs/configuration.md and the samples say what the program does.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <sstream>

#include "config/documents/process_document.hpp"
#include "config/documents/workspace_document.hpp"
#include "words_of.hpp"

namespace switchroom::documents {
namespace {

using tests::content_of;

/// Keys and defaults of the tables of docs/configuration.md whose head begins with `| head |`.
std::map<std::string, std::string> documented(const std::string& head) {
  std::map<std::string, std::string> rows;
  std::istringstream page{content_of("docs/configuration.md")};
  const std::regex row{R"(\| `([^`]+)` \|[^|]*\|([^|]*)\|[^|]*\|)"};
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    inside = line.starts_with("| " + head + " |") || (inside && line.starts_with('|'));
    std::smatch cells;
    if (!inside || !std::regex_match(line, cells, row)) continue;
    const std::string initial = std::regex_replace(cells[2].str(), std::regex{"`|^ +| +$"}, "");
    EXPECT_TRUE(rows.emplace(cells[1], initial).second) << cells[1] << " twice";
  }
  return rows;
}

TEST(Documentation, lists_every_setting_of_a_process_with_its_default_and_no_other) {
  std::map<std::string, std::string> rows;
  for (const SettingRow& row : setting_rows()) rows.emplace(row.path, setting_text(row, {}));
  EXPECT_EQ(documented("setting"), rows);
}

TEST(Documentation, lists_every_key_of_a_workspace_with_its_default_and_no_other) {
  std::map<std::string, std::string> rows;
  for (const KeyRow& row : workspace_keys()) rows.emplace(row.path, row.initial);
  EXPECT_EQ(documented("key"), rows);
}

TEST(Documentation, the_sample_of_settings_shows_every_default) {
  const std::string sample = content_of("config/samples/switchroom.yaml");
  const std::string all = std::regex_replace(sample, std::regex{"\n#(?=[a-z_]+:|  [a-z])"}, "\n");
  const std::string path = testing::TempDir() + "all_settings.yaml";
  std::ofstream{path} << all;
  const auto loaded = load_process({.config_file = path});
  ASSERT_TRUE(loaded) << testing::PrintToString(tests::words_of(loaded.error()));
  const auto rows = setting_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(loaded->effective[i].value, setting_text(rows[i], {})) << rows[i].path;
    EXPECT_TRUE(loaded->effective[i].source.starts_with(path)) << rows[i].path << " is not in the sample";
  }
}

TEST(Documentation, the_sample_of_settings_as_it_is_changes_nothing) {
  EXPECT_EQ(tests::words_of(check_process(content_of("config/samples/switchroom.yaml"), "s.yaml")),
            std::vector<std::string>{});
}

}  // namespace
}  // namespace switchroom::documents
