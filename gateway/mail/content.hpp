#pragma once
// The content of a mail as it comes: behind DATA up to CR LF . CR LF, or as the octets of BDAT chunks. Pure: any
// thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/mail/limits.hpp"

namespace switchroom::smtp {

class Content {
 public:
  /// A mail begins. More than `bytes_max` is not kept. With `refuse` what stands alone stays as it is.
  void begin(std::size_t bytes_max, BareLineEnds bare_line_ends);

  /// Takes what belongs to the mail off `bytes`, up to its end; true: that was the end, and is taken off too. One dot
  /// in front of a line is taken away (RFC 5321, 4.5.2).
  bool take_lines(std::string_view& bytes);
  /// Takes octets of a chunk: dots mean nothing here.
  void take_octets(std::string_view octets);
  /// The last chunk is here.
  void end_octets();

  bool is_too_large() const { return too_large_; }
  /// A CR or LF stood alone.
  bool has_bare_line_end() const { return bare_line_end_; }
  /// Bytes that it holds.
  std::size_t memory() const { return bytes_.capacity(); }
  /// The mail; this is empty then.
  std::string release();

 private:
  enum class At : std::uint8_t { line_start, dot, dot_cr, text, cr };

  void take(char c);
  void take_text(std::string_view run);
  void stands_alone(char c);
  void add(std::string_view bytes);

  std::string bytes_;
  std::size_t bytes_max_ = 0;
  BareLineEnds bare_line_ends_ = BareLineEnds::refuse;
  At at_ = At::line_start;
  bool too_large_ = false;
  bool bare_line_end_ = false;
};

}  // namespace switchroom::smtp
