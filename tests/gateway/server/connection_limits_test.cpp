#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <memory>
#include <vector>

#include "raw_client.hpp"
#include "running_server.hpp"

namespace switchroom::server {
namespace {

constexpr std::string_view request = "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n";

int status_of_a_request(RawClient& client) {
  client.send(request);
  return client.answer().value_or(Answer{}).status;
}

TEST(ConnectionLimits, TurnAwayWhatIsAboveThem) {
  RunningServer server{{.connections_max = 2}};
  RawClient first{server.port()};
  RawClient second{server.port()};
  EXPECT_EQ(status_of_a_request(first), 200);
  EXPECT_EQ(status_of_a_request(second), 200);
  const std::vector<Answer> answers = answers_to(server.port(), request);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].status, 503);
  EXPECT_NE(answers[0].body.find("too_many_connections"), std::string::npos);
  EXPECT_TRUE(answers[0].has("Retry-After: 1"));
  EXPECT_EQ(status_of_a_request(first), 200);
  EXPECT_EQ(server.figures().refused.value(), 1);
}

TEST(ConnectionLimits, GiveRoomToTheNextWhenOneLeaves) {
  RunningServer server{{.connections_max = 1}};
  auto first = std::make_unique<RawClient>(server.port());
  EXPECT_EQ(status_of_a_request(*first), 200);
  first.reset();
  ASSERT_TRUE(becomes_true([&] { return server.figures().open.value() == 0; }));
  RawClient second{server.port()};
  EXPECT_EQ(status_of_a_request(second), 200);
}

TEST(ConnectionLimits, HoldAgainstAFloodOfConnections) {
  RunningServer server{{.connections_max = 1}};
  RawClient first{server.port()};
  EXPECT_EQ(status_of_a_request(first), 200);
  std::vector<std::unique_ptr<RawClient>> flood;
  for (int i = 0; i < 200; ++i) flood.push_back(std::make_unique<RawClient>(server.port()));
  EXPECT_TRUE(becomes_true([&] { return server.figures().refused.value() == 200; }));
  EXPECT_EQ(status_of_a_request(first), 200);
}

/// What a client hears that asks before it sends a body.
int status_of_an_announcement(RawClient& client, const std::string& field) {
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n" + field + "\r\n\r\n");
  return client.answer().value_or(Answer{}).status;
}

TEST(ConnectionLimits, HoldAgainstBodiesThatTogetherTakeTooMuchMemory) {
  RunningServer server{{.bodies_bytes_max = 150'000}};
  const std::string length = "Content-Length: 100000";
  const std::string body(100'000, 'b');
  RawClient first{server.port()};
  RawClient second{server.port()};
  RawClient third{server.port()};
  EXPECT_EQ(status_of_an_announcement(first, length), 100);
  EXPECT_EQ(status_of_an_announcement(second, length), 503);
  EXPECT_TRUE(second.is_closed());
  EXPECT_EQ(status_of_an_announcement(third, "Transfer-Encoding: chunked"), 100);
  third.send("186a0\r\n" + body);
  EXPECT_EQ(third.answer().value_or(Answer{}).status, 503);
  EXPECT_EQ(server.figures().rejections(Fault::backlog_full), 2);
  first.send(body);
  EXPECT_EQ(first.answer().value_or(Answer{}).body, body);
  EXPECT_EQ(status_of_an_announcement(first, length), 100);
}

/// All descriptors that this process may have, until it dies.
class NoDescriptors {
 public:
  NoDescriptors() {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    few.rlim_cur = 128;
    setrlimit(RLIMIT_NOFILE, &few);
    for (int taken = 0; (taken = ::dup(STDERR_FILENO)) >= 0;) taken_.push_back(taken);
  }
  ~NoDescriptors() {
    while (!taken_.empty()) free_one();
    setrlimit(RLIMIT_NOFILE, &before_);
  }
  void free_one() {
    ::close(taken_.back());
    taken_.pop_back();
  }

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

TEST(ConnectionLimits, OutlastTheEndOfDescriptors) {
  RunningServer server;
  RawClient first{server.port()};
  EXPECT_EQ(status_of_a_request(first), 200);
  auto none = std::make_unique<NoDescriptors>();
  none->free_one();
  RawClient late{server.port()};  // takes the last one: the server can't accept
  EXPECT_TRUE(becomes_true([&] { return server.figures().accept_errors.value() > 0; }));
  EXPECT_EQ(status_of_a_request(first), 200);
  none.reset();
  EXPECT_EQ(status_of_a_request(late), 200);
}

}  // namespace
}  // namespace switchroom::server
