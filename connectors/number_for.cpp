#include "connectors/number_for.hpp"

#include <charconv>
#include <system_error>

namespace switchroom::connectors {

std::uint64_t number_for(std::string_view text, unsigned bits) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = code == std::errc{} && end == text.data() + text.size();
  if (is_number && number > 0 && number >> bits == 0) return number;
  std::uint64_t hash = 14'695'981'039'346'656'037U;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  return hash >> 33 | 1;
}

}  // namespace switchroom::connectors
