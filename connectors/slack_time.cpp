#include "connectors/slack_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace switchroom::connectors {

std::int64_t ms_of_slack_time(const JsonReader& ts) {
  constexpr std::size_t fraction_digits = 6;
  const std::string_view text = ts.text();
  const std::size_t point = text.find('.');
  std::int64_t micros = -1;
  if (point != text.npos && point > 0 && point <= 11 && text.size() == point + 1 + fraction_digits) {
    std::array<char, 11 + fraction_digits> digits;
    const auto* const last = std::ranges::remove_copy(text, digits.begin(), '.').out;
    const auto [end, code] = std::from_chars(digits.data(), last, micros);
    if (code != std::errc{} || end != last) micros = -1;
  }
  if (micros < 0) ts.refuse("another text", "seconds with six decimals");
  return micros < 0 ? 0 : micros / 1000;
}

std::string slack_id(std::string_view channel, std::string_view ts) {
  return std::string{channel}.append(":").append(ts);
}

}  // namespace switchroom::connectors
