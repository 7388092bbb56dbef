// What a well-behaved client may do.

#include <gtest/gtest.h>

#include "raw_client.hpp"
#include "running_server.hpp"

namespace switchroom::server {
namespace {

std::string post(std::string_view path, std::string_view body, std::string_view fields = {}) {
  std::string bytes{"POST "};
  bytes.append(path).append(" HTTP/1.1\r\nHost: a\r\n").append(fields);
  bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  return bytes;
}

std::string get(std::string_view path, std::string_view fields = {}) {
  return std::string{"GET "}.append(path).append(" HTTP/1.1\r\nHost: a\r\n").append(fields).append("\r\n");
}

std::string chunked(std::string_view chunks) {
  return std::string{"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"}.append(chunks);
}

class Exchange : public testing::Test {
 protected:
  RunningServer server_;
  RawClient client_{server_.port()};

  /// Sends, and gives the next answer; one with status 0 if there is none.
  Answer ask(std::string_view bytes) {
    client_.send(bytes);
    return client_.answer().value_or(Answer{});
  }
};

TEST_F(Exchange, GivesTheBodyBackAndKeepsTheConnection) {
  for (const std::string body : {"first", "", "third"}) {
    const Answer answer = ask(post("/echo", body));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, body);
    EXPECT_FALSE(answer.has("Connection: close"));
  }
  EXPECT_EQ(server_.figures().requests.value(), 3);
  EXPECT_EQ(server_.figures().accepted.value(), 1);
}

TEST_F(Exchange, TellsTheHandlerWhatCame) {
  EXPECT_EQ(ask(get("/describe?a=%20b", "X-Request-Id: r.1-b_2\r\nx-Odd:\t v \xc3\xa9 \r\n")).body,
            "GET /describe a=%20b /describe?a=%20b r.1-b_2 127.0.0.1 spare\n"
            "Host=a\nX-Request-Id=r.1-b_2\nx-Odd=v \xc3\xa9");
}

TEST_F(Exchange, AnswersPipelinedRequestsInTheirOrder) {
  std::string bytes;
  for (int i = 0; i < 500; ++i) bytes += post("/echo", "message " + std::to_string(i));
  client_.send(bytes);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(client_.answer().value_or(Answer{}).body, "message " + std::to_string(i));
}

TEST_F(Exchange, HoldsBackPipelinedRequestsUntilTheFirstIsAnswered) {
  client_.send(post("/hold", "first") + chunked("6\r\nsecond\r\n0\r\n\r\n") + get("/describe"));
  ASSERT_TRUE(becomes_true([&] { return server_.program().holding == 1; }));
  EXPECT_FALSE(client_.is_readable_within(50));
  server_.release_held();
  EXPECT_EQ(client_.answer().value_or(Answer{}).body, "first");
  EXPECT_EQ(client_.answer().value_or(Answer{}).body, "second");
  EXPECT_EQ(client_.answer().value_or(Answer{}).status, 200);
}

TEST_F(Exchange, TakesRequestsInAnyPieces) {
  const std::string bytes = post("/echo", "whole") + chunked("3;e=\"1\"\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n");
  for (const char& byte : bytes) client_.send({&byte, 1});
  EXPECT_EQ(client_.answer().value_or(Answer{}).body, "whole");
  EXPECT_EQ(client_.answer().value_or(Answer{}).body, "abcde");
}

TEST_F(Exchange, TakesAnEmptyLineBeforeARequest) { EXPECT_EQ(ask("\r\n" + post("/echo", "a")).body, "a"); }

TEST_F(Exchange, TakesBodiesUpToTheLimitAndNoByteMore) {
  const std::string body(1 << 20, 'b');
  EXPECT_EQ(ask(post("/echo", body)).body, body);
  EXPECT_EQ(ask(post("/small", "0123456789")).status, 200);
  EXPECT_EQ(ask(post("/small", "0123456789a")).status, 413);
  EXPECT_TRUE(client_.is_closed());
}

TEST_F(Exchange, TakesLargeChunkedBodies) {
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'c') + "\r\n";
  std::string chunks;
  for (int i = 0; i < 16; ++i) chunks += chunk;
  EXPECT_EQ(ask(chunked(chunks + "0\r\n\r\n")).body, std::string(1 << 20, 'c'));
  EXPECT_EQ(ask(post("/echo", "next")).body, "next");
}

TEST_F(Exchange, SendsLargeAnswersWhole) { EXPECT_EQ(ask(get("/large?30000000")).body.size(), 30'000'000u); }

TEST_F(Exchange, ClosesWhenTheClientWantsIt) {
  const Answer answer = ask(get("/echo", "Connection: Keep-Alive, close\r\n"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.has("Connection: close"));
  EXPECT_TRUE(client_.is_closed());
}

TEST_F(Exchange, AnswersAClientThatHasSentItsLastByte) {
  client_.send(post("/echo", "last"));
  client_.finish();
  EXPECT_EQ(client_.answer().value_or(Answer{}).body, "last");
  EXPECT_TRUE(client_.is_closed());
}

TEST_F(Exchange, ForgetsRequestsThatEndTooEarly) {
  client_.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  client_.finish();
  EXPECT_TRUE(client_.is_closed());
  EXPECT_EQ(server_.figures().requests.value(), 0);
}

TEST_F(Exchange, ClosesAfterAnHttp10RequestWithoutKeepAlive) {
  EXPECT_TRUE(ask("GET /echo HTTP/1.0\r\n\r\n").has("Connection: close"));
  EXPECT_TRUE(client_.is_closed());
}

TEST_F(Exchange, KeepsAnHttp10ConnectionIfAsked) {
  for (int i = 0; i < 2; ++i)
    EXPECT_TRUE(ask("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").has("Connection: keep-alive"));
}

TEST_F(Exchange, AnswersHeadAsGetWithoutABody) {
  client_.send("HEAD /large?5 HTTP/1.1\r\nHost: a\r\n\r\n" + get("/describe"));
  const Answer head = client_.answer(true).value_or(Answer{});
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.has("Content-Length: 5"));
  EXPECT_TRUE(client_.answer().value_or(Answer{}).body.starts_with("GET /describe"));
}

TEST_F(Exchange, AsksForABodyThatWaitsForIt) {
  client_.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client_.answer().value_or(Answer{}).status, 100);
  EXPECT_EQ(ask("body").body, "body");
}

TEST_F(Exchange, DoesNotAskForABodyThatIsThere) {
  const Answer answer = ask(post("/echo", "body", "Expect: 100-continue\r\n"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "body");
}

TEST_F(Exchange, DoesNotAskForABodyThatItRefuses) {
  EXPECT_EQ(ask("POST /none HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n").status, 404);
  EXPECT_TRUE(client_.is_closed());
}

TEST_F(Exchange, IgnoresAnHttp10Expectation) {
  client_.send("POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_FALSE(client_.is_readable_within(50));
  EXPECT_EQ(ask("body").body, "body");
}

TEST_F(Exchange, RefusesUnknownPathsBeforeTheirBody) {
  EXPECT_EQ(ask("POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nbegun").status, 404);
  const std::string more(10'000, 'x');  // a client that is still sending must not be reset, or it may lose the answer
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(client_.send(more)) << i;
  client_.finish();
  EXPECT_TRUE(client_.is_closed());
}

TEST_F(Exchange, KeepsTheConnectionAfterARefusalIfNothingIsOnItsWay) {
  EXPECT_EQ(ask(get("/none")).status, 404);
  EXPECT_EQ(ask(post("/none", "small body")).status, 404);
  const Answer refused = ask("DELETE /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(refused.status, 405);
  EXPECT_TRUE(refused.has("Allow: GET, POST"));
  EXPECT_EQ(ask(post("/echo", "still here")).body, "still here");
}

TEST_F(Exchange, MakesUpAnIdForEachRequestThatBringsNone) {
  const std::string first = ask(get("/describe")).body;
  EXPECT_NE(first, ask(get("/describe")).body);
  const std::string foreign = ask(get("/describe", "X-Request-Id: a b\"\r\n")).body;
  EXPECT_TRUE(foreign.starts_with("GET /describe  /describe " + first.substr(25, 16))) << foreign;
}

TEST_F(Exchange, SendsTheRequestIdBack) {
  EXPECT_TRUE(ask(get("/none", "X-Request-Id: abc\r\n")).has("X-Request-Id: abc"));
}

TEST_F(Exchange, TurnsExceptionsIntoA500) {
  EXPECT_EQ(ask(get("/throw")).status, 500);
  EXPECT_EQ(ask(get("/throw-early")).status, 500);
  EXPECT_EQ(ask(get("/echo")).status, 200);
  EXPECT_EQ(server_.program().exceptions, 2);
  EXPECT_EQ(server_.figures().handler_errors.value(), 2);
}

}  // namespace
}  // namespace switchroom::server
