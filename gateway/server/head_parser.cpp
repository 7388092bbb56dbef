#include "gateway/server/head_parser.hpp"

// request-line CRLF *( field-name ":" OWS field-value OWS CRLF ) CRLF
//
// Refused although other parsers take it, since a proxy before us might read it differently: bare CR or LF, NUL, folded
// lines, blanks before the colon, repeated or listed Content-Length, any Transfer-Encoding but a single `chunked` in
// HTTP/1.1, Transfer-Encoding beside Content-Length, absolute targets, two Hosts.

#include <algorithm>
#include <cstring>

#include "gateway/server/character_class.hpp"
#include "gateway/server/excerpt.hpp"

namespace switchroom::server {
namespace {

using std::string_view;

constexpr std::array<string_view, 7> known_methods{"POST", "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"};
constexpr std::size_t content_length_digits_max = 19;
constexpr std::size_t request_id_bytes_max = 64;

std::unexpected<Error> refuse(Fault fault, std::string where, std::string found, std::string expected) {
  return std::unexpected(Error{fault, std::move(where), std::move(found), std::move(expected)});
}

std::unexpected<Error> malformed(std::string where, std::string found, std::string expected) {
  return refuse(Fault::malformed_request, std::move(where), std::move(found), std::move(expected));
}

string_view without_blanks(string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Whether each `%` is followed by two hexadecimal digits.
bool has_whole_escapes(string_view target) {
  for (std::size_t at = target.find('%'); at != string_view::npos; at = target.find('%', at + 3))
    if (at + 2 >= target.size() || hex_value(target[at + 1]) < 0 || hex_value(target[at + 2]) < 0) return false;
  return true;
}

bool is_port(string_view text) { return text.size() <= 5 && std::ranges::all_of(text, is_digit); }

/// `name[:port]` or `[address][:port]`, not empty.
bool is_host(string_view text) {
  string_view rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == string_view::npos || end < 3) return false;
    const string_view address = text.substr(1, end - 1);
    if (!std::ranges::all_of(address, [](char c) { return c == ':' || is_in(c, host_character); })) return false;
    rest = text.substr(end + 1);
  } else {
    const std::size_t length = length_of(host_character, text);
    if (length == 0) return false;
    rest = text.substr(length);
  }
  return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
}

class Parser {
 public:
  Parser(string_view bytes, ParsedHead& head) : bytes_(bytes), head_(head) {}

  Result<void> parse() {
    if (bytes_.starts_with("\r\n")) at_ = 2;  // a client's habit after a body: RFC 9112 section 2.2
    Result<string_view> line = next_line();
    if (!line) return std::unexpected(std::move(line.error()));
    if (Result<void> done = request_line(*line); !done) return done;
    for (;;) {
      line = next_line();
      if (!line) return std::unexpected(std::move(line.error()));
      if (line->empty()) break;
      if (Result<void> done = field(*line); !done) return done;
    }
    head_.bytes = at_;
    return framing();
  }

 private:
  /// The next line without its CRLF.
  Result<string_view> next_line() {
    ++line_number_;
    const auto* begin = bytes_.data() + at_;
    const auto* end = static_cast<const char*>(std::memchr(begin, '\n', bytes_.size() - at_));
    if (end == nullptr) return malformed(here(), "the end of the head", "CRLF");
    if (end == begin || end[-1] != '\r') return malformed(here(), "a bare LF", "CRLF");
    at_ = static_cast<std::size_t>(end - bytes_.data()) + 1;
    return string_view{begin, static_cast<std::size_t>(end - begin) - 1};
  }

  Result<void> request_line(string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t second = first == string_view::npos ? first : line.find(' ', first + 1);
    if (second == string_view::npos)
      return malformed("request line", "fewer than three words", "method, target and version");
    head_.method = line.substr(0, first);
    head_.target = line.substr(first + 1, second - first - 1);
    if (Result<void> done = version(line.substr(second + 1)); !done) return done;
    if (Result<void> done = method(); !done) return done;
    return target();
  }

  Result<void> version(string_view text) {
    head_.is_http_1_0 = text == "HTTP/1.0";
    head_.keep_alive = !head_.is_http_1_0;
    if (head_.is_http_1_0 || text == "HTTP/1.1") return {};
    const bool is_version =
        text.size() == 8 && text.starts_with("HTTP/") && is_digit(text[5]) && text[6] == '.' && is_digit(text[7]);
    return refuse(is_version ? Fault::http_version : Fault::malformed_request, "request line", shortened(text),
                  "HTTP/1.1");
  }

  Result<void> method() {
    if (std::ranges::find(known_methods, head_.method) != known_methods.end()) return {};
    const bool is_token = !head_.method.empty() && length_of(token_character, head_.method) == head_.method.size();
    return refuse(is_token ? Fault::not_implemented : Fault::malformed_request, "request line, method",
                  shortened(head_.method), "GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS");
  }

  Result<void> target() {
    const string_view target = head_.target;
    if (!target.starts_with('/'))
      return malformed("request line, target", "another form", "a path that begins with `/`");
    if (const std::size_t length = length_of(target_character, target); length != target.size())
      return malformed("request line, target", byte_word(target[length]),
                       "legal characters; others as `%` and two digits");
    if (!has_whole_escapes(target))
      return malformed("request line, target", "a broken `%` escape", "`%` and two digits");
    const std::size_t mark = target.find('?');
    head_.path = target.substr(0, mark);
    head_.query = mark == string_view::npos ? string_view{} : target.substr(mark + 1);
    return {};
  }

  Result<void> field(string_view line) {
    const std::size_t colon = length_of(token_character, line);
    if (colon == 0 && (line.front() == ' ' || line.front() == '\t'))
      return malformed(here(), "a folded line", "each field on one line");
    if (colon == 0 || colon == line.size() || line[colon] != ':')
      return malformed(here(), colon == line.size() ? "no colon" : byte_word(line[colon]), "a field name and a colon");
    const string_view name = line.substr(0, colon);
    const string_view value = without_blanks(line.substr(colon + 1));
    if (!is_field_text(value)) return malformed(here(), "a control character", "visible characters");
    if (head_.field_count == ParsedHead::fields_max)
      return refuse(Fault::header_too_large, here(), "one field too many", "at most 100 fields");
    head_.fields[head_.field_count++] = {name, value};
    return note(name, value);
  }

  /// Remembers the fields that the server itself lives by.
  Result<void> note(string_view name, string_view value) {
    switch (name.size()) {
      case 4:
        return equals_lower(name, "host") ? host(value) : Result<void>{};
      case 6:
        return equals_lower(name, "expect") ? expect(value) : Result<void>{};
      case 10:
        return equals_lower(name, "connection") ? connection(value) : Result<void>{};
      case 12:
        return equals_lower(name, "x-request-id") ? request_id(value) : Result<void>{};
      case 14:
        return equals_lower(name, "content-length") ? content_length(value) : Result<void>{};
      case 17:
        return equals_lower(name, "transfer-encoding") ? transfer_encoding(value) : Result<void>{};
      default:
        return {};
    }
  }

  Result<void> host(string_view value) {
    if (!head_.host.empty()) return malformed("header Host", "it twice", "it once");
    if (!is_host(value)) return malformed("header Host", shortened(value), "a host name and perhaps a port");
    head_.host = value;
    return {};
  }

  Result<void> expect(string_view value) {
    if (!equals_lower(value, "100-continue"))
      return refuse(Fault::expectation_failed, "header Expect", shortened(value), "100-continue");
    head_.expects_continue = !head_.is_http_1_0;
    return {};
  }

  Result<void> connection(string_view value) {
    while (!value.empty()) {
      const std::size_t comma = std::min(value.find(','), value.size());
      const string_view option = without_blanks(value.substr(0, comma));
      if (length_of(token_character, option) != option.size())
        return malformed("header Connection", shortened(option), "a list of words");
      if (equals_lower(option, "close")) asks_close_ = true;
      if (equals_lower(option, "keep-alive")) head_.keep_alive = true;
      value.remove_prefix(std::min(comma + 1, value.size()));
    }
    return {};
  }

  Result<void> request_id(string_view value) {
    const bool is_sane = value.size() <= request_id_bytes_max && length_of(id_character, value) == value.size();
    head_.request_id = is_sane ? value : string_view{};
    return {};
  }

  Result<void> content_length(string_view value) {
    if (head_.content_length) return malformed("header Content-Length", "it twice", "it once");
    if (value.empty() || value.size() > content_length_digits_max || !std::ranges::all_of(value, is_digit))
      return malformed("header Content-Length", shortened(value), "1 to 19 digits");
    std::uint64_t length = 0;
    for (const char c : value) length = length * 10 + static_cast<std::uint64_t>(c - '0');
    head_.content_length = length;
    return {};
  }

  Result<void> transfer_encoding(string_view value) {
    if (head_.is_chunked) return malformed("header Transfer-Encoding", "it twice", "it once");
    if (head_.is_http_1_0) return malformed("header Transfer-Encoding", "it in HTTP/1.0", "Content-Length");
    if (!equals_lower(value, "chunked"))
      return refuse(Fault::not_implemented, "header Transfer-Encoding", shortened(value), "chunked");
    head_.is_chunked = true;
    return {};
  }

  /// What only the whole head can tell.
  Result<void> framing() {
    if (asks_close_) head_.keep_alive = false;
    if (head_.host.empty() && !head_.is_http_1_0) return malformed("header Host", "no such field", "it once");
    if (head_.is_chunked && head_.content_length)
      return malformed("header Content-Length", "it beside Transfer-Encoding", "one of them");
    return {};
  }

  std::string here() const { return line_number_ == 1 ? "request line" : "line " + std::to_string(line_number_); }

  string_view bytes_;
  ParsedHead& head_;
  std::size_t at_ = 0;
  std::size_t line_number_ = 0;
  bool asks_close_ = false;
};

}  // namespace

std::optional<std::size_t> find_head_end(string_view bytes, std::size_t& scanned) {
  const std::size_t front = bytes.starts_with("\r\n") ? 2 : 0;
  for (std::size_t at = std::max(scanned, front); at < bytes.size();) {
    const auto* found = static_cast<const char*>(std::memchr(bytes.data() + at, '\n', bytes.size() - at));
    if (found == nullptr) break;
    const auto line_end = static_cast<std::size_t>(found - bytes.data());
    const string_view rest = bytes.substr(line_end + 1);
    if (rest.starts_with('\n')) return line_end + 2;
    if (rest.starts_with("\r\n")) return line_end + 3;
    if (rest.size() < 2) return scanned = line_end, std::nullopt;
    at = line_end + 1;
  }
  scanned = std::max(front, bytes.size());
  return std::nullopt;
}

Result<void> parse_head(string_view bytes, ParsedHead& head) {
  head.bytes = head.field_count = 0;
  head.is_chunked = head.expects_continue = false;
  head.content_length.reset();
  head.host = head.request_id = {};
  return Parser{bytes, head}.parse();
}

bool can_begin_request(string_view bytes) {
  if (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
  if (bytes.empty() || bytes == "\r") return true;
  return is_in(bytes.front(), token_character);
}

}  // namespace switchroom::server
