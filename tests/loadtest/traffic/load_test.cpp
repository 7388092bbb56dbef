// The generator against the gateway's own HTTP server with handlers that answer well, badly, late or not at all.

#include "loadtest/traffic/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "connectors/registry.hpp"
#include "gateway/server/server.hpp"

namespace switchroom::traffic {
namespace {

using namespace std::chrono_literals;

/// What a server does with its n-th request (0, 1, 2 …): the status, after a wait.
struct Treatment {
  int status = 200;
  std::chrono::milliseconds after{0};
};

class Answers : public server::Handler {
 public:
  explicit Answers(std::function<Treatment(int)> treat) : treat_(std::move(treat)) {}

  std::expected<std::size_t, server::Reply> admit(const server::Call&) override { return 100'000; }
  boost::asio::awaitable<server::Reply> answer(server::Call call) override {
    const Treatment treatment = treat_(count_++);
    bodies_[std::string{call.request.body}].push_back(treatment.status);
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, treatment.after};
    if (treatment.after > 0ms) co_await timer.async_wait(boost::asio::use_awaitable);
    co_return server::Reply{.status = treatment.status};
  }
  void on_exception(std::string_view, std::string_view) noexcept override {}

  /// Which statuses each body got. After the server has ended.
  const std::map<std::string, std::vector<int>>& bodies() const { return bodies_; }

 private:
  std::function<Treatment(int)> treat_;
  int count_ = 0;
  std::map<std::string, std::vector<int>> bodies_;
};

class TestServer {
 public:
  explicit TestServer(std::function<Treatment(int)> treat, std::uint16_t port = 0)
      : answers_(std::move(treat)), server_(io_, server::Limits{}, answers_) {
    const auto endpoint = server_.listen({boost::asio::ip::address_v4::loopback(), port}, server::Listening::alone);
    address_.sin_family = AF_INET;
    address_.sin_port = htons(endpoint.port());
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    boost::asio::co_spawn(io_, server_.run(), boost::asio::detached);
    thread_ = std::thread{[this] { io_.run(); }};
  }
  ~TestServer() { stop(); }

  const sockaddr_in& address() const { return address_; }
  const std::map<std::string, std::vector<int>>& stop() {
    if (thread_.joinable()) {
      boost::asio::post(io_, [this] { server_.drain(); });
      thread_.join();
    }
    return answers_.bodies();
  }

 private:
  boost::asio::io_context io_{1};
  Answers answers_;
  server::Server server_;
  sockaddr_in address_{};
  std::thread thread_;
};

Messages messages() {
  connectors::Credentials credentials{{{"app_secret", {"s3cret"}}}};
  return Messages{{.connector = connectors::find_connector("whatsapp"),
                   .credentials = std::move(credentials),
                   .path = "/hooks/demo/whatsapp",
                   .host = "localhost",
                   .run = 1,
                   .at_ms = 1}};
}

Treatment accept(int) { return {}; }

TEST(Load, sends_each_message_once_in_a_closed_loop) {
  TestServer server{accept};
  const Messages sent = messages();
  Tally tally{sent};
  Load load{sent, {.server = server.address(), .connections = 8, .requests_max = 500}, tally, {}};
  EXPECT_TRUE(load.run(false));
  EXPECT_EQ(tally.accepted(), 500U);
  EXPECT_EQ(tally.latency().count(), 500U);
  const auto& bodies = server.stop();
  EXPECT_EQ(bodies.size(), 500U);
}

TEST(Load, keeps_a_constant_rate_until_its_time_is_over) {
  TestServer server{accept};
  const Messages sent = messages();
  Tally tally{sent};
  Load load{sent,
            {.server = server.address(), .connections = 8, .per_second = 500, .time = 400ms, .warm_up = 100ms},
            tally,
            {}};
  EXPECT_TRUE(load.run(false));
  EXPECT_LE(tally.messages(), 251U) << "never more than is due";
  EXPECT_GT(tally.messages(), 20U);
  EXPECT_LE(tally.latency().count(), 201U) << "the warm-up does not count";
}

TEST(Load, charges_a_stall_to_everything_that_was_due_meanwhile) {
  TestServer server{[](int n) { return Treatment{200, n == 20 ? 300ms : 0ms}; }};
  const Messages sent = messages();
  Tally tally{sent};
  Load load{sent, {.server = server.address(), .connections = 1, .per_second = 200, .requests_max = 100}, tally, {}};
  EXPECT_TRUE(load.run(false));
  EXPECT_GE(tally.latency().at(0.65), 50'000'000) << "60 of 100 were due while the only connection was stalled";
}

TEST(Load, sends_again_with_the_same_bytes_until_it_is_accepted) {
  TestServer server{[](int n) { return Treatment{n % 3 == 0 ? 503 : 200}; }};
  const Messages sent = messages();
  Tally tally{sent};
  Load load{
      sent, {.server = server.address(), .connections = 4, .requests_max = 60, .until_accepted = true}, tally, {}};
  EXPECT_TRUE(load.run(false));
  EXPECT_EQ(tally.accepted(), 60U);
  const auto& bodies = server.stop();
  EXPECT_EQ(bodies.size(), 60U);
  for (const auto& [body, statuses] : bodies) EXPECT_EQ(statuses.back(), 200);
}

TEST(Load, counts_what_was_refused_when_it_may_not_try_again) {
  TestServer server{[](int n) { return Treatment{n % 2 == 0 ? 503 : 200}; }};
  const Messages sent = messages();
  Tally tally{sent};
  Load load{sent, {.server = server.address(), .connections = 1, .requests_max = 40}, tally, {}};
  EXPECT_TRUE(load.run(false));
  EXPECT_EQ(tally.answers(), (std::map<int, std::uint64_t>{{200, 20}, {503, 20}}));
  EXPECT_EQ(tally.latency().count(), 20U) << "only 2xx have a latency";
}

TEST(Load, gives_up_on_an_answer_that_never_comes) {
  TestServer server{[](int n) { return Treatment{200, n == 0 ? 2'000ms : 0ms}; }};
  const Messages sent = messages();
  Tally tally{sent};
  const Plan plan{.server = server.address(),
                  .connections = 1,
                  .requests_max = 5,
                  .until_accepted = true,
                  .answer_deadline = 100ms};
  Load load{sent, plan, tally, {}};
  EXPECT_TRUE(load.run(false));
  EXPECT_EQ(tally.answers().at(0), 1U);
  EXPECT_EQ(tally.accepted(), 5U);
}

TEST(Load, repeats_the_share_of_messages_that_it_was_told) {
  TestServer server{accept};
  const Messages sent = messages();
  Tally tally{sent};
  Load load{sent, {.server = server.address(), .connections = 4, .requests_max = 1'000, .duplicates = 0.3}, tally, {}};
  EXPECT_TRUE(load.run(false));
  EXPECT_NEAR(static_cast<double>(load.repeated()), 300, 60);
  EXPECT_EQ(tally.messages(), 1'000 - load.repeated());
  const auto& bodies = server.stop();
  EXPECT_EQ(bodies.size(), tally.messages());
}

TEST(Load, records_each_outcome_for_a_checker) {
  const std::string path = testing::TempDir() + "record-" + std::to_string(getpid()) + ".jsonl";
  TestServer server{[](int n) { return Treatment{n == 0 ? 503 : 202}; }};
  const Messages sent = messages();
  {
    Tally tally{sent};
    ASSERT_TRUE(tally.record_to(path));
    Load load{
        sent, {.server = server.address(), .connections = 1, .requests_max = 2, .until_accepted = true}, tally, {}};
    EXPECT_TRUE(load.run(false));
  }
  std::ifstream file{path};
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  std::remove(path.c_str());
  ASSERT_EQ(lines.size(), 3U);
  const boost::json::value first = boost::json::parse(lines[0]);
  EXPECT_EQ(first.at("id").as_string(), sent.id(0));
  EXPECT_EQ(first.at("customer").as_string(), sent.customer(0));
  EXPECT_EQ(first.at("status").as_int64(), 503);
}

TEST(Load, brings_every_message_home_across_a_restart_of_the_server) {
  std::atomic<int> taken{0};
  auto server = std::make_unique<TestServer>([&](int n) {
    taken = n;
    taken.notify_one();
    return Treatment{200, 1ms};
  });
  const sockaddr_in address = server->address();
  const Messages sent = messages();
  Tally tally{sent};
  Load load{sent,
            {.server = address, .connections = 4, .per_second = 400, .requests_max = 200, .until_accepted = true},
            tally,
            {}};
  std::thread restart{[&] {
    taken.wait(0);
    server.reset();
    server = std::make_unique<TestServer>(accept, ntohs(address.sin_port));
  }};
  EXPECT_TRUE(load.run(false));
  restart.join();
  EXPECT_EQ(tally.accepted(), 200U);
  EXPECT_GE(load.reconnects(), 1U);
}

TEST(Load, says_that_no_connection_could_be_made) {
  auto server = std::make_unique<TestServer>(accept);
  const Messages sent = messages();
  Tally tally{sent};
  sockaddr_in nobody = server->address();
  server.reset();
  Load load{sent, {.server = nobody, .connections = 2, .requests_max = 5, .time = 200ms}, tally, {}};
  EXPECT_FALSE(load.run(false)) << "nobody listens";
  EXPECT_EQ(tally.messages(), 0U);
}

TEST(Load, stops_when_it_is_told_to) {
  TestServer server{accept};
  const Messages sent = messages();
  Tally tally{sent};
  std::atomic<bool> stop{false};
  Listeners listeners{.tick = [&](double) { stop = true; }};
  Load load{sent,
            {.server = server.address(), .connections = 2, .per_second = 100, .time = 60s},
            tally,
            std::move(listeners)};
  EXPECT_TRUE(load.run(stop));
  EXPECT_LT(tally.messages(), 1'000U);
}

}  // namespace
}  // namespace switchroom::traffic
