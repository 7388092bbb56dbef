// Every fixtures/<kind>/<case>.in.json is a test: its outcome must be <case>.out.json, byte for byte. A new channel's
// tests are files only. SWITCHROOM_UPDATE_GOLDEN=1 (`./test --update-golden`) writes the outcomes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "connectors/recorded_request.hpp"
#include "connectors/registry.hpp"

namespace switchroom::connectors {
namespace {

namespace fs = std::filesystem;

const fs::path folder = "tests/connectors/fixtures";  // tests run in the source folder

std::string contents(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

class Fixture : public testing::Test {
 public:
  Fixture(std::string kind, fs::path request) : kind_(std::move(kind)), request_(std::move(request)) {}

  void TestBody() override {
    const Connector* connector = find_connector(kind_);
    ASSERT_NE(connector, nullptr) << "no connector of kind " << kind_;
    const Result<Recorded> recorded = parse_recorded(contents(request_));
    ASSERT_TRUE(recorded) << describe(recorded.error());
    const std::string outcome = inspect(*connector, *recorded) + '\n';
    fs::path golden = request_;
    golden.replace_extension().replace_extension(".out.json");
    if (std::getenv("SWITCHROOM_UPDATE_GOLDEN")) std::ofstream{golden, std::ios::binary} << outcome;
    EXPECT_EQ(outcome, contents(golden));
  }

 private:
  std::string kind_;
  fs::path request_;
};

bool register_fixtures() {
  for (const fs::directory_entry& file : fs::recursive_directory_iterator{folder}) {
    const std::string name = file.path().filename();
    if (!name.ends_with(".in.json")) continue;
    const std::string kind = file.path().parent_path().filename();
    const std::string test = name.substr(0, name.size() - std::string_view{".in.json"}.size());
    testing::RegisterTest(("fixtures_" + kind).c_str(), test.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [kind, path = file.path()]() -> testing::Test* { return new Fixture{kind, path}; });
  }
  return true;
}

[[maybe_unused]] const bool registered = register_fixtures();

TEST(Fixtures, exist_for_every_connector) {
  for (const Connector* connector : all_connectors())
    EXPECT_TRUE(fs::exists(folder / connector->kind)) << connector->kind << " has no folder of fixtures";
}

}  // namespace
}  // namespace switchroom::connectors
