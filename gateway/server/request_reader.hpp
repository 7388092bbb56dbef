#pragma once
// Requests out of a stream of bytes: head, body, and what belongs to the next request. Pure: no I/O; one thread.
//
//   take bytes into space(), tell received(n); head() until it is true; admit or refuse; expect_body();
//   body() until it is true; answer; next().

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "connectors/request.hpp"
#include "gateway/server/chunk_decoder.hpp"
#include "gateway/server/desk.hpp"

namespace switchroom::server {

/// Reads requests one after the other at a desk that belongs to somebody else.
class RequestReader {
 public:
  RequestReader(Desk& desk, std::size_t header_bytes_max) : desk_(desk), header_bytes_max_(header_bytes_max) {}

  /// Where the next bytes of the stream go. Never empty while head() or body() asks for more.
  std::span<char> space();
  /// `count` bytes were written into space().
  void received(std::size_t count);

  /// Whether the head is there; see parsed() then. Errors: those of `parse_head`, header_too_large.
  Result<bool> head();
  /// Once after head(): the body may have `bytes_max` bytes. Error: payload_too_large.
  Result<void> expect_body(std::size_t bytes_max);
  /// After expect_body(): whether the body is there; see request() then. Errors: those of `ChunkDecoder`.
  Result<bool> body();

  /// Whether any byte of a request is here.
  bool is_empty() const { return end_ == 0; }
  /// Whether a body follows the head of which nothing has come yet.
  bool awaits_body() const;
  /// Whether the whole request is here although its body was never asked for, so that next() can go on behind it.
  bool is_whole() const;
  const ParsedHead& parsed() const { return desk_.head; }
  /// Memory that the body takes apart from the desk, in bytes.
  std::size_t body_memory() const { return desk_.body.size(); }
  /// The request; without its body before body() is true. Valid until next().
  const connectors::Request& request() const { return request_; }

  /// Drops this request. Bytes behind it become the front of the next one.
  void next();

 private:
  std::string_view behind_head() const { return {desk_.bytes.get() + desk_.head.bytes, end_ - desk_.head.bytes}; }
  bool is_apart() const { return desk_.head.bytes + length_ > desk_.bytes_max; }
  Result<bool> chunked_body();
  void show_body(const char* data, std::size_t size, std::size_t spare_bytes);

  Desk& desk_;
  std::size_t header_bytes_max_;
  std::size_t end_ = 0;      // of the bytes received at the desk
  std::size_t scanned_ = 0;  // for find_head_end
  std::size_t length_ = 0;   // of the body, by Content-Length
  std::size_t apart_ = 0;    // bytes received of a body that does not fit at the desk
  bool in_body_ = false;
  std::optional<ChunkDecoder> chunks_;
  connectors::Request request_;
};

}  // namespace switchroom::server
