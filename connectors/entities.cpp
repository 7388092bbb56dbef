#include "connectors/entities.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace switchroom::connectors {
namespace {

struct Entity {
  std::string_view name;
  std::string_view character;
};

constexpr std::array entities{Entity{"amp", "&"},   Entity{"lt", "<"},   Entity{"gt", ">"},
                              Entity{"quot", "\""}, Entity{"apos", "'"}, Entity{"nbsp", "\u00a0"}};
constexpr std::size_t markup = 3;          // the first of them
constexpr std::size_t reference_max = 10;  // between & and ;

std::optional<std::string> character_of_number(std::string_view digits) {
  const int base = digits.starts_with('x') || digits.starts_with('X') ? 16 : 10;
  if (base == 16) digits.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), code, base);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (failure != std::errc{} || end != digits.data() + digits.size() || code == 0 || code > 0x10ffff || surrogate)
    return std::nullopt;
  const auto tail = [code](unsigned shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
  if (code < 0x80) return std::string{static_cast<char>(code)};
  if (code < 0x800) return std::string{static_cast<char>(0xc0 | (code >> 6)), tail(0)};
  if (code < 0x10000) return std::string{static_cast<char>(0xe0 | (code >> 12)), tail(6), tail(0)};
  return std::string{static_cast<char>(0xf0 | (code >> 18)), tail(12), tail(6), tail(0)};
}

std::optional<std::string> character_of(std::string_view reference, std::span<const Entity> names) {
  if (reference.starts_with('#') && names.size() > markup) return character_of_number(reference.substr(1));
  const auto found = std::ranges::find(names, reference, &Entity::name);
  return found == names.end() ? std::nullopt : std::optional{std::string{found->character}};
}

std::string decoded(std::string_view text, std::span<const Entity> names) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t mark = std::min(text.find('&'), text.size());
    out += text.substr(0, mark);
    text.remove_prefix(mark);
    const std::size_t end = text.substr(0, reference_max + 2).find(';');
    const auto character = end == text.npos ? std::nullopt : character_of(text.substr(1, end - 1), names);
    if (character) out += *character;
    if (!character && !text.empty()) out += '&';
    text.remove_prefix(character ? end + 1 : std::min<std::size_t>(1, text.size()));
  }
  return out;
}

}  // namespace

std::string without_markup_escapes(std::string_view text) { return decoded(text, std::span{entities}.first(markup)); }

std::string with_markup_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto found = std::ranges::find(entities, std::string_view{&c, 1}, &Entity::character);
    if (found < entities.begin() + markup)
      out.append("&").append(found->name).append(";");
    else
      out += c;
  }
  return out;
}

std::string without_entities(std::string_view text) { return decoded(text, entities); }

}  // namespace switchroom::connectors
