#include "gateway/server/chunk_decoder.hpp"

// *( size [ ";" extension ] CRLF data CRLF ) "0" [ ";" extension ] CRLF *( name ":" value CRLF ) CRLF
//
// A byte at a time but for data. Refused: signs, `0x`, blanks around the size, more than 16 digits, bare CR or LF.

#include <algorithm>

#include "gateway/server/character_class.hpp"
#include "gateway/server/excerpt.hpp"

namespace switchroom::server {
namespace {

constexpr std::size_t size_digits_max = 16;

std::unexpected<Error> refuse(Fault fault, std::string where, std::string found, std::string expected) {
  return std::unexpected(Error{fault, std::move(where), std::move(found), std::move(expected)});
}

bool is_field_character(char c) { return is_field_text({&c, 1}); }

}  // namespace

Result<std::size_t> ChunkDecoder::decode(std::string_view bytes, std::string& body) {
  std::size_t used = 0;
  while (used < bytes.size() && state_ != State::done) {
    if (state_ == State::data) {
      used += take_data(bytes.substr(used), body);
      continue;
    }
    const Result<State> next = step(bytes[used]);
    if (!next) return std::unexpected(next.error());
    state_ = *next;
    ++used;
  }
  return used;
}

std::size_t ChunkDecoder::take_data(std::string_view bytes, std::string& body) {
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(size_, bytes.size()));
  body.append(bytes.substr(0, count));
  size_ -= count;
  if (size_ == 0) state_ = State::data_cr;
  return count;
}

Result<ChunkDecoder::State> ChunkDecoder::step(char c) {
  switch (state_) {
    case State::first_digit:
      size_ = size_digits_ = 0;
      return hex_value(c) < 0 ? refuse(Fault::malformed_request, "chunk size", byte_word(c), "hexadecimal digits")
                              : on_size(c);
    case State::size:
      return on_size(c);
    case State::extension:
      return on_extension(c);
    case State::size_lf:
      return only('\n', c, size_ == 0 ? State::line_start : State::data);
    case State::data_cr:
      return only('\r', c, State::data_lf);
    case State::data_lf:
      return only('\n', c, State::first_digit);
    default:
      return on_trailer(c);
  }
}

Result<ChunkDecoder::State> ChunkDecoder::on_size(char c) {
  if (const int digit = hex_value(c); digit >= 0) {
    if (++size_digits_ > size_digits_max)
      return refuse(Fault::malformed_request, "chunk size", "more digits", "at most 16 digits");
    size_ = size_ * 16 + static_cast<std::uint64_t>(digit);
    return State::size;
  }
  if (c != '\r' && c != ';')
    return refuse(Fault::malformed_request, "chunk size", byte_word(c), "CRLF after the digits");
  if (size_ > body_bytes_max_ - body_bytes_)
    return refuse(Fault::payload_too_large, "body", "a larger one",
                  "at most " + std::to_string(body_bytes_max_) + " bytes");
  body_bytes_ += static_cast<std::size_t>(size_);
  return c == ';' ? State::extension : State::size_lf;
}

Result<ChunkDecoder::State> ChunkDecoder::on_extension(char c) {
  if (c == '\r') return State::size_lf;
  if (!is_field_character(c))
    return refuse(Fault::malformed_request, "chunk extension", byte_word(c), "visible characters");
  if (++extension_bytes_ > extension_bytes_max)
    return refuse(Fault::malformed_request, "chunk extension", "a longer one", "at most 4096 bytes in a body");
  return State::extension;
}

Result<ChunkDecoder::State> ChunkDecoder::on_trailer(char c) {
  if (++trailer_bytes_ > trailer_bytes_max)
    return refuse(Fault::header_too_large, "trailer", "a longer one", "at most 4096 bytes");
  switch (state_) {
    case State::line_start:
      if (c == '\r') return State::last_lf;
      if (is_in(c, token_character)) return State::name;
      break;
    case State::name:
      if (c == ':') return State::value;
      if (is_in(c, token_character)) return State::name;
      break;
    case State::value:
      if (c == '\r') return State::line_lf;
      if (is_field_character(c)) return State::value;
      break;
    case State::line_lf:
      return only('\n', c, State::line_start);
    default:
      return only('\n', c, State::done);
  }
  return refuse(Fault::malformed_request, "trailer", byte_word(c), "a field, or CRLF");
}

Result<ChunkDecoder::State> ChunkDecoder::only(char wanted, char c, State next) const {
  if (c == wanted) return next;
  return refuse(Fault::malformed_request, "chunk", byte_word(c),
                wanted == '\n' ? "LF after CR" : "CRLF after the data");
}

}  // namespace switchroom::server
