#include "gateway/server/request_reader.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace switchroom::server {
namespace {

constexpr std::size_t header_bytes_max = 1024;

/// Feeds `stream` in pieces of `step` bytes; gives the bodies of its requests, `!` and the fault at an error.
std::vector<std::string> bodies_of(std::string_view stream, std::size_t step, std::size_t body_bytes_max = 1 << 20) {
  Desk desk{header_bytes_max};
  RequestReader reader{desk, header_bytes_max};
  std::vector<std::string> bodies;
  bool has_head = false;
  for (;;) {
    Result<bool> is_here = has_head ? reader.body() : reader.head();
    if (is_here && *is_here && !has_head) {
      has_head = true;
      const Result<void> expected = reader.expect_body(body_bytes_max);
      is_here = expected ? reader.body() : std::unexpected(expected.error());
    }
    if (!is_here) return bodies.push_back("!" + std::string{row_of(is_here.error().fault).name}), bodies;
    if (*is_here) {
      EXPECT_GE(reader.request().spare_bytes, 64u);
      bodies.emplace_back(reader.request().body);
      reader.next();
      has_head = false;
      continue;
    }
    if (stream.empty()) return bodies;
    const std::span<char> space = reader.space();
    EXPECT_FALSE(space.empty());
    const std::size_t count = std::min({step, space.size(), stream.size()});
    std::memcpy(space.data(), stream.data(), count);
    reader.received(count);
    stream.remove_prefix(count);
  }
}

std::string post(std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string{body};
}

std::string chunked(std::string_view chunks) {
  return std::string{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"}.append(chunks);
}

TEST(RequestReader, FindsTheSameRequestsHoweverTheStreamIsCut) {
  const std::string large(40'000, 'l');
  const std::string stream = post("one") + chunked("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n") + post("") + post(large) +
                             chunked("0\r\nX: y\r\n\r\n") + "\r\n" + post("last");
  const std::vector<std::string> expected{"one", "abc", "", large, "", "last"};
  for (const std::size_t step : {1u, 2u, 3u, 7u, 64u, 100u, 1000u, 16'384u, 100'000u})
    EXPECT_EQ(bodies_of(stream, step), expected);
}

TEST(RequestReader, TakesBodiesThatJustFitAndJustDoNotFitBehindTheirHead) {
  const std::size_t room = Desk{header_bytes_max}.bytes_max;
  for (std::size_t size = room - 100; size < room; ++size) {
    const std::string body(size, 'b');
    EXPECT_EQ(bodies_of(post(body) + post("next"), 4'096), (std::vector<std::string>{body, "next"})) << size;
  }
}

TEST(RequestReader, RefusesAHeadThatIsTooLargeWithItsLastByteOrBefore) {
  const std::string fits = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(header_bytes_max - 32, 'x') + "\r\n\r\n";
  ASSERT_EQ(fits.size(), header_bytes_max);
  EXPECT_EQ(bodies_of(fits, 100), std::vector<std::string>{""});
  EXPECT_EQ(bodies_of("POST" + fits.substr(3), 5'000), std::vector<std::string>{"!header_too_large"});
  EXPECT_EQ(bodies_of(fits.substr(0, 1'020) + "xxxxxx", 1), std::vector<std::string>{"!header_too_large"});
}

TEST(RequestReader, RefusesBodiesAboveTheirLimit) {
  EXPECT_EQ(bodies_of(post("12345"), 100, 5), std::vector<std::string>{"12345"});
  EXPECT_EQ(bodies_of(post("123456"), 100, 5), std::vector<std::string>{"!payload_too_large"});
  EXPECT_EQ(bodies_of(chunked("3\r\nabc\r\n3\r\n"), 100, 5), std::vector<std::string>{"!payload_too_large"});
}

TEST(RequestReader, KnowsARequestThatIsWholeWithoutAskingForItsBody) {
  Desk desk{header_bytes_max};
  RequestReader reader{desk, header_bytes_max};
  const std::string stream = post("body") + "GET";
  std::memcpy(reader.space().data(), stream.data(), stream.size());
  reader.received(stream.size() - 5);
  ASSERT_TRUE(reader.head().value_or(false));
  EXPECT_FALSE(reader.is_whole());
  reader.received(5);
  EXPECT_TRUE(reader.is_whole());
  reader.next();
  EXPECT_FALSE(reader.is_empty());
  EXPECT_TRUE(std::string_view(desk.bytes.get(), 3) == "GET");
}

}  // namespace
}  // namespace switchroom::server
