// Each step of a request has its time, however busy the client looks.

#include <gtest/gtest.h>

#include "raw_client.hpp"
#include "running_server.hpp"

namespace switchroom::server {
namespace {

constexpr int short_ms = 250;

/// Sends a byte every few milliseconds until an answer comes.
Answer drip(RawClient& client) {
  for (int i = 0; i < 1'000 && !client.is_readable_within(20); ++i) client.send("a");
  return client.answer().value_or(Answer{});
}

TEST(Deadlines, EndAHeaderThatDripsIn) {
  RunningServer server{{.header_ms = short_ms}};
  RawClient client{server.port()};
  client.send("GET /echo HTTP/1.1\r\nHost: a\r\nX: ");
  const Answer answer = drip(client);
  EXPECT_EQ(answer.status, 408);
  EXPECT_NE(answer.body.find("header: found not all of it within 250 ms"), std::string::npos) << answer.body;
  EXPECT_EQ(server.figures().rejections(Fault::request_timeout), 1);
}

TEST(Deadlines, EndABodyThatDripsIn) {
  RunningServer server{{.body_ms = short_ms}};
  RawClient client{server.port()};
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
  const Answer answer = drip(client);
  EXPECT_EQ(answer.status, 408);
  EXPECT_NE(answer.body.find("body: found not all of it within 250 ms"), std::string::npos) << answer.body;
}

TEST(Deadlines, EndAChunkedBodyThatDripsIn) {
  RunningServer server{{.body_ms = short_ms}};
  RawClient client{server.port()};
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n80000\r\n");
  EXPECT_EQ(drip(client).status, 408);
}

TEST(Deadlines, EndAPipelinedRequestThatStopsHalfway) {
  RunningServer server{{.header_ms = short_ms}};
  RawClient client{server.port()};
  client.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\nGET /echo HT");
  EXPECT_EQ(client.answer().value_or(Answer{}).status, 200);
  EXPECT_EQ(client.answer().value_or(Answer{}).status, 408);
  EXPECT_TRUE(client.is_closed());
}

TEST(Deadlines, CloseIdleConnectionsWithoutAWord) {
  RunningServer server{{.idle_ms = short_ms}};
  RawClient fresh{server.port()};
  RawClient used{server.port()};
  used.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(used.answer().value_or(Answer{}).status, 200);
  EXPECT_TRUE(fresh.is_closed());
  EXPECT_TRUE(used.is_closed());
  EXPECT_EQ(server.figures().rejections(Fault::request_timeout), 0);
}

TEST(Deadlines, CutClientsThatDoNotReadTheirAnswer) {
  RunningServer server{{.answer_ms = short_ms}};
  RawClient client{server.port(), 4096};
  client.send("GET /large?50000000 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(becomes_true([&] { return server.figures().answers_cut.value() == 1; }));
  EXPECT_TRUE(becomes_true([&] { return server.figures().open.value() == 0; }));
}

TEST(Deadlines, TellThatTheOutcomeIsUnknownIfTheHandlerDoesNotEnd) {
  RunningServer server{{.answer_ms = short_ms}};
  RawClient client{server.port()};
  client.send("GET /hold HTTP/1.1\r\nHost: a\r\nX-Request-Id: slow\r\n\r\n");
  const Answer answer = client.answer().value_or(Answer{});
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.body.find("outcome_unknown"), std::string::npos) << answer.body;
  EXPECT_TRUE(answer.has("X-Request-Id: slow"));
  EXPECT_TRUE(answer.has("Retry-After: 1"));
  EXPECT_TRUE(client.is_closed());
  server.release_held();
  EXPECT_TRUE(becomes_true([&] { return server.figures().open.value() == 0; }));
  EXPECT_EQ(server.figures().requests.value(), 0);
}

}  // namespace
}  // namespace switchroom::server
