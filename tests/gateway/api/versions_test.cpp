#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "desk.hpp"

namespace switchroom::api {
namespace {

using testing::HasSubstr;

std::string sample() {
  std::ifstream file{"config/samples/workspace.yaml"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string with_limit(std::string_view limit) {
  std::string text = sample();
  return text.replace(text.find("limit: 3"), 8, "limit: " + std::string{limit});
}

/// Versions 3 and 4, the latter in force.
struct Versions : testing::Test {
  Versions() {
    desk.backend.in_force = sample();
    desk.backend.versions = {{3, with_limit("7")}, {4, sample()}};
  }
  server::Reply ask(std::string method, std::string path, std::string query = {}, std::string body = {},
                    std::vector<connectors::Header> headers = {}) {
    return desk.ask({.method = std::move(method),
                     .path = "/v1/configuration/" + std::move(path),
                     .query = std::move(query),
                     .body = std::move(body),
                     .headers = std::move(headers),
                     .token = desk.admin});
  }
  Desk desk;
};

TEST_F(Versions, AreListedWithWhoAndWhen) {
  const boost::json::value list = json_of(ask("GET", "versions"));
  const auto& versions = list.at("versions").as_array();
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].at("version"), 4);
  EXPECT_EQ(versions[0].at("in_force"), true);
  EXPECT_EQ(versions[1].at("by"), "the administrator");
  EXPECT_EQ(versions[1].at("role"), "admin");
  EXPECT_EQ(versions[1].at("at"), "2023-11-14T22:13:20.000Z");
  EXPECT_FALSE(list.as_object().contains("draft"));
}

TEST_F(Versions, AreReadAsTheyWereApplied) {
  const server::Reply reply = ask("GET", "versions/3");
  EXPECT_EQ(reply.body, with_limit("7"));
  EXPECT_EQ(reply.content_type, "application/yaml");
  EXPECT_EQ(header_of(reply, "ETag"), "\"3\"");
  for (const char* nowhere : {"versions/2", "versions/0", "versions/x", "versions/-1", "versions/99999999999999999999"})
    EXPECT_EQ(ask("GET", nowhere).status, 404) << nowhere;
}

TEST_F(Versions, AreComparedInWords) {
  const boost::json::value back = json_of(ask("GET", "versions/3/difference"));
  EXPECT_EQ(back.at("from"), 4);
  EXPECT_EQ(back.at("to"), 3);
  EXPECT_THAT(std::string{back.at("differences").at(0).as_string()}, HasSubstr("limit 3 → 7"));
  const boost::json::value forth = json_of(ask("GET", "versions/4/difference", "from=3"));
  EXPECT_THAT(std::string{forth.at("differences").at(0).as_string()}, HasSubstr("limit 7 → 3"));
  EXPECT_TRUE(json_of(ask("GET", "versions/3/difference", "from=3")).at("differences").as_array().empty());
  EXPECT_EQ(ask("GET", "versions/3/difference", "from=9").status, 404);
}

TEST_F(Versions, ARollbackAppliesTheOldDocumentAndSaysSo) {
  EXPECT_EQ(ask("POST", "versions/3/rollback").status, 200);
  const shard::Action& action = desk.backend.actions.at(0);
  EXPECT_EQ(action.kind, shard::ActionKind::apply_configuration);
  EXPECT_EQ(action.document, with_limit("7"));
  EXPECT_EQ(action.note, "rollback to version 3");
  EXPECT_EQ(ask("POST", "versions/3/rollback", "note=too%20many").status, 200);
  EXPECT_EQ(desk.backend.actions.at(1).note, "too many");
  EXPECT_EQ(ask("POST", "versions/2/rollback").status, 404);
  EXPECT_EQ(desk.backend.actions.size(), 2u);
}

TEST_F(Versions, ADifferenceSaysWhichVersionItIsFromAndWhatFollowsAnotherIsRefused) {
  desk.backend.waiting = storage::DraftRecord{{}, 4, with_limit("9")};
  EXPECT_EQ(header_of(ask("GET", "versions/3/difference"), "ETag"), "\"4\"");
  EXPECT_EQ(header_of(ask("GET", "draft/difference"), "ETag"), "\"4\"");
  for (const char* path : {"versions/3/rollback", "draft/apply"}) {
    const server::Reply late = ask("POST", path, {}, {}, {{"If-Match", "\"3\""}});
    EXPECT_EQ(late.status, 409) << path;
    EXPECT_EQ(json_of(late).at("current").at("version"), 4);
    EXPECT_EQ(json_of(late).at("current").at("by"), "the administrator");
    EXPECT_EQ(desk.backend.in_force, sample());
    EXPECT_EQ(ask("POST", path, {}, {}, {{"If-Match", "\"4\""}}).status, 200) << path;
    desk.backend.in_force = sample();
  }
}

TEST_F(Versions, AnotherDraftThanTheOneThatWasComparedIsNotApplied) {
  ask("PUT", "draft", "", with_limit("9"));
  const std::string compared{json_of(ask("GET", "draft/difference")).at("draft").as_string()};
  EXPECT_EQ(header_of(ask("GET", "draft"), "ETag"), '"' + compared + '"');
  ask("PUT", "draft", "", with_limit("8"));
  const server::Reply late = ask("POST", "draft/apply", "draft=" + compared);
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(json_of(late).at("type"), "/docs/errors#stale_version");
  EXPECT_EQ(desk.backend.in_force, sample());
  EXPECT_EQ(ask("GET", "draft").body, with_limit("8"));
  const std::string now{json_of(ask("GET", "draft/difference")).at("draft").as_string()};
  EXPECT_EQ(ask("POST", "draft/apply", "draft=" + now).status, 200);
}

TEST_F(Versions, AnOldDocumentThatIsNotValidAnyMoreIsRefused) {
  desk.backend.versions[2] = "workspace: demo\nfoo: 1\n";
  const server::Reply reply = ask("POST", "versions/2/rollback");
  EXPECT_EQ(reply.status, 422);
  EXPECT_THAT(reply.body, HasSubstr("errors"));
  EXPECT_TRUE(desk.backend.actions.empty());
}

TEST_F(Versions, ADraftIsKeptComparedAndApplied) {
  EXPECT_EQ(ask("GET", "draft").status, 404);
  EXPECT_EQ(ask("POST", "draft/apply").status, 404);
  EXPECT_EQ(ask("PUT", "draft", "note=summer", with_limit("9")).status, 200);
  EXPECT_EQ(desk.backend.in_force, sample());
  EXPECT_EQ(ask("GET", "draft").body, with_limit("9"));
  EXPECT_EQ(json_of(ask("GET", "versions")).at("draft").at("note"), "summer");
  EXPECT_THAT(std::string{json_of(ask("GET", "draft/difference")).at("differences").at(0).as_string()},
              HasSubstr("limit 3 → 9"));
  EXPECT_EQ(ask("POST", "draft/apply").status, 200);
  EXPECT_EQ(desk.backend.in_force, with_limit("9"));
  EXPECT_TRUE(desk.backend.actions.back().ends_draft);
  EXPECT_EQ(desk.backend.actions.back().note, "summer");
  EXPECT_EQ(ask("GET", "draft").status, 404);
}

TEST_F(Versions, ADraftIsDiscarded) {
  EXPECT_EQ(ask("DELETE", "draft").status, 404);
  ask("PUT", "draft", "", with_limit("9"));
  EXPECT_EQ(ask("DELETE", "draft").status, 200);
  EXPECT_EQ(ask("GET", "draft").status, 404);
}

TEST_F(Versions, AWrongDraftIsRefusedLikeAWrongDocument) {
  EXPECT_EQ(ask("PUT", "draft", "", with_limit("much")).status, 422);
  EXPECT_TRUE(desk.backend.actions.empty());
}

TEST_F(Versions, ANoteIsBoundedAndAlwaysText) {
  EXPECT_EQ(ask("PUT", "draft", "note=" + std::string(501, 'x'), sample()).status, 400);
  EXPECT_EQ(ask("PUT", "draft", "note=%zz", sample()).status, 400);
  EXPECT_EQ(ask("PUT", "draft", "note=%ff", sample()).status, 200);
  EXPECT_EQ(desk.backend.actions.at(0).note, "\xef\xbf\xbd");
}

TEST_F(Versions, OnlyAdministratorsChangeAnythingAndAgentsReadNothing) {
  desk.backend.waiting = storage::DraftRecord{{}, 4, sample()};
  for (const char* path :
       {"/v1/configuration/versions", "/v1/configuration/versions/3", "/v1/configuration/versions/3/difference",
        "/v1/configuration/draft", "/v1/configuration/draft/difference"}) {
    EXPECT_EQ(desk.ask({.method = "GET", .path = path, .token = desk.ann}).status, 403) << path;
    EXPECT_EQ(desk.ask({.method = "GET", .path = path, .token = desk.supervisor}).status, 200) << path;
    EXPECT_EQ(desk.ask({.method = "GET", .path = path, .token = desk.stranger}).status, 404) << path;
  }
  for (const char* path : {"/v1/configuration/versions/3/rollback", "/v1/configuration/draft/apply"})
    EXPECT_EQ(desk.ask({.method = "POST", .path = path, .token = desk.supervisor}).status, 403) << path;
  EXPECT_EQ(
      desk.ask({.method = "PUT", .path = "/v1/configuration/draft", .body = sample(), .token = desk.supervisor}).status,
      403);
  EXPECT_EQ(desk.ask({.method = "DELETE", .path = "/v1/configuration/draft", .token = desk.supervisor}).status, 403);
  EXPECT_TRUE(desk.backend.actions.empty());
}

}  // namespace
}  // namespace switchroom::api
