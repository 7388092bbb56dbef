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

TEST(Configuration, WithoutADocumentThereIsNothingToRead) {
  Desk desk;
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/configuration", .token = desk.admin}).status, 404);
}

}  // namespace
}  // namespace switchroom::api
