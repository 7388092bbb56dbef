// docs/configuration.md and the samples say what the program does.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "channel_kinds.hpp"
#include "config/documents/process_document.hpp"
#include "config/documents/workspace_document.hpp"
#include "words_of.hpp"

namespace switchroom::documents {
namespace {

using tests::content_of;

std::vector<std::string> lines_of(const std::string& path) {
  std::istringstream page{content_of(path)};
  std::vector<std::string> lines;
  for (std::string line; std::getline(page, line);) lines.push_back(line);
  return lines;
}

/// The cells of a table's row without blanks and backquotes around them.
std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  std::istringstream rest{row.substr(1)};
  for (std::string cell; std::getline(rest, cell, '|');) {
    const std::size_t begin = cell.find_first_not_of(" `");
    const std::size_t end = cell.find_last_not_of(" `") + 1;
    cells.push_back(begin == cell.npos ? "" : cell.substr(begin, end - begin));
  }
  return cells;
}

/// Keys and defaults of the table of docs/configuration.md whose first column is called `head`.
std::map<std::string, std::string> documented(const std::string& head) {
  std::map<std::string, std::string> rows;
  bool inside = false;
  for (const std::string& line : lines_of("docs/configuration.md")) {
    inside = line.starts_with("| " + head + " |") || (inside && line.starts_with('|'));
    if (!inside || !line.starts_with("| `")) continue;
    const std::vector<std::string> cells = cells_of(line);
    EXPECT_EQ(cells.size(), 4U) << line;
    if (cells.size() > 2) EXPECT_TRUE(rows.emplace(cells[0], cells[2]).second) << cells[0] << " twice";
  }
  return rows;
}

/// The sample with every setting taken out of its comment: `#listen:` and `#  port: 8080`, but not `# Where …`.
std::string uncommented(const std::string& path) {
  const auto is_letter = [](char letter) { return letter >= 'a' && letter <= 'z'; };
  std::string text;
  for (const std::string& line : lines_of(path)) {
    const std::size_t first = line.starts_with("#  ") ? 3 : 1;
    const bool is_setting = line.starts_with('#') && line.size() > first && is_letter(line[first]);
    text += (is_setting ? line.substr(1) : line) + '\n';
  }
  return text;
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
  const std::string path = testing::TempDir() + "all_settings.yaml";
  std::ofstream{path} << uncommented("config/samples/switchroom.yaml");
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

/// The first block of YAML in a page.
std::string first_example(const std::string& path) {
  const std::string page = content_of(path);
  const std::size_t begin = page.find("```yaml\n") + 8;
  return page.substr(begin, page.find("```", begin) - begin);
}

void expect_no_word(const std::string& text, const std::string& name) {
  const CheckedWorkspace checked = check_workspace(text, name, tests::channel_kinds());
  EXPECT_EQ(tests::words_of(checked.errors), std::vector<std::string>{});
  EXPECT_EQ(tests::words_of(checked.warnings), std::vector<std::string>{});
}

TEST(Documentation, the_sample_workspaces_are_accepted_without_a_warning) {
  for (const char* name : {"workspace", "team-of-five", "roles", "skills-and-waiting", "departments", "clocks"}) {
    const std::string path = "config/samples/" + std::string{name} + ".yaml";
    ASSERT_NE(content_of(path), "") << path;
    expect_no_word(content_of(path), path);
  }
}

TEST(Documentation, the_workspace_of_three_people_in_the_page_is_accepted_without_a_warning) {
  expect_no_word(first_example("docs/configuration.md"), "docs/configuration.md");
}

}  // namespace
}  // namespace switchroom::documents
