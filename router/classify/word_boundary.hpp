#pragma once
// Where words begin and end, by UAX #29 (Unicode Text Segmentation, word boundaries). Any thread.

#include <cstdint>
#include <string_view>

namespace switchroom::classify {

/// Whether the UTF-8 `text` has a word boundary before byte `at` (0 … its size). Its begin and its end are boundaries.
bool is_word_boundary(std::string_view text, std::uint32_t at);

/// Whether words of the script that begins (or ends) the UTF-8 `word` stand between spaces; false for Chinese,
/// Japanese, Thai …
bool begins_with_spaced_script(std::string_view word);
bool ends_with_spaced_script(std::string_view word);

}  // namespace switchroom::classify
