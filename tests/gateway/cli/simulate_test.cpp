#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "program_run.hpp"

namespace switchroom::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string sample = "config/samples/scenarios/requirements/after_300s_another_suitable_agent.yaml";
const std::string expected = "t1 goes to bob; waited 5m; step 2";

TEST(Simulate, TellsWhatHappensAsThePageShowsIt) {
  const ProgramRun run = switchroom({"simulate", sample});
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("  as expected: 4 of 4\n"));
  EXPECT_THAT(text_of("docs/scenarios.md"), HasSubstr(run.out));
}

TEST(Simulate, AnExpectationThatIsNotMetIsShownWithItsLineAndTheExitCodeIs3) {
  std::string text = replaced(text_of(sample), expected, "t1 goes to ann");
  const TemporaryFile file{replaced(text, "../../skills-and-waiting.yaml", "config/samples/skills-and-waiting.yaml")};
  const ProgramRun run = switchroom({"simulate", "-"}, {.in = text_of(file.path())});
  EXPECT_EQ(run.exit, 3) << run.err;
  EXPECT_THAT(run.out, HasSubstr("! line 17: expected \"t1 goes to ann\""));
  EXPECT_THAT(run.out, HasSubstr("instead: t1 goes to bob (0 of 3); waited 5m"));
  EXPECT_THAT(run.out, HasSubstr("NOT as expected: 1 of 4"));
}

TEST(Simulate, JsonIsALineForEachThingAndOneForTheResult) {
  const ProgramRun run = switchroom({"simulate", "--json", sample});
  EXPECT_EQ(run.exit, 0);
  const std::string last = run.out.substr(run.out.rfind('\n', run.out.size() - 2) + 1);
  const boost::json::value result = boost::json::parse(last);
  EXPECT_EQ(result.at("kind"), "result");
  EXPECT_EQ(result.at("as_expected"), true);
  EXPECT_EQ(result.at("met"), 4);
  const boost::json::value first = boost::json::parse(run.out.substr(0, run.out.find('\n')));
  EXPECT_EQ(first.at("kind"), "done");
  EXPECT_EQ(first.at("text"), "bob is online");
  EXPECT_EQ(first.at("time"), "2026-01-05T09:00:00.000Z");
}

TEST(Simulate, AScenarioThatIsWrongIsToldWithItsPlaceAndTheExitCodeIs1) {
  const TemporaryFile file{"scenario: wrong\nsteps: []\n"};
  const ProgramRun run = switchroom({"simulate", file.path(), sample});
  EXPECT_EQ(run.exit, 1);
  EXPECT_THAT(run.err, StartsWith("error: " + file.path() + ":1:1: "));
  EXPECT_THAT(run.out, HasSubstr("as expected: 4 of 4"));
}

TEST(Simulate, SeveralFilesAreSummedUpAndQuietTellsOnlyWhatIsMissed) {
  const ProgramRun run = switchroom({"simulate", "--quiet", sample, sample});
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.out, "2 of 2 scenarios as expected\n");
  const TemporaryFile file{replaced(replaced(text_of(sample), expected, "t1 goes to ann"),
                                    "../../skills-and-waiting.yaml", "config/samples/skills-and-waiting.yaml")};
  const ProgramRun missed = switchroom({"simulate", "-q", "-"}, {.in = text_of(file.path())});
  EXPECT_EQ(missed.exit, 3);
  EXPECT_THAT(missed.out, Not(HasSubstr("bob is online")));
  EXPECT_THAT(missed.out, HasSubstr("expected \"t1 goes to ann\""));
}

TEST(Simulate, AFileThatIsNotThereIsToldAndTheExitCodeIs1) {
  const ProgramRun run = switchroom({"simulate", "/nowhere.yaml"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_THAT(run.err, HasSubstr("/nowhere.yaml"));
  EXPECT_EQ(switchroom({"simulate"}).exit, 2);
}

}  // namespace
}  // namespace switchroom::cli
