// docs/adding-a-channel.md shows example/pigeon.cpp, which is built here: the walk-through can't fall behind the code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "connectors/recorded_request.hpp"

namespace switchroom::connectors {

extern const Connector pigeon;

namespace {

std::string contents(const char* path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(AddingAChannel, shows_the_source_that_is_built) {
  const std::string source = contents("tests/connectors/example/pigeon.cpp");
  ASSERT_FALSE(source.empty());
  EXPECT_TRUE(contents("docs/adding-a-channel.md").contains("```cpp\n" + source + "```"))
      << "copy tests/connectors/example/pigeon.cpp into docs/adding-a-channel.md";
}

TEST(AddingAChannel, its_example_takes_what_it_composes_and_tells_what_is_wrong) {
  Recorded recorded;
  recorded.credentials.settings = {{"secret", {"coo"}}};
  recorded.request =
      pigeon.compose({.id = "L-1", .from = "+12025550111", .name = "", .text = "coo", .at_ms = 5000, .path = "/"},
                     recorded.credentials);
  EXPECT_EQ(
      inspect(pigeon, recorded),
      R"({"accept":true,"status":200,"response_body":"","messages":[{"provider_id":"L-1","kind":"text","from":"+12025550111",)"
      R"("to":"","account":"","conversation":"+12025550111","at_ms":5000,"text":"coo"}],"opens_ticket":true,"error":null})");
  recorded.request = pigeon.compose(
      {.id = "L-1", .from = "attic", .name = "", .text = "coo", .at_ms = 5000, .path = "/"}, recorded.credentials);
  EXPECT_THAT(inspect(pigeon, recorded),
              testing::HasSubstr("letters[0].from: found another text; expected a telephone number"));
}

}  // namespace
}  // namespace switchroom::connectors
