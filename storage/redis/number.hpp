#pragma once
// Numbers in Redis's texts. Pure; any thread.

#include <charconv>
#include <cstdint>
#include <string_view>

namespace switchroom::redis {

/// A decimal number; 0 for a text that does not begin with one.
inline std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// `<n>-0` → n, the number of a stream entry.
inline std::uint64_t entry_number(std::string_view id) { return number(id.substr(0, id.find('-'))); }

}  // namespace switchroom::redis
