#pragma once
// Reads the descriptions (`scheme`, `map`) that workspace documents write as YAML and that arrive as JSON whose scalars
// are texts. Numbers and booleans of JSON count like their texts. Errors stay with the reader's document. Pure.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// A text, number or boolean as text; empty for nothing.
std::string scalar(const JsonReader& value);

/// `true` or `false`; false for nothing.
bool truth(const JsonReader& value);

/// A whole number of at least 0, or `initial` for nothing.
std::int64_t amount(const JsonReader& value, std::int64_t initial);

/// The elements of a list as texts; of a scalar itself alone.
std::vector<std::string> scalars(const JsonReader& value);

/// Refuses members of an object that are not among `keys`.
void expect_keys(const JsonReader& object, std::span<const std::string_view> keys);

/// The place of a scalar among `words`; refuses others. Nothing is `initial`.
std::size_t place_of_word(const JsonReader& value, std::span<const std::string_view> words, std::size_t initial);

/// As `place_of_word`, for an enumeration whose enumerators have the order of `words`.
template <class Enum>
Enum word(const JsonReader& value, std::span<const std::string_view> words, Enum initial) {
  return static_cast<Enum>(place_of_word(value, words, static_cast<std::size_t>(initial)));
}

}  // namespace switchroom::connectors
