#pragma once
// The language of a short text: by its script where that decides, else by CLD2 (best-effort mode, for chat lines).

#include <string_view>

namespace switchroom::classify {

/// BCP 47 in small letters: `en`, `ja`, `zh-hant`, `zh-hans`; `zh` if the characters stand in both scripts (你好);
/// empty if it can't be told. Malay is told from Indonesian only if `malay` says that it may occur, as short texts of
/// the two look alike. Looks at the first 1,000 bytes for the script and, where
/// that does not decide, at the first 120 for the language. The name lasts for ever. Any thread.
std::string_view detect_language(std::string_view text, bool malay = false);

/// Whether a language is one that `wanted` means: `zh` means `zh-hant` too, `zh-hant` only itself.
bool is_language_of(std::string_view language, std::string_view wanted);

}  // namespace switchroom::classify
