#include "connectors/base64.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace switchroom::connectors {
namespace {

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

constexpr bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

bool is_base64(std::string_view text) {
  const auto end = std::ranges::find_if_not(text, is_letter) - text.begin();
  const std::string_view padding = text.substr(static_cast<std::size_t>(end));
  return text.size() % 4 == 0 && (padding.empty() || padding == "=" || padding == "==");
}

}  // namespace

std::string base64_of(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends it with a NUL
  const int length = EVP_EncodeBlock(raw(text), raw(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::optional<std::string> bytes_of_base64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3, '\0');
  const std::optional<std::string_view> decoded = bytes_of_base64(text, bytes);
  if (!decoded) return std::nullopt;
  bytes.resize(decoded->size());
  return bytes;
}

std::optional<std::string_view> bytes_of_base64(std::string_view text, std::span<char> room) {
  const std::size_t size = text.size() / 4 * 3;
  if (!is_base64(text) || size > room.size()) return std::nullopt;
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(room.data()), raw(text), static_cast<int>(text.size()));
  return std::string_view{room.data(), size - (text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0)};
}

std::optional<std::string> bytes_of_base64url(std::string_view text) {
  if (text.find_first_of("+/=") != text.npos) return std::nullopt;
  std::string padded{text};
  std::ranges::replace(padded, '-', '+');
  std::ranges::replace(padded, '_', '/');
  padded.append((4 - padded.size() % 4) % 4, '=');
  return bytes_of_base64(padded);
}

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += digits[value >> 4];
    text += digits[value & 15];
  }
  return text;
}

std::optional<std::string> bytes_of_hex(std::string_view text) {
  std::string bytes(text.size() / 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    unsigned value = 0;
    const char* const pair = text.data() + 2 * i;
    if (std::from_chars(pair, pair + 2, value, 16).ptr != pair + 2) return std::nullopt;
    bytes[i] = static_cast<char>(value);
  }
  if (text.size() % 2 != 0) return std::nullopt;
  return bytes;
}

}  // namespace switchroom::connectors
