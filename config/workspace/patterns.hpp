#pragma once
// What outside knowledge says of texts in a document: patterns, languages, time zones, dates. Pure: any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchroom::workspace {

/// Memory that one pattern of a rule may take when it is compiled, and that all patterns of a workspace may take when
/// they are searched together (more: they are searched one by one).
inline constexpr std::int64_t pattern_bytes_max = 256 << 10;
inline constexpr std::int64_t pattern_set_bytes_max = 16 << 20;

/// Why RE2 can't compile a pattern; empty if it can.
std::optional<std::string> pattern_error(const std::string& pattern);
/// Whether a pattern that compiles matches every text, the empty one too.
bool matches_everything(const std::string& pattern);

/// `en`, `zh-hant`: a primary tag of two or three small letters, then tags of up to eight. Source: RFC 5646, section
/// 2.1, in small letters.
bool is_language(std::string_view text);
inline constexpr std::string_view language_law = "a language such as en, zh-hant or pt-br, in small letters";

/// Whether the system's database of time zones knows the name.
bool is_zone(const std::string& name);
/// `; the nearest is "Europe/Berlin"`, or empty text.
std::string nearest_zone_hint(const std::string& name);

/// Whether `YYYY-MM-DD` is a day of the Gregorian calendar.
bool is_date(const std::string& text);

}  // namespace switchroom::workspace
