#include "loadtest/traffic/answer_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace switchroom::traffic {
namespace {

/// The statuses of all answers in `bytes`, cut at `cut`; a closing one is negative.
std::vector<int> statuses(const std::string& bytes, std::size_t cut) {
  std::vector<int> found;
  AnswerReader reader;
  for (const std::string& piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
    reader.feed(piece);
    while (true) {
      const auto answer = reader.next();
      if (!answer || !*answer) break;
      found.push_back((*answer)->closes ? -(*answer)->status : (*answer)->status);
    }
  }
  return found;
}

TEST(AnswerReader, finds_each_answer_wherever_the_bytes_are_cut) {
  const std::string bytes =
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
      "HTTP/1.1 503 Service Unavailable\r\ncontent-length:0\r\nRetry-After: 1\r\n\r\n"
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n"
      "HTTP/1.1 413 Too Large\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nno";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
    EXPECT_EQ(statuses(bytes, cut), (std::vector{200, 503, 204, 200, -413})) << cut;
}

TEST(AnswerReader, knows_that_http_1_0_closes) {
  EXPECT_EQ(statuses("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", 0), std::vector{-200});
}

TEST(AnswerReader, waits_for_the_rest_of_a_body) {
  AnswerReader reader;
  reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell");
  EXPECT_FALSE(reader.next()->has_value());
  reader.feed("o");
  EXPECT_EQ(reader.next()->value().status, 200);
}

TEST(AnswerReader, refuses_what_is_no_http) {
  for (const std::string bytes : {"+PONG\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "\r\n\r\n"}) {
    AnswerReader reader;
    reader.feed(bytes);
    EXPECT_FALSE(reader.next()) << bytes;
  }
  AnswerReader reader;
  reader.feed(std::string(70'000, 'x'));
  EXPECT_FALSE(reader.next());
}

}  // namespace
}  // namespace switchroom::traffic
