// Whatever our parser accepts, Beast accepts too and understands alike. (Beast accepts much that ours refuses.)

#include <gtest/gtest.h>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <iterator>
#include <random>

#include "gateway/server/head_parser.hpp"

namespace switchroom::server {
namespace {

namespace http = boost::beast::http;

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

void expect_alike(std::string_view bytes, const ParsedHead& ours) {
  http::request_parser<http::empty_body> theirs;
  theirs.eager(false);
  theirs.header_limit(65536);
  boost::system::error_code error;
  theirs.put(boost::asio::buffer(bytes), error);
  ASSERT_FALSE(error) << error.message() << "\n" << bytes;
  ASSERT_TRUE(theirs.is_header_done()) << bytes;
  const auto& message = theirs.get();
  EXPECT_EQ(view(message.method_string()), ours.method);
  EXPECT_EQ(view(message.target()), ours.target);
  EXPECT_EQ(message.version(), ours.is_http_1_0 ? 10u : 11u);
  EXPECT_EQ(theirs.chunked(), ours.is_chunked) << bytes;
  EXPECT_EQ(theirs.content_length().value_or(0), ours.content_length.value_or(0)) << bytes;
  const bool keeps_more =
      ours.is_http_1_0 && theirs.keep_alive();  // Beast overlooks `close` beside `keep-alive` in 1.0
  EXPECT_TRUE(theirs.keep_alive() == ours.keep_alive || keeps_more) << bytes;
  ASSERT_EQ(static_cast<std::size_t>(std::distance(message.begin(), message.end())), ours.headers().size()) << bytes;
  for (const connectors::Header& field : ours.headers()) {
    const auto [first, last] = message.equal_range(boost::beast::string_view{field.name.data(), field.name.size()});
    EXPECT_TRUE(std::any_of(first, last, [&](const auto& f) { return view(f.value()) == field.value; })) << field.name;
  }
}

constexpr std::string_view seeds[] = {
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /hooks/demo/whatsapp?x=1 HTTP/1.1\r\nHost: a.b:80\r\nContent-Length: 12\r\nX-Hub-Signature-256: "
    "sha256=00\r\n\r\n",
    "PUT /v1 HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
    "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: [::1]\r\nConnection: close , x\r\nExpect: "
    "100-continue\r\n\r\n",
    "DELETE /a%20b HTTP/1.1\r\nHost:a\r\nX-Empty:\r\nX-Blank: \t a  b \t\r\nx-empty: again\r\n\r\n",
};

/// A few bytes changed, left out, doubled, or taken from another seed.
std::string mutated(std::string_view seed, std::mt19937& random) {
  constexpr std::string_view alphabet = "\r\n \t:;,/?%=0159aAhHtTcC.-_\x7f\x80\x01+";
  std::string bytes{seed};
  for (auto changes = random() % 4; changes > 0; --changes) {
    const std::size_t at = random() % bytes.size();
    switch (random() % 4) {
      case 0:
        bytes[at] = alphabet[random() % alphabet.size()];
        break;
      case 1:
        bytes.erase(at, 1 + random() % 3);
        break;
      case 2:
        bytes.insert(at, 1, alphabet[random() % alphabet.size()]);
        break;
      default: {
        const std::string_view other = seeds[random() % std::size(seeds)];
        const std::size_t line = other.find('\n', random() % (other.size() - 4)) + 1;
        bytes.insert(bytes.find('\n') + 1, other.substr(line, other.find('\n', line) + 1 - line));
      }
    }
    if (bytes.empty()) bytes = seed;
  }
  return bytes;
}

TEST(HeadParserAgainstBeast, UnderstandsAlikeWhateverItAccepts) {
  std::mt19937 random{20'260'101};
  ParsedHead head;
  int accepted = 0;
  for (int i = 0; i < 50'000; ++i) {
    const std::string bytes = mutated(seeds[random() % std::size(seeds)], random);
    std::size_t scanned = 0;
    const std::optional<std::size_t> end = find_head_end(bytes, scanned);
    if (!end || bytes.starts_with("\r\n") || !parse_head(std::string_view{bytes}.substr(0, *end), head)) continue;
    ++accepted;
    expect_alike(std::string_view{bytes}.substr(0, *end), head);
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(accepted, 10'000);
}

}  // namespace
}  // namespace switchroom::server
