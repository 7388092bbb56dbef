#include "config/documents/yaml_text.hpp"

#include <algorithm>

namespace switchroom::documents {
namespace {

bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
}

std::size_t length_by_lead(unsigned char lead) {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

/// Bytes of the character at `at`; 0 if there is none.
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return (lead >= 0x20 && lead != 0x7f) || lead == '\t' || lead == '\n' || lead == '\r' ? 1 : 0;
  const std::size_t length = length_by_lead(lead);
  for (std::size_t i = 1; i < length; ++i)
    if (!is_continuation(text, at + i)) return 0;
  if (length < 3) return length;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool surrogate = lead == 0xed && second > 0x9f;
  const bool beyond_unicode = lead == 0xf4 && second > 0x8f;
  return overlong || surrogate || beyond_unicode ? 0 : length;
}

constexpr std::string_view blanks = " \t\r";

std::string_view without_leading(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(blanks), text.size()));
}

std::string_view without_trailing(std::string_view text) { return text.substr(0, text.find_last_not_of(blanks) + 1); }

void append_unquoted(std::string_view line, std::string& text) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    text += line[at];
    if (line.substr(at, 2) == "''") ++at;
  }
}

}  // namespace

std::optional<std::size_t> first_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::string single_quoted_text(std::string_view raw) {
  std::string text;
  std::size_t line_ends = 0;
  while (true) {
    const std::size_t end = raw.find('\n');
    const bool is_last = end == raw.npos;
    std::string_view line = is_last ? raw : without_trailing(raw.substr(0, end));
    if (line_ends > 0) line = without_leading(line);
    if (line_ends > 0 && (!line.empty() || is_last)) {
      text.append(line_ends == 1 ? std::string{" "} : std::string(line_ends - 1, '\n'));
      line_ends = 0;
    }
    append_unquoted(line, text);
    if (is_last) return text;
    ++line_ends;
    raw.remove_prefix(end + 1);
  }
}

}  // namespace switchroom::documents
