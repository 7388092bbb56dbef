#pragma once
// The head of an HTTP/1 request: bytes to views, refusing whatever two parsers could understand differently. Pure: no
// I/O, no allocation but for an error's words; any thread. Stricter than the standard where it leaves a choice.
// Source: RFC 9112 sections 2–6, RFC 9110 section 5.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "connectors/request.hpp"

namespace switchroom::server {

/// A request's head. All views point into the parsed bytes.
struct ParsedHead {
  static constexpr std::size_t fields_max = 100;

  std::size_t bytes = 0;    ///< length of the head with its blank line
  std::string_view method;  ///< one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS
  std::string_view target;  ///< origin form, legal ASCII: `/path?query`
  std::string_view path;
  std::string_view query;  ///< without the `?`
  bool is_http_1_0 = false;
  bool keep_alive = true;         ///< what the client asks for
  bool is_chunked = false;        ///< never together with content_length
  bool expects_continue = false;  ///< never in HTTP/1.0
  std::optional<std::uint64_t> content_length;
  std::string_view host;
  std::string_view request_id;  ///< the X-Request-Id field if it is sane, else empty

  std::size_t field_count = 0;
  std::array<connectors::Header, fields_max> fields;

  std::span<const connectors::Header> headers() const { return {fields.data(), field_count}; }
};

/// Where the head that begins at the front of `bytes` ends: the offset behind its blank line; empty: not there yet.
/// `scanned` counts what earlier calls on the same bytes have seen; begin with 0. Bare LF ends a line here, so that
/// `parse_head` can refuse it instead of waiting.
std::optional<std::size_t> find_head_end(std::string_view bytes, std::size_t& scanned);

/// Parses one whole head as found by `find_head_end`, after at most one empty line. Errors: malformed_request,
/// header_too_large (more than `fields_max` fields), not_implemented (method, transfer coding), http_version,
/// expectation_failed. After an error the connection can't be used again.
Result<void> parse_head(std::string_view bytes, ParsedHead& head);

/// Whether the first bytes can begin a request at all: refuses TLS and other protocols without waiting for a line.
bool can_begin_request(std::string_view bytes);

}  // namespace switchroom::server
