#include <gmock/gmock.h>

#include "desk.hpp"

namespace switchroom::api {
namespace {

using connectors::Header;

server::Reply close(Desk& desk, std::vector<Header> headers, std::string body = {}) {
  return desk.ask({.method = "POST",
                   .path = "/v1/tickets/t0-1/close",
                   .body = std::move(body),
                   .headers = std::move(headers),
                   .token = desk.ann});
}

TEST(Actions, ClosingWithTheVersionOfTheEntityTagIsDone) {
  Desk desk;
  const server::Reply reply = close(desk, {{"Idempotency-Key", "k1"}, {"If-Match", "\"3\""}});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(json_of(reply).at("state"), "closed");
  EXPECT_EQ(header_of(reply, "ETag"), "\"4\"");
  EXPECT_EQ(desk.backend.actions[0].version, 3U);
}

TEST(Actions, TheVersionMayStandInTheBody) {
  Desk desk;
  EXPECT_EQ(close(desk, {{"Idempotency-Key", "k1"}}, R"({"version":3})").status, 200);
  EXPECT_EQ(desk.backend.actions[0].version, 3U);
}

TEST(Actions, AStarClosesWhateverIsThere) {
  Desk desk;
  EXPECT_EQ(close(desk, {{"Idempotency-Key", "k1"}, {"If-Match", "*"}}).status, 200);
  EXPECT_EQ(desk.backend.actions[0].version, std::nullopt);
}

TEST(Actions, AStaleVersionIs409WithTheCurrentState) {
  Desk desk;
  const server::Reply reply = close(desk, {{"Idempotency-Key", "k1"}, {"If-Match", "\"2\""}});
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(reply.content_type, "application/problem+json");
  EXPECT_EQ(json_of(reply).at("type"), "/docs/errors#stale_version");
  EXPECT_EQ(json_of(reply).at("current").at("ticket"), "t0-1");
  EXPECT_EQ(json_of(reply).at("current").at("state"), "assigned");
  EXPECT_EQ(json_of(reply).at("current").at("version"), 3);
  EXPECT_EQ(header_of(reply, "ETag"), "\"3\"");
}

TEST(Actions, ARetryGetsTheFirstAnswerThoughTheVersionMovedOn) {
  Desk desk;
  const server::Reply first = close(desk, {{"Idempotency-Key", "k1"}, {"If-Match", "\"3\""}});
  const server::Reply second = close(desk, {{"Idempotency-Key", "k1"}, {"If-Match", "\"3\""}});
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.body, first.body);
}

TEST(Actions, ClosingWithoutAKeyOrAVersionSaysWhatIsMissing) {
  Desk desk;
  const server::Reply no_key = close(desk, {{"If-Match", "*"}});
  EXPECT_EQ(no_key.status, 400);
  EXPECT_THAT(no_key.body, testing::HasSubstr("Idempotency-Key"));
  const server::Reply no_version = close(desk, {{"Idempotency-Key", "k1"}});
  EXPECT_EQ(no_version.status, 400);
  EXPECT_THAT(no_version.body, testing::HasSubstr("If-Match"));
  EXPECT_TRUE(desk.backend.actions.empty());
}

TEST(Actions, AnAbsurdKeyIsRefused) {
  Desk desk;
  const std::string long_key(256, 'k');
  for (const std::string_view key :
       {std::string_view{long_key}, std::string_view{""}, std::string_view{"a b"}, std::string_view{"é"}})
    EXPECT_EQ(close(desk, {{"Idempotency-Key", key}, {"If-Match", "*"}}).status, 400) << key;
  EXPECT_EQ(close(desk, {{"Idempotency-Key", "a"}, {"Idempotency-Key", "b"}, {"If-Match", "*"}}).status, 400);
}

TEST(Actions, IdsThatAreNoTicketsAre404) {
  Desk desk;
  for (const char* id : {"t1-1", "t0-2", "c0-7", "1", "t0-01", "t0-0", "t0-99999999999999999999999"})
    EXPECT_EQ(desk.ask({.method = "POST",
                        .path = "/v1/tickets/" + std::string{id} + "/close",
                        .headers = {{"Idempotency-Key", "k"}, {"If-Match", "\"3\""}},
                        .token = desk.ann})
                  .status,
              id == std::string_view{"t0-2"} ? 200 : 404)  // the backend of these tests closes what it is told
        << id;
}

TEST(Actions, SettingAStatusDrawsAKeyIfNoneIsGivenAndTellsIt) {
  Desk desk;
  const Wanted wanted{
      .method = "PUT", .path = "/v1/agents/me/status", .body = R"({"status":"away"})", .token = desk.ann};
  const std::string key = header_of(desk.ask(wanted), "Idempotency-Key");
  EXPECT_EQ(key.size(), 38U);
  EXPECT_NE(header_of(desk.ask(wanted), "Idempotency-Key"), key);
  EXPECT_EQ(desk.backend.actions[0].idempotency_key, key);
  EXPECT_EQ(desk.backend.actions[0].status, Status::away);
}

TEST(Actions, ABodyThatSaysSomethingElseIsRefusedWithItsPlace) {
  Desk desk;
  const std::string deep(100'000, '[');
  for (const std::string& body :
       std::vector<std::string>{"", "{", "[]", R"({"status":"Online"})", R"({"status":5})", R"({"state":"online"})",
                                R"({"status":"online","x":1})", deep, "\xff"}) {
    const server::Reply reply =
        desk.ask({.method = "PUT", .path = "/v1/agents/me/status", .body = body, .token = desk.ann});
    EXPECT_EQ(reply.status, 400) << body.substr(0, 40);
  }
  EXPECT_TRUE(desk.backend.actions.empty());
}

TEST(Actions, ASlowOwnerIs202WithAPlaceToLook) {
  Desk desk;
  desk.backend.owner_is_slow = true;
  const server::Reply reply = close(desk, {{"Idempotency-Key", "k1"}, {"If-Match", "*"}});
  EXPECT_EQ(reply.status, 202);
  EXPECT_EQ(header_of(reply, "Location"), "/v1/actions/k1");
  const server::Reply later = desk.ask({.method = "GET", .path = "/v1/actions/k1", .token = desk.ann});
  EXPECT_EQ(later.status, 200);
  EXPECT_EQ(json_of(later).at("done"), true);
  EXPECT_EQ(json_of(later).at("state"), "closed");
}

TEST(Actions, AnOutcomeLookedUpLaterTellsWhyItWasRefused) {
  Desk desk;
  close(desk, {{"Idempotency-Key", "k1"}, {"If-Match", "\"2\""}});
  const boost::json::value outcome = json_of(desk.ask({.method = "GET", .path = "/v1/actions/k1", .token = desk.ann}));
  EXPECT_EQ(outcome.at("done"), false);
  EXPECT_EQ(outcome.at("refused").at("fault"), "stale_version");
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/actions/k2", .token = desk.ann}).status, 404);
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/actions/k1", .token = desk.stranger}).status, 404);
}

TEST(Actions, AKeyWithASlashIsFoundUnderItsLocation) {
  Desk desk;
  desk.backend.owner_is_slow = true;
  const server::Reply reply = close(desk, {{"Idempotency-Key", "a/b?c%20"}, {"If-Match", "*"}});
  EXPECT_EQ(desk.ask({.method = "GET", .path = header_of(reply, "Location"), .token = desk.ann}).status, 200);
}

TEST(Actions, TypingIsToldByTheTicketsAgentAndByLeaders) {
  Desk desk;
  const auto tell = [&desk](std::string_view token, std::string path) {
    return desk.ask({.method = "POST", .path = std::move(path), .token = token}).status;
  };
  EXPECT_EQ(tell(desk.ann, "/v1/tickets/t0-1/typing"), 204);
  EXPECT_EQ(tell(desk.supervisor, "/v1/tickets/t0-1/typing"), 204);
  EXPECT_EQ(tell(desk.bob, "/v1/tickets/t0-1/typing"), 403);
  EXPECT_EQ(tell(desk.stranger, "/v1/tickets/t0-1/typing"), 404);
  EXPECT_EQ(tell(desk.ann, "/v1/tickets/t0-9/typing"), 404);
  EXPECT_EQ(tell({}, "/v1/tickets/t0-1/typing"), 401);
  EXPECT_TRUE(desk.backend.actions.empty());
}

TEST(Actions, WhatCantBeStoredIs503) {
  Desk desk;
  desk.backend.actions.clear();
  const auto refuse = [&](Fault fault) {
    desk.backend.trouble.reset();
    desk.backend.tokens.begin()->second.label = "x";
    desk.backend.trouble = Error{fault, "redis", "", ""};
    return close(desk, {{"Idempotency-Key", "k1"}, {"If-Match", "*"}}).status;
  };
  EXPECT_EQ(refuse(Fault::storage_unavailable), 503);
  EXPECT_EQ(refuse(Fault::backlog_full), 503);
}

}  // namespace
}  // namespace switchroom::api
