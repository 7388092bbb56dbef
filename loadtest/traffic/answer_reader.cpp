// Source: RFC 9112 "HTTP/1.1", sections 4, 6 and 7.

#include "loadtest/traffic/answer_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>

namespace switchroom::traffic {
namespace {

constexpr std::size_t head_bytes_max = 64 * 1024;
constexpr auto npos = std::string_view::npos;

std::unexpected<Error> no_http(std::string_view found) {
  return std::unexpected(Error{Fault::malformed_request, "answer", std::string{found}, "HTTP/1.1"});
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equal_without_case(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

/// The value of a field of `head`; empty text if it is missing.
std::string_view field(std::string_view head, std::string_view name) {
  for (auto at = head.find("\r\n"); at != npos; at = head.find("\r\n", at)) {
    at += 2;
    const std::string_view line = head.substr(at, head.find("\r\n", at) - at);
    const auto colon = line.find(':');
    if (colon == npos || !equal_without_case(line.substr(0, colon), name)) continue;
    const auto value = line.find_first_not_of(" \t", colon + 1);
    return value == npos ? std::string_view{} : line.substr(value);
  }
  return {};
}

template <class Number>
bool read_number(std::string_view text, Number& number, int base) {
  return std::from_chars(text.data(), text.data() + text.size(), number, base).ec == std::errc{};
}

/// Where a chunked body ends in `text`, counted from `at`; empty: not yet there.
Result<std::optional<std::size_t>> end_of_chunks(std::string_view text, std::size_t at) {
  while (true) {
    const auto line_end = text.find("\r\n", at);
    if (line_end == npos) return std::nullopt;
    std::uint32_t size = 0;
    if (!read_number(text.substr(at, line_end - at), size, 16)) return no_http("a chunk without a size");
    at = line_end + 2 + size + 2;
    if (at > text.size()) return std::nullopt;
    if (size == 0) return at;
  }
}

Result<std::optional<std::size_t>> end_of_body(std::string_view text, std::size_t head_end, int status) {
  const std::string_view head = text.substr(0, head_end);
  if (status < 200 || status == 204 || status == 304) return head_end;
  if (equal_without_case(field(head, "Transfer-Encoding"), "chunked")) return end_of_chunks(text, head_end);
  std::size_t size = 0;
  const std::string_view length = field(head, "Content-Length");
  if (!length.empty() && !read_number(length, size, 10)) return no_http(length);
  return head_end + size <= text.size() ? std::optional{head_end + size} : std::nullopt;
}

}  // namespace

Result<std::optional<HttpAnswer>> AnswerReader::next() {
  const std::string_view text = bytes_;
  const auto blank = text.find("\r\n\r\n");
  if (blank == npos)
    return text.size() > head_bytes_max ? Result<std::optional<HttpAnswer>>{no_http("a head without end")}
                                        : std::nullopt;

  HttpAnswer answer;
  const std::string_view head = text.substr(0, blank + 2);
  if (!text.starts_with("HTTP/1.") || !read_number(text.substr(9, 3), answer.status, 10))
    return no_http(text.substr(0, 20));
  answer.closes = text[7] == '0' || equal_without_case(field(head, "Connection"), "close");
  const auto end = end_of_body(text, blank + 4, answer.status);
  if (!end) return std::unexpected(end.error());
  if (!*end) return std::nullopt;
  bytes_.erase(0, **end);
  if (answer.status < 200) return next();
  return answer;
}

}  // namespace switchroom::traffic
