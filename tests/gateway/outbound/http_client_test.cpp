// Against a real socket that answers with given bytes, or not at all.
#include "gateway/outbound/http_client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <thread>

namespace switchroom::outbound {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Serves one connection: reads a head, writes `answer`, closes when the client has gone.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer)
      : acceptor_(context_, {asio::ip::make_address("127.0.0.1"), 0}),
        thread_([this, answer = std::move(answer)] { serve(answer); }) {}

  std::string url(const std::string& scheme = "http") const {
    return scheme + "://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
  }
  /// What was asked; waits until the connection has ended.
  std::string heard() {
    thread_.join();
    return heard_;
  }
  ~OneAnswer() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  void serve(const std::string& answer) {
    boost::system::error_code gone;
    tcp::socket socket = acceptor_.accept();
    asio::read_until(socket, asio::dynamic_buffer(heard_), "\r\n\r\n", gone);
    if (!answer.empty()) asio::write(socket, asio::buffer(answer), gone);
    if (answer.empty()) asio::read(socket, asio::dynamic_buffer(heard_), gone);
  }

  asio::io_context context_;
  tcp::acceptor acceptor_;
  std::string heard_;
  std::thread thread_;
};

TEST(HttpClient, SendsTheRequestAndGivesTheAnswer) {
  OneAnswer server{"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX-One: 1\r\n\r\nok"};
  const auto answer = send({.url = server.url()}, {"POST", "/a", "b=1", {{"X-Two", "2"}}, "body"});
  ASSERT_TRUE(answer) << answer.error().words;
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, "ok");
  EXPECT_EQ(answer->header("x-one"), "1");
  const std::string heard = server.heard();
  EXPECT_TRUE(heard.starts_with("POST /a?b=1 HTTP/1.1\r\n")) << heard;
  EXPECT_NE(heard.find("X-Two: 2\r\n"), std::string::npos);
}

TEST(HttpClient, SaysThatNothingWasSentWhenNobodyListens) {
  std::string url;
  {
    asio::io_context context;
    tcp::acceptor closed{context, {asio::ip::make_address("127.0.0.1"), 0}};
    url = "http://127.0.0.1:" + std::to_string(closed.local_endpoint().port());
  }
  const auto answer = send({.url = url}, {"GET", "/", "", {}, ""});
  ASSERT_FALSE(answer);
  EXPECT_FALSE(answer.error().sent);
}

TEST(HttpClient, SaysThatItWasSentWhenNoAnswerComes) {
  OneAnswer server{""};
  const auto answer = send({.url = server.url(), .timeout = std::chrono::milliseconds{200}}, {"GET", "/", "", {}, ""});
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().sent);
}

TEST(HttpClient, GivesUpAnAnswerThatIsTooLarge) {
  OneAnswer server{"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x')};
  EXPECT_FALSE(send({.url = server.url(), .answer_bytes_max = 100}, {"GET", "/", "", {}, ""}));
}

TEST(HttpClient, SendsNothingToAServerWithoutACertificate) {
  OneAnswer server{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
  const auto answer =
      send({.url = server.url("https"), .timeout = std::chrono::milliseconds{500}}, {"GET", "/secret", "", {}, ""});
  ASSERT_FALSE(answer);
  EXPECT_FALSE(answer.error().sent);
}

TEST(HttpClient, RefusesWhatIsNoAddress) { EXPECT_FALSE(send({.url = "gopher://x"}, {"GET", "/", "", {}, ""})); }

}  // namespace
}  // namespace switchroom::outbound
