// A connector is whole with fixtures, a corpus for its fuzz target, a page and a place in the sample of all channels.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "connectors/registry.hpp"

namespace switchroom::connectors {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// How many files in `folder` end with `ending`; 0 also if there is no such folder.
std::ptrdiff_t count(const fs::path& folder, std::string_view ending) {
  if (!fs::exists(folder)) return 0;
  return std::ranges::count_if(fs::directory_iterator{folder}, [ending](const fs::directory_entry& file) {
    return file.path().filename().string().ends_with(ending);
  });
}

class EachConnector : public testing::TestWithParam<const Connector*> {
 public:
  const Connector& connector = *GetParam();
};

TEST_P(EachConnector, has_fifteen_fixtures_each_with_its_outcome) {
  const fs::path folder = fs::path{"tests/connectors/fixtures"} / connector.kind;
  EXPECT_GE(count(folder, ".in.json"), 15);
  EXPECT_EQ(count(folder, ".in.json"), count(folder, ".out.json"));
}

TEST_P(EachConnector, has_seeds_for_its_fuzz_target) {
  EXPECT_GE(count(fs::path{"tests/fuzz/connectors/corpus"} / connector.kind, ""), 3);
}

TEST_P(EachConnector, has_a_page_that_explains_each_setting) {
  const std::string page = contents("docs/channels/" + std::string{connector.kind} + ".md");
  ASSERT_FALSE(page.empty()) << "write docs/channels/" << connector.kind << ".md";
  for (const SettingRule& rule : connector.settings)
    EXPECT_TRUE(page.contains('`' + std::string{rule.name} + '`')) << rule.name;
}

/// That the sample is right is shown by tests/gateway/cli, which checks all samples.
TEST_P(EachConnector, stands_in_the_sample_of_all_channels) {
  EXPECT_TRUE(contents("config/samples/channels.yaml").contains("    kind: " + std::string{connector.kind} + '\n'));
}

INSTANTIATE_TEST_SUITE_P(AllConnectors, EachConnector,
                         testing::ValuesIn(all_connectors().begin(), all_connectors().end()), [](const auto& info) {
                           std::string name{info.param->kind};
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace switchroom::connectors
