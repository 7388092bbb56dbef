#include "config/workspace/amounts.hpp"

#include <array>
#include <charconv>

namespace switchroom::workspace {
namespace {

struct TimeUnit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::array<TimeUnit, 5> time_units{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

/// Digits alone, up to `most`.
std::optional<std::int64_t> whole_number(std::string_view text, std::int64_t most) {
  std::int64_t value = 0;
  if (text.empty() || text.front() == '-') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

}  // namespace

std::string units_text(Units units) {
  std::string text = units.milli < 0 ? "-" : "";
  const std::string digits = std::to_string(units.milli < 0 ? -units.milli : units.milli);
  const std::string padded = digits.size() < 4 ? std::string(4 - digits.size(), '0') + digits : digits;
  text += padded.substr(0, padded.size() - 3) + '.' + padded.substr(padded.size() - 3);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::optional<Units> units_of_text(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view fraction = point == text.npos ? "0" : text.substr(point + 1);
  if (fraction.size() > 3) return std::nullopt;
  const auto whole = whole_number(text.substr(0, point), 1'000'000);
  const auto thousandths = whole_number(std::string{fraction}.append(3 - fraction.size(), '0'), 999);
  if (!whole || !thousandths || fraction.empty()) return std::nullopt;
  const Units units{*whole * 1000 + *thousandths};
  return units.milli <= 1'000'000'000 ? std::optional{units} : std::nullopt;
}

std::string duration_text(std::int64_t ms) {
  if (ms == 0) return "0s";
  for (const TimeUnit& unit : time_units)
    if (ms % unit.ms == 0) return std::to_string(ms / unit.ms).append(unit.name);
  return {};
}

std::optional<std::int64_t> duration_of_text(std::string_view text) {
  if (text == "0") return 0;
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == text.npos) return std::nullopt;
  for (const TimeUnit& unit : time_units) {
    if (text.substr(digits) != unit.name) continue;
    const auto count = whole_number(text.substr(0, digits), 365 * time_units[0].ms / unit.ms);
    return count ? std::optional{*count * unit.ms} : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace switchroom::workspace
