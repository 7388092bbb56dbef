#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "desk.hpp"

namespace switchroom::api {
namespace {

std::string sample() {
  std::ifstream file{"config/samples/workspace.yaml"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

server::Reply put(Desk& desk, std::string body) {
  return desk.ask({.method = "PUT", .path = "/v1/configuration", .body = std::move(body), .token = desk.admin});
}

TEST(Configuration, AValidDocumentIsAppliedAndTellsWhatItChanged) {
  Desk desk;
  const server::Reply reply = put(desk, sample());
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(json_of(reply).at("difference"), "agent ann: limit 3 → 5");
  EXPECT_EQ(header_of(reply, "ETag"), "\"5\"");
  EXPECT_EQ(desk.backend.actions.at(0).document, sample());
}

TEST(Configuration, TheDocumentInForceIsReadAsItWasApplied) {
  Desk desk;
  put(desk, sample());
  const server::Reply reply = desk.ask({.method = "GET", .path = "/v1/configuration", .token = desk.admin});
  EXPECT_EQ(reply.content_type, "application/yaml");
  EXPECT_EQ(reply.body, sample());
  EXPECT_EQ(header_of(reply, "ETag"), "\"4\"");
}

TEST(Configuration, AWrongDocumentChangesNothingAndNamesEveryPlace) {
  Desk desk;
  const server::Reply reply = put(desk, replaced(replaced(sample(), "default_group: general", "default_group: generl"),
                                                 "limit: 20", "limit: much"));
  EXPECT_EQ(reply.status, 422);
  const boost::json::value problem = json_of(reply);
  EXPECT_EQ(problem.at("type"), "/docs/errors#invalid_document");
  ASSERT_GE(problem.at("errors").as_array().size(), 1U);
  for (const auto& error : problem.at("errors").as_array())
    EXPECT_THAT(std::string{error.at("where").as_string()}, testing::StartsWith("workspace.yaml:"));
  EXPECT_TRUE(desk.backend.actions.empty());
}

TEST(Configuration, ADocumentOfAnotherWorkspaceIsRefused) {
  Desk desk;
  const server::Reply reply = put(desk, replaced(sample(), "workspace: demo", "workspace: other"));
  EXPECT_EQ(reply.status, 422);
  EXPECT_THAT(reply.body, testing::HasSubstr("demo, the workspace of the token"));
  EXPECT_TRUE(desk.backend.actions.empty());
}

/// `applied` is in force as version 4; then somebody else's is, as version 5.
server::Reply put_after(Desk& desk, std::vector<connectors::Header> headers) {
  desk.backend.in_force = sample();
  desk.backend.versions = {{4, sample()}, {5, sample()}};
  desk.backend.version_now = 5;
  return desk.ask({.method = "PUT",
                   .path = "/v1/configuration",
                   .body = sample(),
                   .headers = std::move(headers),
                   .token = desk.admin});
}

TEST(Configuration, WhatFollowsAnotherVersionIsRefusedWithWhoChangedItAndWhen) {
  Desk desk;
  const server::Reply reply = put_after(desk, {{"If-Match", "\"4\""}});
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(header_of(reply, "ETag"), "\"5\"");
  const boost::json::value problem = json_of(reply);
  EXPECT_EQ(problem.at("type"), "/docs/errors#stale_version");
  EXPECT_EQ(problem.at("current").at("version"), 5);
  EXPECT_EQ(problem.at("current").at("by"), "the administrator");
  EXPECT_EQ(problem.at("current").at("role"), "admin");
  EXPECT_EQ(problem.at("current").at("at"), "2023-11-14T22:13:20.000Z");
}

TEST(Configuration, WhatFollowsTheVersionInForceIsApplied) {
  for (const char* tag : {"\"5\"", "5", "*"}) {
    Desk desk;
    EXPECT_EQ(put_after(desk, {{"if-match", tag}}).status, 200) << tag;
  }
  Desk desk;
  EXPECT_EQ(put_after(desk, {}).status, 200);
}

TEST(Configuration, ThatThereShallBeNoneYetIsAskedByIfNoneMatch) {
  Desk desk;
  EXPECT_EQ(put_after(desk, {{"If-None-Match", "*"}}).status, 409);
  Desk empty;
  EXPECT_EQ(empty
                .ask({.method = "PUT",
                      .path = "/v1/configuration",
                      .body = sample(),
                      .headers = {{"If-None-Match", "*"}},
                      .token = empty.admin})
                .status,
            200);
}

TEST(Configuration, AConditionThatMeansNothingIsNeverLeftOut) {
  Desk desk;
  EXPECT_EQ(put_after(desk, {{"If-Match", "W/\"5\""}}).status, 400);
  EXPECT_EQ(put_after(desk, {{"If-Match", ""}}).status, 400);
  EXPECT_EQ(put_after(desk, {{"If-Match", "\"5\""}, {"If-Match", "\"5\""}}).status, 400);
  EXPECT_EQ(put_after(desk, {{"If-None-Match", "\"5\""}}).status, 400);
  EXPECT_EQ(put_after(desk, {{"If-None-Match", "*"}, {"If-Match", "\"5\""}}).status, 400);
  EXPECT_TRUE(desk.backend.actions.empty());
}

TEST(Configuration, WithoutADocumentThereIsNothingToRead) {
  Desk desk;
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/configuration", .token = desk.admin}).status, 404);
}

}  // namespace
}  // namespace switchroom::api
