#include <gmock/gmock.h>

#include <algorithm>

#include "gateway/cli/version.hpp"
#include "program_run.hpp"

namespace switchroom::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> commands{"serve", "check",   "simulate",     "apply", "status", "why",   "what-if",
                                        "send",  "inspect", "dead-letters", "tail",  "token",  "config"};

TEST(Usage, HelpNamesEveryCommandAndTheExitCodes) {
  const ProgramRun help = switchroom({"--help"});
  EXPECT_EQ(help.exit, 0);
  for (const std::string& command : commands) EXPECT_THAT(help.out, HasSubstr("  " + command + " ")) << command;
  EXPECT_THAT(help.out, HasSubstr("Exit codes: 0 done, 1 failed, 2 wrong usage"));
}

TEST(Usage, EachCommandsHelpHasTwoExamplesOfItself) {
  for (const std::string& command : commands) {
    const ProgramRun help = switchroom({command, "--help"});
    EXPECT_EQ(help.exit, 0) << command;
    const std::string examples = help.out.substr(help.out.find("Examples:"));
    EXPECT_THAT(examples, HasSubstr("switchroom " + command)) << command;
    EXPECT_EQ(std::count(examples.begin(), examples.end(), '\n'), 3) << examples;
  }
}

TEST(Usage, TheVersionIsTheOneOfTheBuild) {
  EXPECT_EQ(switchroom({"--version"}).out, "switchroom " + std::string{version} + "\n");
  EXPECT_THAT(text_of("CMakeLists.txt"), HasSubstr("project(switchroom VERSION " + std::string{version} + " "));
}

TEST(Usage, WithoutACommandItSaysWhatIsMissing) {
  const ProgramRun run = switchroom({});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.err, HasSubstr("switchroom --help"));
  EXPECT_EQ(run.out, "");
}

TEST(Usage, AMistypedCommandIsAnsweredWithTheNearest) {
  const ProgramRun run = switchroom({"stauts"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.err, HasSubstr("did you mean 'status'?"));
}

TEST(Usage, AMistypedOptionIsAnsweredWithTheNearestOfItsCommand) {
  const ProgramRun run = switchroom({"status", "--custmer", "whatsapp:+49"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.err, HasSubstr("did you mean '--customer'?"));
  EXPECT_THAT(run.err, HasSubstr("switchroom status --help"));
  EXPECT_THAT(switchroom({"token", "create", "--rolle=admin"}).err, HasSubstr("did you mean '--role'?"));
}

TEST(Usage, WhatIsNearNothingGetsNoSuggestion) {
  const ProgramRun run = switchroom({"status", "--xyzzy"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.err, Not(HasSubstr("did you mean")));
}

TEST(Usage, AMissingArgumentIsNamed) {
  const ProgramRun run = switchroom({"check"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.err, HasSubstr("FILE"));
  EXPECT_THAT(switchroom({"token", "create"}).err, HasSubstr("See `switchroom token create --help`."));
}

TEST(Usage, ServeHandsItsFlagsToTheProgram) {
  EXPECT_EQ(switchroom({"serve", "--config", "good.yaml", "--set", "listen.port=8081"}).exit, 0);
  EXPECT_EQ(switchroom({"serve"}).exit, 3);
  const ProgramRun run = switchroom({"serve", "--set", "listen.port"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.err, HasSubstr("--set listen.port=8081"));
}

TEST(Usage, ConfigShowTellsEachValueWithItsSource) {
  const Around around{.variables = {{"SWITCHROOM_LISTEN__PORT", "8081"}}};
  const ProgramRun set = switchroom({"config", "show"}, around);
  EXPECT_EQ(set.exit, 0) << set.err;
  EXPECT_THAT(set.out, HasSubstr("listen.port"));
  EXPECT_THAT(set.out, HasSubstr("# SWITCHROOM_LISTEN__PORT"));
  EXPECT_THAT(set.out, Not(HasSubstr("# default")));
  EXPECT_THAT(switchroom({"config", "show", "--effective"}, around).out, HasSubstr("# default"));
  EXPECT_EQ(switchroom({"config", "show"}, {.variables = {{"SWITCHROOM_LISTEN__PORT", "many"}}}).exit, 3);
}

TEST(Usage, TheNextStepIsForPersonsOnly) {
  EXPECT_THAT(switchroom({"check", "config/samples/workspace.yaml"}, {.terminal = true}).err,
              HasSubstr("Next: switchroom apply config/samples/workspace.yaml"));
  EXPECT_EQ(switchroom({"check", "config/samples/workspace.yaml"}).err, "");
}

}  // namespace
}  // namespace switchroom::cli
