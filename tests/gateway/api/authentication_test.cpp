#include <gmock/gmock.h>

#include "desk.hpp"

namespace switchroom::api {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST(Authentication, ARequestWithoutATokenIs401AndSaysHowToSendOne) {
  Desk desk;
  const server::Reply reply = desk.ask({.method = "GET", .path = "/v1/tickets/t0-1"});
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(header_of(reply, "WWW-Authenticate"), "Bearer");
  EXPECT_THAT(reply.body, HasSubstr("switchroom token"));
}

TEST(Authentication, ATokenNeverGivenOutIs401AndNotRepeated) {
  Desk desk;
  const std::string token = "sw_" + std::string(43, 'Z');
  const server::Reply reply = desk.ask({.method = "GET", .path = "/v1/tickets/t0-1", .token = token});
  EXPECT_EQ(reply.status, 401);
  EXPECT_THAT(reply.body, Not(HasSubstr("ZZZ")));
}

TEST(Authentication, ARevokedTokenOpensNothing) {
  Desk desk;
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/tickets/t0-1", .token = desk.ann}).status, 200);
  desk.backend.tokens.clear();
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/tickets/t0-1", .token = desk.ann}).status, 401);
}

TEST(Authentication, TheEleventhFailureInAMinuteIs429WithATimeToWait) {
  Desk desk;
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/tickets/t0-1", .at = 1s * i}).status, 401);
  const server::Reply reply = desk.ask({.method = "GET", .path = "/v1/tickets/t0-1", .at = 20s});
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(header_of(reply, "Retry-After"), "40");
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/tickets/t0-1", .address = "192.0.2.2", .at = 20s}).status, 401);
}

TEST(Authentication, AGoodTokenPassesBesideTooManyFailures) {
  Desk desk;
  for (int i = 0; i < 20; ++i) desk.ask({.method = "GET", .path = "/v1/tickets/t0-1"});
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/tickets/t0-1", .token = desk.ann}).status, 200);
}

TEST(Authentication, RedisAwayIs503AndNotAFailedAttempt) {
  Desk desk;
  desk.backend.trouble = Error{Fault::storage_unavailable, "redis", "", ""};
  for (int i = 0; i < 11; ++i)
    EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/tickets/t0-1", .token = desk.ann}).status, 503);
}

TEST(Authentication, UnknownPathsAndMethodsAreRefusedByTheHeadAlone) {
  Desk desk;
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/nothing"}).status, 404);
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/tickets/"}).status, 404);
  EXPECT_EQ(desk.ask({.method = "GET", .path = "/v1/tickets/t0-1/close/now"}).status, 404);
  const server::Reply reply = desk.ask({.method = "DELETE", .path = "/v1/configuration"});
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(header_of(reply, "Allow"), "GET, PUT");
}

}  // namespace
}  // namespace switchroom::api
