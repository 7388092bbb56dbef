#include "gateway/operate/log_text.hpp"

#include <fmt/format.h>

#include <iterator>

namespace switchroom::operate {
namespace {

struct Character {
  char32_t code = 0xFFFD;
  std::size_t bytes = 1;
};

/// The first character of `text`, which is not empty; U+FFFD and one byte for what is no well-formed UTF-8 (RFC 3629).
Character first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  char32_t code = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, bytes};
}

bool must_be_escaped(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 || code == 0x061C ||
         (code >= 0x200E && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

void append(Character character, std::string_view bytes, std::string& line) {
  if (character.code == '"' || character.code == '\\') line += '\\';
  if (must_be_escaped(character.code))
    fmt::format_to(std::back_inserter(line), "\\u{:04x}", static_cast<unsigned>(character.code));
  else if (character.code == 0xFFFD)
    line += "\uFFFD";
  else
    line += bytes;
}

}  // namespace

void append_log_text(std::string_view text, std::string& line) {
  line += '"';
  std::size_t place = 0;
  while (place < text.size()) {
    const Character character = first_of(text.substr(place));
    if (place + character.bytes > log_field_bytes_max) break;
    append(character, text.substr(place, character.bytes), line);
    place += character.bytes;
  }
  if (place < text.size()) line += "…";
  line += '"';
}

}  // namespace switchroom::operate
