#pragma once
// Classes of bytes in HTTP/1 messages as one table. Source: RFC 9110 section 5.6.2, RFC 3986. Any thread.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace switchroom::server {

enum CharacterClass : std::uint8_t {
  token_character = 1,   ///< methods and field names
  target_character = 2,  ///< path and query: pchar, `/`, `?`
  host_character = 4,    ///< a name or an address, without brackets and port; no comma
  id_character = 8,      ///< request ids
};

constexpr std::array<std::uint8_t, 256> make_character_classes() {
  std::array<std::uint8_t, 256> classes{};
  const auto add = [&](std::string_view characters, int bits) {
    for (const char c : characters) classes[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(bits);
  };
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._",
      token_character | target_character | host_character | id_character);
  add("~!$&'*+", token_character | target_character | host_character);
  add("%", token_character | target_character | host_character);
  add("(),;=", target_character);
  add("#^`|", token_character);
  add(":@/?", target_character);
  return classes;
}

inline constexpr std::array<std::uint8_t, 256> character_classes = make_character_classes();

constexpr bool is_in(char c, CharacterClass wanted) {
  return (character_classes[static_cast<unsigned char>(c)] & wanted) != 0;
}

/// How many bytes at the front of `text` are of that class.
constexpr std::size_t length_of(CharacterClass wanted, std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && is_in(text[length], wanted)) ++length;
  return length;
}

/// Whether all of `text` is visible, blank, tab or above ASCII: what a field's value may hold. Written to be
/// vectorised.
constexpr bool is_field_text(std::string_view text) {
  unsigned bad = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    bad |= static_cast<unsigned>((byte < 0x20) & (byte != '\t')) | static_cast<unsigned>(byte == 0x7f);
  }
  return bad == 0;
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The value of a hexadecimal digit; -1 if it is none.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// ASCII letters without case; `lower` is lower case already.
constexpr bool equals_lower(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, {},
                            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
}

}  // namespace switchroom::server
