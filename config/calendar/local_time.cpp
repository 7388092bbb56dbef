#include "config/calendar/local_time.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <array>
#include <stdexcept>

namespace switchroom::calendar {
namespace {

const date::time_zone& zone_of(const std::string& name) {
  try {
    return *date::locate_zone(name);
  } catch (const std::runtime_error&) {
    throw std::invalid_argument("no time zone: " + name);
  }
}

/// The numbers of a text that looks like `pattern`, in which each 0 stands for a digit.
bool read_digits(std::string_view text, std::string_view pattern, std::array<int, 6>& numbers) {
  if (text.size() != pattern.size()) return false;
  std::size_t number = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (is_digit != (pattern[i] == '0') || (!is_digit && text[i] != pattern[i])) return false;
    if (is_digit)
      numbers.at(number) = numbers.at(number) * 10 + (text[i] - '0');
    else
      ++number;
  }
  return true;
}

std::string padded(std::int64_t number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

}  // namespace

bool is_zone(const std::string& zone) {
  try {
    zone_of(zone);
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}

std::optional<Instant> instant_of_local(std::string_view text, const std::string& zone) {
  std::array<int, 6> numbers{};
  if (!read_digits(text, "0000-00-00 00:00", numbers)) {
    numbers = {};
    if (!read_digits(text, "0000-00-00 00:00:00", numbers)) return std::nullopt;
  }
  const auto [year, month, day, hour, minute, second] = numbers;
  const date::year_month_day when{date::year{year}, date::month{static_cast<unsigned>(month)},
                                  date::day{static_cast<unsigned>(day)}};
  if (!when.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const auto local =
      date::local_days{when} + std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
  const date::local_info info = zone_of(zone).get_info(local);
  if (info.result == date::local_info::nonexistent) return std::nullopt;
  return instant_of_ms((local.time_since_epoch().count() - info.first.offset.count()) * 1000);
}

std::string local_text(Instant at, const std::string& zone) {
  const date::sys_time<Milliseconds> utc{Milliseconds{ms_of(at)}};
  const auto offset = zone_of(zone).get_info(std::chrono::floor<std::chrono::seconds>(utc)).offset;
  const auto local = utc + offset;
  const auto day = std::chrono::floor<date::days>(local);
  const date::year_month_day when{day};
  const date::hh_mm_ss time{local - day};
  const std::string text = padded(int{when.year()}, 4) + '-' + padded(unsigned{when.month()}, 2) + '-' +
                           padded(unsigned{when.day()}, 2) + ' ' + padded(time.hours().count(), 2) + ':' +
                           padded(time.minutes().count(), 2) + ':' + padded(time.seconds().count(), 2);
  const std::int64_t rest = time.subseconds().count();
  return rest == 0 ? text : text + '.' + padded(rest, 3);
}

}  // namespace switchroom::calendar
