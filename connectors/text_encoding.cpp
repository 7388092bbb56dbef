#include "connectors/text_encoding.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace switchroom::connectors {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct CodePoint {
  char32_t value;
  std::size_t bytes;
  bool valid = true;
};

/// The code point at the start of `bytes` (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
/// Invalid: `replacement` for one byte.
CodePoint first_code_point(std::string_view bytes) {
  const auto at = [&](std::size_t i) -> std::uint32_t { return static_cast<unsigned char>(bytes[i]); };
  const std::uint32_t lead = at(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 && lead < 0xF5   ? 4
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                                                           : 0;
  if (length == 0 || bytes.size() < length) return {replacement, 1, false};
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xC0U) != 0x80) return {replacement, 1, false};
    value = value << 6 | (at(i) & 0x3FU);
  }
  const char32_t smallest = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {replacement, 1, false};
  return {value, length};
}

void append_escape(std::uint32_t unit, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  out.append({'\\', 'u', digits[unit >> 12 & 15], digits[unit >> 8 & 15], digits[unit >> 4 & 15], digits[unit & 15]});
}

constexpr bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

void append_escaped(char c, std::string& out) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      append_escape(static_cast<unsigned char>(c), out);
  }
}

void append_valid_json_text(std::string_view text, std::string& out) {
  out += '"';
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out.append(text, done, i - done);
    append_escaped(text[i], out);
    done = i + 1;
  }
  out.append(text, done);
  out += '"';
}

}  // namespace

void append_utf8(std::string_view bytes, std::string& out) {
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) {
    out += bytes;
    return;
  }
  while (!bytes.empty()) {
    const CodePoint next = first_code_point(bytes);
    out += next.valid ? bytes.substr(0, next.bytes) : std::string_view{"\xEF\xBF\xBD"};
    bytes.remove_prefix(next.bytes);
  }
}

void append_json_text(std::string_view bytes, std::string& out) {
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return append_valid_json_text(bytes, out);
  std::string valid;
  append_utf8(bytes, valid);
  append_valid_json_text(valid, out);
}

void append_json_ascii(std::string_view bytes, std::string& out) {
  constexpr auto is_plain = [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '/'; };
  out += '"';
  while (!bytes.empty()) {
    const auto run = static_cast<std::size_t>(std::ranges::find_if_not(bytes, is_plain) - bytes.begin());
    out.append(bytes, 0, run);
    bytes.remove_prefix(run);
    if (bytes.empty()) break;
    const CodePoint next = first_code_point(bytes);
    if (next.value == '/') {
      out += "\\/";
    } else if (next.value < 0x80) {
      needs_escape(bytes.front()) ? append_escaped(bytes.front(), out) : out.push_back(bytes.front());
    } else if (next.value < 0x10000) {
      append_escape(next.value, out);
    } else {
      append_escape(0xD800 + ((next.value - 0x10000) >> 10), out);
      append_escape(0xDC00 + ((next.value - 0x10000) & 0x3FF), out);
    }
    bytes.remove_prefix(next.bytes);
  }
  out += '"';
}

}  // namespace switchroom::connectors
