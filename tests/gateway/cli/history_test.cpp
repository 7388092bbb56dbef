#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "program_run.hpp"
#include "served_desk.hpp"

namespace switchroom::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A server with two versions of the sample, the second in force.
struct History : testing::Test {
  History() {
    served.desk.backend.in_force = text_of("config/samples/workspace.yaml");
    served.desk.backend.versions = {{3, limited("7")}, {4, served.desk.backend.in_force}};
  }
  std::string limited(const std::string& limit) const {
    return replaced(text_of("config/samples/workspace.yaml"), "limit: 3", "limit: " + limit);
  }
  ProgramRun run(std::vector<std::string> words, std::string token = {}) {
    if (token.empty()) token = served.desk.admin;
    return switchroom(std::move(words), {.variables = {{"SWITCHROOM_URL", served.url()}, {"SWITCHROOM_TOKEN", token}}});
  }
  ServedDesk served;
};

TEST_F(History, TellsWhoPutWhatInForce) {
  const ProgramRun list = run({"history", "list"});
  EXPECT_EQ(list.exit, 0) << list.err;
  EXPECT_THAT(list.out, HasSubstr("    4  2023-11-14T22:13:20.000Z  by \"the administrator\" (admin)"));
  EXPECT_THAT(list.out, HasSubstr("in force\n    3  "));
  EXPECT_THAT(list.out, Not(HasSubstr("\x1b"))) << "a note is harmless for a terminal";
  const ProgramRun json = run({"history", "list", "--json"});
  EXPECT_EQ(boost::json::parse(json.out.substr(0, json.out.find('\n'))).at("version"), 4);
}

TEST_F(History, ShowsAndComparesVersions) {
  EXPECT_EQ(run({"history", "show", "3"}).out, limited("7"));
  EXPECT_THAT(run({"history", "diff", "3"}).out, HasSubstr("limit 3 → 7"));
  EXPECT_THAT(run({"history", "diff", "4", "--from", "3"}).out, HasSubstr("limit 7 → 3"));
  EXPECT_EQ(run({"history", "diff", "3", "--exit-code"}).exit, 1);
  EXPECT_EQ(run({"history", "diff", "4", "--exit-code"}).exit, 0);
  EXPECT_EQ(run({"history", "show", "9"}).exit, 1);
  EXPECT_EQ(run({"history", "show", "0"}).exit, 2);
}

TEST_F(History, RollsBackAndSaysWhatThatChanges) {
  const ProgramRun dry = run({"rollback", "3", "--dry-run"});
  EXPECT_THAT(dry.out, HasSubstr("limit 3 → 7"));
  EXPECT_TRUE(served.desk.backend.actions.empty());
  const ProgramRun done = run({"rollback", "3", "--note", "too many, too fast"});
  EXPECT_EQ(done.exit, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("limit 3 → 7"));
  EXPECT_THAT(done.err, HasSubstr("applied as version \"5\""));
  EXPECT_EQ(served.desk.backend.in_force, limited("7"));
  EXPECT_EQ(served.desk.backend.actions.at(0).note, "too many, too fast");
  EXPECT_EQ(run({"rollback", "3"}, served.desk.supervisor).exit, 4);
  EXPECT_EQ(run({"rollback", "99"}).exit, 1);
}

TEST_F(History, WhatChangedSinceItWasComparedIsCode5) {
  const TemporaryFile file{limited("9")};
  run({"apply", "--draft", file.path()});
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"rollback", "3"}, {"draft", "apply"}}) {
    std::vector<std::string> expecting = words;
    expecting.insert(expecting.end(), {"--expect-version", "3"});
    EXPECT_EQ(run(expecting).exit, 5);
    served.desk.backend.version_now = 4;
    served.desk.backend.overtaken_by = 5;
    EXPECT_EQ(run(words).exit, 5);
    served.desk.backend.overtaken_by = 0;
    served.desk.backend.version_now = 4;
    EXPECT_EQ(served.desk.backend.in_force, text_of("config/samples/workspace.yaml"));
  }
  EXPECT_EQ(run({"draft", "show"}).out, limited("9"));
  EXPECT_EQ(run({"draft", "apply", "--expect-version", "4"}).exit, 0);
}

TEST_F(History, KeepsADraftUntilItIsAppliedOrDiscarded) {
  EXPECT_EQ(run({"draft", "show"}).exit, 1);
  const TemporaryFile file{limited("9")};
  const ProgramRun kept = run({"apply", "--draft", "--note", "summer", file.path()});
  EXPECT_EQ(kept.exit, 0) << kept.err;
  EXPECT_THAT(kept.out, HasSubstr("limit 3 → 9"));
  EXPECT_EQ(served.desk.backend.in_force, text_of("config/samples/workspace.yaml"));
  EXPECT_EQ(run({"draft", "show"}).out, limited("9"));
  EXPECT_EQ(run({"draft", "diff", "--exit-code"}).exit, 1);
  EXPECT_THAT(run({"history", "list"}).out, HasSubstr("draft  "));
  const ProgramRun applied = run({"draft", "apply", "--json"});
  EXPECT_EQ(applied.exit, 0) << applied.err;
  EXPECT_EQ(boost::json::parse(applied.out).at("applied"), true);
  EXPECT_EQ(served.desk.backend.in_force, limited("9"));
  EXPECT_EQ(run({"draft", "discard"}).exit, 1);
  run({"apply", "--draft", file.path()});
  EXPECT_EQ(run({"draft", "discard"}).exit, 0);
  EXPECT_EQ(run({"draft", "apply"}).exit, 1);
}

TEST_F(History, AServerThatIsNotThereIsCode6) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"history", "list"}, {"rollback", "1"}, {"draft", "diff"}}) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--url", "http://127.0.0.1:1"});
    EXPECT_EQ(switchroom(all).exit, 6);
  }
}

}  // namespace
}  // namespace switchroom::cli
