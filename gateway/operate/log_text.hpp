#pragma once
// Text from outside made harmless for a log line. Pure; any thread.

#include <string>
#include <string_view>

namespace switchroom::operate {

/// Most bytes of a field's value that a log line keeps; the rest is cut at a character and marked by `…`.
inline constexpr std::size_t log_field_bytes_max = 1000;

/// Appends `text` as a JSON string with its quotes. Control characters, line separators and marks that turn the
/// direction of writing become \u escapes, bytes that are no UTF-8 become U+FFFD, and what is longer than a field may
/// be is cut.
void append_log_text(std::string_view text, std::string& line);

}  // namespace switchroom::operate
