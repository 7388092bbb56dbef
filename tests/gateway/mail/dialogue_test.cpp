// Every dialogues/*.dialogue is a test: the server says and does what stands there, line by line.
#include "dialogue.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace switchroom::smtp {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

class Dialogue : public testing::Test {
 public:
  explicit Dialogue(fs::path path) : path_(std::move(path)) {}

  void TestBody() override {
    const std::string written = contents(path_);
    const std::string outcome = played(written);
    if (std::getenv("SWITCHROOM_UPDATE_GOLDEN")) std::ofstream{path_, std::ios::binary} << outcome;
    EXPECT_EQ(outcome, contents(path_));
  }

 private:
  fs::path path_;
};

bool register_dialogues() {
  for (const fs::directory_entry& file : fs::directory_iterator{"tests/gateway/mail/dialogues"})
    testing::RegisterTest("Dialogue", file.path().stem().c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [path = file.path()]() -> testing::Test* { return new Dialogue{path}; });
  return true;
}

[[maybe_unused]] const bool registered = register_dialogues();

}  // namespace
}  // namespace switchroom::smtp
