#include "connectors/degrees.hpp"

#include <charconv>
#include <cmath>

namespace switchroom::connectors {

std::optional<double> degrees(std::string_view text, double limit) {
  double value = NAN;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = code == std::errc{} && end == text.data() + text.size();
  return whole && std::abs(value) <= limit ? std::optional{value} : std::nullopt;
}

}  // namespace switchroom::connectors
