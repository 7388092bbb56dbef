#pragma once
// The header fields of a message or of one of its parts (RFC 5322, 2.2). Views into the message. Pure: any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"

namespace switchroom::mail {

struct HeaderField {
  std::string_view name;
  std::string_view raw;  ///< still folded
};

class HeaderBlock {
 public:
  static constexpr std::size_t bytes_max = 256 * 1024;
  static constexpr std::size_t lines_max = 2000;

  /// Takes the fields off the front of `rest`, and the empty line behind them. They also end at a line that is no field
  /// (which stays), and at one that starts with `--` (a delimiter, since no field does). Errors: `undecodable_message`
  /// beyond 256 KiB or 2000 lines.
  static Result<HeaderBlock> take(std::string_view& rest);

  const std::vector<HeaderField>& fields() const { return fields_; }
  /// The first field of that name in any case, unfolded and trimmed; empty if there is none.
  std::string value(std::string_view name) const;
  /// Whether there is a field of that name.
  bool has(std::string_view name) const { return find(name) != nullptr; }
  /// How many fields have that name.
  std::size_t count(std::string_view name) const;

 private:
  const HeaderField* find(std::string_view name) const;
  bool take_field(std::string_view line, std::size_t begin, std::size_t end, std::string_view whole);

  std::vector<HeaderField> fields_;
};

/// `raw` on one line: line ends are taken out, as are NUL and blanks at both ends.
std::string unfolded(std::string_view raw);

}  // namespace switchroom::mail
