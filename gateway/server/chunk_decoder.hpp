#pragma once
// The chunked transfer coding: bytes as they come to a body, strictly and within bounds. Pure: any thread.
// Source: RFC 9112 section 7.1.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"

namespace switchroom::server {

/// Decodes one chunked body. Extensions and trailer fields are checked, counted and dropped.
class ChunkDecoder {
 public:
  static constexpr std::size_t extension_bytes_max = 4096;  ///< of all chunks together
  static constexpr std::size_t trailer_bytes_max = 4096;

  /// A decoder for a body of at most `body_bytes_max` bytes.
  explicit ChunkDecoder(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}

  /// Appends what `bytes` holds of the body to `body`. Returns how many bytes belong to the coding: all of them, unless
  /// the body ends before. Errors: malformed_request, payload_too_large, header_too_large (trailer).
  Result<std::size_t> decode(std::string_view bytes, std::string& body);

  /// Whether the body and its trailer are complete.
  bool is_done() const { return state_ == State::done; }

 private:
  enum class State : std::uint8_t {
    first_digit,
    size,
    extension,
    size_lf,
    data,
    data_cr,
    data_lf,
    line_start,
    name,
    value,
    line_lf,
    last_lf,
    done
  };

  Result<State> step(char c);
  Result<State> on_size(char c);
  Result<State> on_extension(char c);
  Result<State> on_trailer(char c);
  Result<State> only(char wanted, char c, State next) const;
  std::size_t take_data(std::string_view bytes, std::string& body);

  std::size_t body_bytes_max_;
  std::size_t body_bytes_ = 0;  // of all chunks announced so far
  std::uint64_t size_ = 0;      // of this chunk; counts down while its data comes
  std::size_t size_digits_ = 0;
  std::size_t extension_bytes_ = 0;
  std::size_t trailer_bytes_ = 0;
  State state_ = State::first_digit;
};

}  // namespace switchroom::server
