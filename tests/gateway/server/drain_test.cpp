#include <gtest/gtest.h>

#include <stdexcept>

#include "raw_client.hpp"
#include "running_server.hpp"

namespace switchroom::server {
namespace {

TEST(Drain, EndsAtOnceWithoutConnections) {
  RunningServer server;
  server.drain();
  EXPECT_TRUE(server.has_ended());
  EXPECT_THROW(RawClient{server.port()}, std::runtime_error);
}

TEST(Drain, ClosesIdleConnectionsWithoutAWord) {
  RunningServer server;
  RawClient fresh{server.port()};
  RawClient used{server.port()};
  used.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(used.answer().value_or(Answer{}).status, 200);
  ASSERT_TRUE(becomes_true([&] { return server.figures().open.value() == 2; }));
  server.drain();
  EXPECT_TRUE(fresh.is_closed());
  EXPECT_TRUE(used.is_closed());
  EXPECT_TRUE(server.has_ended());
}

TEST(Drain, LetsRequestsInFlightEndAndCloses) {
  RunningServer server;
  RawClient client{server.port()};
  client.send("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nheld");
  ASSERT_TRUE(becomes_true([&] { return server.program().holding == 1; }));
  server.drain();
  EXPECT_FALSE(client.is_readable_within(50));
  server.release_held();
  const Answer answer = client.answer().value_or(Answer{});
  EXPECT_EQ(answer.body, "held");
  EXPECT_TRUE(answer.has("Connection: close"));
  EXPECT_TRUE(client.is_closed());
  client.finish();
  EXPECT_TRUE(server.has_ended());
}

TEST(Drain, WaitsForTheRestOfARequestThatHasBegun) {
  RunningServer server;
  RawClient client{server.port()};
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client.answer().value_or(Answer{}).status, 100);
  server.drain();
  client.send("rest");
  EXPECT_EQ(client.answer().value_or(Answer{}).body, "rest");
  client.finish();
  EXPECT_TRUE(server.has_ended());
}

TEST(Drain, ServesConnectionsThatTheKernelHasAccepted) {
  RunningServer server;
  RawClient client{server.port()};
  client.send("GET /block HTTP/1.1\r\nHost: a\r\n\r\n");  // the thread is busy while another client comes
  RawClient late{server.port()};
  late.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  server.drain();
  server.program().unblock();
  EXPECT_EQ(late.answer().value_or(Answer{}).status, 200);
  EXPECT_TRUE(late.is_closed());
}

TEST(Drain, LeavesPipelinedRequestsBehindTheLastAnswer) {
  RunningServer server;
  RawClient client{server.port()};
  client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\nGET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(becomes_true([&] { return server.program().holding == 1; }));
  server.drain();
  server.release_held();
  EXPECT_TRUE(client.answer().value_or(Answer{}).has("Connection: close"));
  EXPECT_TRUE(client.is_closed());
  client.finish();
  EXPECT_TRUE(server.has_ended());
}

}  // namespace
}  // namespace switchroom::server
