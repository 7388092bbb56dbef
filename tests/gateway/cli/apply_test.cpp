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
