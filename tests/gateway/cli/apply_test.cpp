#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "program_run.hpp"
#include "served_desk.hpp"

namespace switchroom::cli {
namespace {

using testing::HasSubstr;

const std::string sample = "config/samples/workspace.yaml";

Around with_token(const ServedDesk& served, const std::string& token) {
  return {.variables = {{"SWITCHROOM_URL", served.url()}, {"SWITCHROOM_TOKEN", token}}};
}

TEST(Apply, TheFirstDocumentIsPutInForce) {
  ServedDesk served;
  const ProgramRun run = switchroom({"apply", sample}, with_token(served, served.desk.admin));
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("ann"));
  EXPECT_THAT(run.err, HasSubstr("applied as version \"5\""));
  EXPECT_EQ(served.desk.backend.in_force, text_of(sample));
}

TEST(Apply, ItSaysWhatChangesInWords) {
  ServedDesk served;
  served.desk.backend.in_force = text_of(sample);
  const TemporaryFile changed{replaced(text_of(sample), "limit: 3", "limit: 5")};
  const ProgramRun run = switchroom({"apply", changed.path()}, with_token(served, served.desk.admin));
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("limit 3 → 5"));
}

TEST(Apply, WhatIsInForceAlreadyIsNotAppliedAgain) {
  ServedDesk served;
  served.desk.backend.in_force = text_of(sample);
  const ProgramRun run = switchroom({"apply", sample}, with_token(served, served.desk.admin));
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_EQ(run.out, "nothing changes\n");
  EXPECT_TRUE(served.desk.backend.actions.empty());
}

/// The sample is in force as version 4; whoever reads it is overtaken by a version 5 before he applies.
struct OvertakenDesk : ServedDesk {
  OvertakenDesk() {
    desk.backend.in_force = text_of(sample);
    desk.backend.versions = {{4, text_of(sample)}, {5, text_of(sample)}};
    desk.backend.overtaken_by = 5;
  }
};

TEST(Apply, WhatChangedSinceItWasComparedIsCode5AndSaysByWhom) {
  OvertakenDesk served;
  const TemporaryFile changed{replaced(text_of(sample), "limit: 3", "limit: 5")};
  const ProgramRun run = switchroom({"apply", changed.path()}, with_token(served, served.desk.admin));
  EXPECT_EQ(run.exit, 5);
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(run.err, HasSubstr("It changed meanwhile"));
  EXPECT_THAT(run.err, HasSubstr("in force since 2023-11-14T22:13:20.000Z by \"the administrator\""));
  EXPECT_EQ(served.desk.backend.in_force, text_of(sample));
}

TEST(Apply, AScriptIsToldTheProblemThatStoodInItsWay) {
  OvertakenDesk served;
  const TemporaryFile changed{replaced(text_of(sample), "limit: 3", "limit: 5")};
  const ProgramRun run = switchroom({"apply", "--json", changed.path()}, with_token(served, served.desk.admin));
  EXPECT_EQ(run.exit, 5);
  const boost::json::value told = boost::json::parse(run.out);
  EXPECT_EQ(told.at("applied"), false);
  EXPECT_EQ(told.at("from"), 4);
  EXPECT_EQ(told.at("problem").at("current").at("version"), 5);
}

TEST(Apply, AVersionThatIsExpectedMustBeInForce) {
  ServedDesk served;
  served.desk.backend.in_force = text_of(sample);
  const TemporaryFile changed{replaced(text_of(sample), "limit: 3", "limit: 5")};
  const Around around = with_token(served, served.desk.admin);
  for (const std::string& file : {sample, changed.path()}) {
    const ProgramRun other = switchroom({"apply", "--expect-version", "3", file}, around);
    EXPECT_EQ(other.exit, 5);
    EXPECT_THAT(other.err, HasSubstr("found version 4; expected version 3"));
  }
  EXPECT_EQ(switchroom({"apply", "--dry-run", "--expect-version", "0", changed.path()}, around).exit, 5);
  const ProgramRun json = switchroom({"apply", "--json", "--expect-version", "3", changed.path()}, around);
  EXPECT_EQ(boost::json::parse(json.out).at("problem").at("type"), "/docs/errors#stale_version");
  EXPECT_TRUE(served.desk.backend.actions.empty());
  EXPECT_EQ(switchroom({"apply", "--expect-version", "4", changed.path()}, around).exit, 0);
  EXPECT_EQ(switchroom({"apply", "--expect-version", "x", changed.path()}, around).exit, 2);
}

TEST(Apply, TheFirstOneExpectsThatThereIsNone) {
  ServedDesk served;
  EXPECT_EQ(switchroom({"apply", "--expect-version", "0", sample}, with_token(served, served.desk.admin)).exit, 0);
  EXPECT_EQ(served.desk.backend.actions.at(0).version, 0u);
}

TEST(Apply, ADryRunChangesNothing) {
  ServedDesk served;
  const ProgramRun run = switchroom({"apply", "--dry-run", "--json", sample}, with_token(served, served.desk.admin));
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_EQ(boost::json::parse(run.out).at("applied"), false);
  EXPECT_TRUE(served.desk.backend.actions.empty());
}

TEST(Apply, AWrongDocumentIsRefusedHereWithCode3) {
  ServedDesk served;
  const TemporaryFile wrong{replaced(text_of(sample), "default_group: general", "default_group: generl")};
  const ProgramRun run = switchroom({"apply", wrong.path()}, with_token(served, served.desk.admin));
  EXPECT_EQ(run.exit, 3);
  EXPECT_THAT(run.err, HasSubstr(wrong.path() + ":"));
  EXPECT_TRUE(served.desk.backend.actions.empty());
}

TEST(Apply, ADocumentOfAnotherWorkspaceIsRefusedByTheServerWithCode3) {
  ServedDesk served;
  const TemporaryFile other{replaced(text_of(sample), "workspace: demo", "workspace: other")};
  const ProgramRun run = switchroom({"apply", other.path()}, with_token(served, served.desk.admin));
  EXPECT_EQ(run.exit, 3);
  EXPECT_THAT(run.err, HasSubstr("demo, the workspace of the token"));
}

TEST(Apply, ATokenThatMayNotIsCode4) {
  ServedDesk served;
  EXPECT_EQ(switchroom({"apply", sample}, with_token(served, served.desk.supervisor)).exit, 4);
  EXPECT_EQ(switchroom({"apply", sample}, with_token(served, "sw_unknown")).exit, 4);
  const ProgramRun none = switchroom({"apply", sample, "--url", served.url()});
  EXPECT_EQ(none.exit, 4);
  EXPECT_THAT(none.err, HasSubstr("SWITCHROOM_TOKEN_FILE"));
}

TEST(Apply, ATokenMayStandInAFile) {
  ServedDesk served;
  const TemporaryFile file{served.desk.admin + "\n"};
  EXPECT_EQ(switchroom({"apply", sample, "--token-file", file.path(), "--url", served.url() + "/"}).exit, 0);
  EXPECT_EQ(switchroom({"apply", sample},
                       {.variables = {{"SWITCHROOM_URL", served.url()}, {"SWITCHROOM_TOKEN_FILE", file.path()}}})
                .exit,
            0);
}

TEST(Apply, AServerThatIsNotThereIsCode6) {
  const ProgramRun run = switchroom({"apply", sample, "--url", "http://127.0.0.1:1"});
  EXPECT_EQ(run.exit, 6);
  EXPECT_THAT(run.err, HasSubstr("http://127.0.0.1:1 can't be reached"));
  EXPECT_EQ(switchroom({"apply", sample, "--url", "not a url"}).exit, 6);
}

TEST(Apply, RedisAwayIsCode6) {
  ServedDesk served;
  served.desk.backend.trouble = Error{Fault::storage_unavailable, "redis", "", ""};
  EXPECT_EQ(switchroom({"apply", sample}, with_token(served, served.desk.admin)).exit, 6);
}

TEST(Apply, AnOwnerThatIsAwayIsSaid) {
  ServedDesk served;
  served.desk.backend.owner_is_slow = true;
  const ProgramRun run = switchroom({"apply", sample}, with_token(served, served.desk.admin));
  EXPECT_EQ(run.exit, 0);
  EXPECT_THAT(run.err, HasSubstr("/v1/actions/"));
}

}  // namespace
}  // namespace switchroom::cli
