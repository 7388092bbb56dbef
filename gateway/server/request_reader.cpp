#include "gateway/server/request_reader.hpp"

// A body is read in place behind its head if it fits there; a longer one gets memory of its own, in which nothing of
// the next request can land. Chunks are decoded out of the place behind the head, which so is free again each time.

#include <algorithm>
#include <cstring>

namespace switchroom::server {

std::span<char> RequestReader::space() {
  if (in_body_ && !chunks_ && is_apart()) return {desk_.body.data() + apart_, length_ - apart_};
  return {desk_.bytes.get() + end_, desk_.bytes_max - end_};
}

void RequestReader::received(std::size_t count) {
  if (in_body_ && !chunks_ && is_apart())
    apart_ += count;
  else
    end_ += count;
}

Result<bool> RequestReader::head() {
  const std::string_view bytes{desk_.bytes.get(), end_};
  if (!can_begin_request(bytes))
    return std::unexpected(Error{Fault::malformed_request, "request line", "other bytes", "an HTTP/1.1 request"});
  const std::optional<std::size_t> end = find_head_end(bytes, scanned_);
  if (end.value_or(end_) > header_bytes_max_)
    return std::unexpected(Error{Fault::header_too_large, "header", "a larger one",
                                 "at most " + std::to_string(header_bytes_max_) + " bytes"});
  if (!end) return false;
  if (Result<void> done = parse_head(bytes.substr(0, *end), desk_.head); !done) return std::unexpected(done.error());
  const ParsedHead& head = desk_.head;
  request_ = {head.method == "HEAD" ? "GET" : head.method, head.path, head.query, head.headers(), {}, 0};
  return true;
}

Result<void> RequestReader::expect_body(std::size_t bytes_max) {
  const ParsedHead& head = desk_.head;
  if (head.content_length.value_or(0) > bytes_max)
    return std::unexpected(Error{Fault::payload_too_large, "body", std::to_string(*head.content_length) + " bytes",
                                 "at most " + std::to_string(bytes_max) + " bytes"});
  in_body_ = true;
  if (head.is_chunked) {
    chunks_.emplace(bytes_max);
    return {};
  }
  length_ = static_cast<std::size_t>(head.content_length.value_or(0));
  if (!is_apart()) return {};
  const std::string_view begun = behind_head();
  desk_.body.resize_and_overwrite(length_ + Desk::spare_bytes, [](char*, std::size_t size) { return size; });
  apart_ = begun.copy(desk_.body.data(), begun.size());
  end_ = head.bytes;
  return {};
}

Result<bool> RequestReader::body() {
  if (chunks_) return chunked_body();
  if (is_apart()) {
    if (apart_ < length_) return false;
    show_body(desk_.body.data(), length_, Desk::spare_bytes);
    return true;
  }
  if (behind_head().size() < length_) return false;
  const std::size_t end = desk_.head.bytes + length_;
  show_body(desk_.bytes.get() + desk_.head.bytes, length_, desk_.bytes_max + Desk::spare_bytes - end);
  return true;
}

Result<bool> RequestReader::chunked_body() {
  const std::string_view bytes = behind_head();
  const Result<std::size_t> used = chunks_->decode(bytes, desk_.body);
  if (!used) return std::unexpected(used.error());
  const std::string_view rest = bytes.substr(*used);
  std::memmove(desk_.bytes.get() + desk_.head.bytes, rest.data(), rest.size());
  end_ = desk_.head.bytes + rest.size();
  if (!chunks_->is_done()) return false;
  const std::size_t size = desk_.body.size();
  desk_.body.append(Desk::spare_bytes, '\0');
  show_body(desk_.body.data(), size, Desk::spare_bytes);
  return true;
}

void RequestReader::show_body(const char* data, std::size_t size, std::size_t spare_bytes) {
  request_.body = {data, size};
  request_.spare_bytes = spare_bytes;
}

bool RequestReader::awaits_body() const {
  const ParsedHead& head = desk_.head;
  return end_ == head.bytes && apart_ == 0 && (head.is_chunked || head.content_length.value_or(0) > 0);
}

bool RequestReader::is_whole() const {
  const ParsedHead& head = desk_.head;
  return !head.is_chunked && behind_head().size() >= head.content_length.value_or(0);
}

void RequestReader::next() {
  const ParsedHead& head = desk_.head;
  const bool is_in_place = !chunks_ && apart_ == 0;
  const std::size_t used = head.bytes + (is_in_place ? static_cast<std::size_t>(head.content_length.value_or(0)) : 0);
  std::memmove(desk_.bytes.get(), desk_.bytes.get() + used, end_ - used);
  end_ -= used;
  scanned_ = length_ = apart_ = 0;
  in_body_ = false;
  chunks_.reset();
  desk_.body = {};
  request_ = {};
}

}  // namespace switchroom::server
