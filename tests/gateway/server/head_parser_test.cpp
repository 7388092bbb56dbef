#include "gateway/server/head_parser.hpp"

#include <gtest/gtest.h>

#include "fault_of.hpp"
#include "gateway/server/excerpt.hpp"

namespace switchroom::server {
namespace {

constexpr std::string_view usual =
    "POST /hooks/demo/line?a=1&b=%C3%A9 HTTP/1.1\r\nHost: [::1]:8080\r\nContent-Length: 12\r\nX-Line-Signature:\tabc= "
    "\r\n"
    "X-Empty:\r\nConnection: upgrade, Keep-Alive\r\n\r\n";

std::size_t end_of(std::string_view bytes) {
  std::size_t scanned = 0;
  return find_head_end(bytes, scanned).value_or(0);
}

TEST(HeadParser, FindsEverythingInAUsualHead) {
  ParsedHead head;
  ASSERT_TRUE(parse_head(usual, head));
  EXPECT_EQ(head.bytes, usual.size());
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.target, "/hooks/demo/line?a=1&b=%C3%A9");
  EXPECT_EQ(head.path, "/hooks/demo/line");
  EXPECT_EQ(head.query, "a=1&b=%C3%A9");
  EXPECT_EQ(head.host, "[::1]:8080");
  EXPECT_EQ(head.content_length, 12u);
  EXPECT_TRUE(head.keep_alive);
  ASSERT_EQ(head.headers().size(), 5u);
  EXPECT_EQ(head.headers()[2].name, "X-Line-Signature");
  EXPECT_EQ(head.headers()[2].value, "abc=");
  EXPECT_EQ(head.headers()[3].value, "");
}

TEST(HeadParser, ForgetsTheHeadBefore) {
  ParsedHead head;
  ASSERT_TRUE(parse_head(
      "POST /a?b HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nX-Request-Id: r\r\nTransfer-Encoding: chunked\r\n"
      "Connection: close\r\n\r\n",
      head));
  EXPECT_TRUE(head.is_chunked && head.expects_continue && !head.keep_alive);
  ASSERT_TRUE(parse_head("GET / HTTP/1.1\r\nHost: b\r\n\r\n", head));
  EXPECT_FALSE(head.is_chunked || head.expects_continue || head.content_length);
  EXPECT_TRUE(head.keep_alive && head.request_id.empty() && head.query.empty());
  EXPECT_EQ(head.headers().size(), 1u);
}

TEST(HeadParser, TakesUpToAHundredFields) {
  std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 1; i < 100; ++i) bytes += "X: 1\r\n";
  ParsedHead head;
  ASSERT_TRUE(parse_head(bytes + "\r\n", head));
  EXPECT_EQ(head.headers().size(), 100u);
  EXPECT_EQ(fault_of(parse_head(bytes + "X: 1\r\n\r\n", head)), Fault::header_too_large);
}

TEST(HeadParser, TakesAnyUsualHost) {
  ParsedHead head;
  for (const std::string host : {"a", "example.org:443", "127.0.0.1:8080", "[fe80::1]", "x_y-z.test", "a:"})
    EXPECT_TRUE(parse_head("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", head)) << host;
  for (const std::string host : {":80", "a b", "[::1", "[]", "[::1]x", "a:123456", "a,b", "http://a"})
    EXPECT_FALSE(parse_head("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", head)) << host;
}

TEST(HeadParser, TakesOnlySaneRequestIds) {
  ParsedHead head;
  const auto id_of = [&](const std::string& value) {
    const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + value + "\r\n\r\n";
    EXPECT_TRUE(parse_head(bytes, head));
    return std::string{head.request_id};
  };
  EXPECT_EQ(id_of("0af7651916cd43dd8448eb211c80319c"), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(id_of(std::string(64, 'a')), std::string(64, 'a'));
  EXPECT_EQ(id_of(std::string(65, 'a')), "");
  EXPECT_EQ(id_of("a b"), "");
  EXPECT_EQ(id_of("\"><script>"), "");
}

TEST(HeadParser, FindsTheEndWhereverItIsCut) {
  const std::string bytes = "\r\n" + std::string{usual} + "body\r\n\r\n";
  std::size_t scanned = 0;
  for (std::size_t size = 0; size < 2 + usual.size(); ++size)
    EXPECT_FALSE(find_head_end(std::string_view{bytes}.substr(0, size), scanned)) << size;
  EXPECT_EQ(find_head_end(bytes, scanned), 2 + usual.size());
  EXPECT_EQ(end_of(bytes), 2 + usual.size());
}

TEST(HeadParser, EndsAtBareLineFeedsToRefuseThem) {
  for (const std::string_view bytes :
       {"GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\r\n\n", "GET / HTTP/1.1\nHost: a\n\r\n"}) {
    EXPECT_EQ(end_of(bytes), bytes.size());
    ParsedHead head;
    EXPECT_FALSE(parse_head(bytes, head));
  }
}

TEST(HeadParser, RefusesEveryControlCharacterEverywhere) {
  ParsedHead head;
  for (std::size_t at = 0; at < usual.size(); ++at) {
    for (int byte = 0; byte < 32; ++byte) {
      std::string bytes{usual};
      if (bytes[at] == static_cast<char>(byte) || byte == '\t') continue;
      bytes[at] = static_cast<char>(byte);
      EXPECT_FALSE(parse_head(bytes, head)) << "byte " << byte << " at " << at;
    }
  }
}

TEST(HeadParser, KnowsWhatCanBeginARequest) {
  EXPECT_TRUE(can_begin_request(""));
  EXPECT_TRUE(can_begin_request("\r"));
  EXPECT_TRUE(can_begin_request("\r\n"));
  EXPECT_TRUE(can_begin_request("\r\nG"));
  EXPECT_FALSE(can_begin_request("\n"));
  EXPECT_FALSE(can_begin_request("\r\n\r\n"));
  EXPECT_FALSE(can_begin_request("\x16\x03"));
  EXPECT_FALSE(can_begin_request(" GET"));
}

TEST(Excerpt, ShowsOnlyPrintableAsciiAndNotTooMuch) {
  EXPECT_EQ(shortened("a\n\x1b\xc3\xa9z"), "a????z");
  EXPECT_EQ(shortened(std::string(40, 'a')), std::string(32, 'a') + "...");
  EXPECT_EQ(byte_word('\n'), "byte 0x0a");
  EXPECT_EQ(byte_word('\xff'), "byte 0xff");
}

}  // namespace
}  // namespace switchroom::server
