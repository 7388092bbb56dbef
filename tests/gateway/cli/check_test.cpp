#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "program_run.hpp"

namespace switchroom::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Check, TheSampleIsValid) {
  const ProgramRun run = switchroom({"check", "config/samples/workspace.yaml"});
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("is valid: workspace demo, 4 channels"));
}

TEST(Check, takes_the_sample_with_a_channel_of_each_kind) {
  const ProgramRun run = switchroom({"check", "config/samples/channels.yaml"});
  EXPECT_EQ(run.exit, 0) << run.err;
}

TEST(Check, SettingsOfAProcessAreKnownByTheirKeys) {
  const ProgramRun run = switchroom({"check", "config/samples/switchroom.yaml"});
  EXPECT_EQ(run.exit, 0) << run.err;
  const TemporaryFile wrong{"listen:\n  prot: 8080\n"};
  const ProgramRun refused = switchroom({"check", wrong.path()});
  EXPECT_EQ(refused.exit, 3);
  EXPECT_THAT(refused.err, HasSubstr(wrong.path() + ":2:3"));
  EXPECT_THAT(refused.err, HasSubstr("port"));
}

TEST(Check, EveryErrorIsToldWithItsPlaceAndTheExitCodeIs3) {
  const TemporaryFile file{
      replaced(text_of("config/samples/workspace.yaml"), "default_group: general", "default_group: generl")};
  const ProgramRun run = switchroom({"check", file.path()});
  EXPECT_EQ(run.exit, 3);
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(run.err, StartsWith("error: " + file.path() + ":"));
  EXPECT_THAT(run.err, HasSubstr("generl"));
  EXPECT_THAT(run.err, HasSubstr("general"));
}

TEST(Check, JsonHoldsTheSameForScripts) {
  const TemporaryFile file{"workspace: demo\nrulez: []\n"};
  const ProgramRun run = switchroom({"check", "--json", file.path()});
  EXPECT_EQ(run.exit, 3);
  const boost::json::value document = boost::json::parse(run.out);
  EXPECT_EQ(document.at("valid"), false);
  EXPECT_EQ(document.at("errors").at(0).at("fault"), "invalid_document");
  EXPECT_EQ(run.err, "");
}

TEST(Check, AFileThatIsNotThereIsAFailureOfItsOwn) {
  const ProgramRun run = switchroom({"check", "/nowhere/workspace.yaml"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_THAT(run.err, HasSubstr("/nowhere/workspace.yaml"));
}

TEST(Check, ADocumentMayComeFromStandardInput) {
  EXPECT_EQ(switchroom({"check", "-"}, {.in = text_of("config/samples/workspace.yaml")}).exit, 0);
}

}  // namespace
}  // namespace switchroom::cli
