// A connection that goes on in another protocol: `/take` of the test's program then gives each byte back.
#include <gtest/gtest.h>

#include "raw_client.hpp"
#include "running_server.hpp"

namespace switchroom::server {
namespace {

constexpr const char* take = "GET /take HTTP/1.1\r\nHost: a\r\n\r\n";

/// The program answers nothing to `/take`: what comes is what it gives back, here made to look like an answer.
constexpr const char* spoken = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(Handover, GivesTheConnectionAwayBehindTheHead) {
  RunningServer server;
  RawClient client{server.port()};
  client.send(take);
  ASSERT_TRUE(becomes_true([&] { return server.program().taken == 1; }));
  client.send(spoken);
  EXPECT_EQ(client.answer().value_or(Answer{}).body, "ok");
  client.finish();
  EXPECT_TRUE(client.is_closed());
}

TEST(Handover, IsForARequestThatWasReadInFullBefore) {
  RunningServer server;
  RawClient client{server.port()};
  client.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n" + std::string{take});
  EXPECT_EQ(client.answer().value_or(Answer{}).status, 200);
  ASSERT_TRUE(becomes_true([&] { return server.program().taken == 1; }));
  client.send(spoken);
  EXPECT_EQ(client.answer().value_or(Answer{}).body, "ok");
}

TEST(Handover, RefusesWhoSpeaksBeforeHeIsTold) {
  RunningServer server;
  RawClient client{server.port()};
  client.send(std::string{take} + "x");
  EXPECT_EQ(client.answer().value_or(Answer{}).status, 400);
  client.finish();
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(server.program().taken, 0);
}

TEST(Handover, StillCountsAsAConnectionAndKeepsItsOwnDeadlines) {
  RunningServer server{{.connections_max = 1, .header_ms = 100, .body_ms = 100, .answer_ms = 100, .idle_ms = 100}};
  RawClient client{server.port()};
  client.send(take);
  ASSERT_TRUE(becomes_true([&] { return server.program().taken == 1; }));
  EXPECT_EQ(answers_to(server.port(), take).at(0).status, 503);
  EXPECT_FALSE(client.is_readable_within(900));
  server.drain();
  EXPECT_FALSE(client.is_readable_within(50)) << "who took it ends it";
  client.finish();
  EXPECT_TRUE(client.is_closed());
  EXPECT_TRUE(server.has_ended());
}

}  // namespace
}  // namespace switchroom::server
