// Real sockets: deadlines, bounds, the end.
#include "gateway/mail/mail_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "dialogue.hpp"

namespace switchroom::smtp {
namespace {

using asio::ip::tcp;

/// Answers as in the dialogues; `hold` keeps mails until it is let go.
class Program final : public Handler {
 public:
  explicit Program(asio::io_context& context) : held_(context, asio::steady_timer::time_point::max()) {}

  Owner find(std::string_view address) override { return owner_of(address); }

  asio::awaitable<std::vector<Reply>> take(Mail mail, Peer) override {
    if (mail.content == "throw\r\n") throw std::runtime_error("thrown");
    if (mail.content == "hold\r\n") {
      holding = true;
      boost::system::error_code ignored;
      co_await held_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    std::vector<Reply> outcomes;
    for (const std::string& recipient : mail.recipients) outcomes.push_back(outcome_for(recipient));
    co_return outcomes;
  }

  void on_exception(std::string_view) noexcept override { ++exceptions; }

  /// On the server's thread.
  void let_go() { held_.cancel(); }

  std::atomic<bool> holding = false;
  std::atomic<int> exceptions = 0;

 private:
  asio::steady_timer held_;
};

bool becomes_true(const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

class Running {
 public:
  explicit Running(const Limits& limits = {}) : server_(context_, Dialect::lmtp, limits, program, nullptr) {
    port = server_.listen({asio::ip::address_v4::loopback(), 0}, server::Listening::alone).port();
    asio::co_spawn(context_, server_.run(), [this](const std::exception_ptr&) { ended = true; });
    thread_ = std::thread{[this] { context_.run(); }};
  }
  ~Running() {
    drain();
    let_go();
    thread_.join();
  }

  void drain() {
    asio::post(context_, [this] { server_.drain(); });
  }
  void let_go() {
    asio::post(context_, [this] { program.let_go(); });
  }
  const Figures& figures() const { return server_.figures(); }

 private:
  asio::io_context context_{1};

 public:
  Program program{context_};
  std::atomic<bool> ended = false;
  std::uint16_t port = 0;

 private:
  MailServer server_;
  std::thread thread_;
};

class Client {
 public:
  explicit Client(std::uint16_t port) { socket_.connect({asio::ip::address_v4::loopback(), port}); }

  /// The next line, without its end; `closed` if there is none.
  std::string line() {
    boost::system::error_code error;
    const std::size_t size = asio::read_until(socket_, asio::dynamic_buffer(received_), "\r\n", error);
    if (error) return "closed";
    const std::string line = received_.substr(0, size - 2);
    received_.erase(0, size);
    return line;
  }
  void send(const std::string& bytes) {
    boost::system::error_code ignored;
    asio::write(socket_, asio::buffer(bytes), ignored);
  }
  /// Up to the 354 of a mail to `support`.
  void begin_mail() {
    send("LHLO x\r\n");
    while (!line().starts_with("250 ")) {
    }
    send("MAIL FROM:<>\r\nRCPT TO:<support@shop.example>\r\nDATA\r\n");
    while (!line().starts_with("354")) {
    }
  }

 private:
  asio::io_context context_;
  tcp::socket socket_{context_};
  std::string received_;
};

TEST(MailServer, takes_a_mail_and_counts_it) {
  Running server;
  Client client{server.port};
  EXPECT_EQ(client.line(), "220 localhost LMTP Switchroom");
  client.begin_mail();
  client.send("Hi\r\n.\r\nQUIT\r\n");
  EXPECT_EQ(client.line(), "250 2.0.0 stored");
  EXPECT_EQ(client.line(), "221 2.0.0 localhost closes");
  EXPECT_EQ(client.line(), "closed");
  EXPECT_EQ(server.figures().stored.value(), 1);
}

TEST(MailServer, tells_the_sender_to_try_again_when_the_program_throws) {
  Running server;
  Client client{server.port};
  client.line();
  client.begin_mail();
  client.send("throw\r\n.\r\n");
  EXPECT_EQ(client.line(), "451 4.3.0 that went wrong here: try again");
  EXPECT_EQ(server.program.exceptions, 1);
}

TEST(MailServer, turns_away_more_connections_than_it_may_have) {
  Limits limits;
  limits.connections_max = 1;
  Running server{limits};
  Client first{server.port};
  EXPECT_TRUE(first.line().starts_with("220"));
  Client second{server.port};
  EXPECT_EQ(second.line(), "421 4.3.2 localhost has too many connections: come back later");
  EXPECT_EQ(second.line(), "closed");
}

TEST(MailServer, closes_when_no_command_comes_in_time) {
  Limits limits;
  limits.command_ms = 1;
  Running server{limits};
  Client client{server.port};
  client.line();
  EXPECT_EQ(client.line(), "421 4.4.2 that took too long");
  EXPECT_EQ(client.line(), "closed");
}

TEST(MailServer, gives_a_mail_one_deadline_however_busy_the_client_looks) {
  Limits limits;
  limits.content_ms = 1;
  Running server{limits};
  Client client{server.port};
  client.line();
  client.begin_mail();
  ASSERT_TRUE(becomes_true([&] {
    client.send("x");
    return server.figures().late.value() == 1;
  }));
  EXPECT_EQ(client.line(), "421 4.4.2 that took too long");
}

TEST(MailServer, holds_no_more_mails_than_it_may) {
  Limits limits;
  limits.mails_bytes_max = 100'000;
  Running server{limits};
  Client client{server.port};
  client.line();
  client.begin_mail();
  client.send(std::string(300'000, 'x'));
  EXPECT_EQ(client.line(), "421 4.3.1 too many mails at a time: come back later");
}

TEST(MailServer, that_drains_says_so_to_idle_connections_and_accepts_none) {
  Running server;
  Client client{server.port};
  client.line();
  server.drain();
  EXPECT_EQ(client.line(), "421 4.3.2 localhost stops: come back later");
  EXPECT_EQ(client.line(), "closed");
  EXPECT_TRUE(becomes_true([&] { return server.ended.load(); }));
}

TEST(MailServer, that_drains_answers_the_mail_that_is_on_its_way) {
  Running server;
  Client being_stored{server.port};
  being_stored.line();
  being_stored.begin_mail();
  being_stored.send("hold\r\n.\r\n");
  Client coming{server.port};
  coming.line();
  coming.begin_mail();
  ASSERT_TRUE(becomes_true([&] { return server.program.holding.load(); }));
  server.drain();
  coming.send("Hi\r\n.\r\n");
  EXPECT_EQ(coming.line(), "250 2.0.0 stored");
  EXPECT_EQ(coming.line(), "421 4.3.2 localhost stops: come back later");
  server.let_go();
  EXPECT_EQ(being_stored.line(), "250 2.0.0 stored");
  EXPECT_EQ(being_stored.line(), "421 4.3.2 localhost stops: come back later");
  EXPECT_EQ(being_stored.line(), "closed");
}

}  // namespace
}  // namespace switchroom::smtp
