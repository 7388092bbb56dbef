#include "connectors/iso_time.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace switchroom::connectors {
namespace {

/// Takes pieces off the front of a text; after a piece that does not fit `whole` is false.
struct Scanner {
  std::string_view rest;
  bool whole = true;

  int number(std::size_t digits) {
    int value = 0;
    if (rest.size() < digits) return whole = false, 0;
    for (const char c : rest.substr(0, digits)) {
      whole = whole && c >= '0' && c <= '9';
      value = value * 10 + (c - '0');
    }
    rest.remove_prefix(digits);
    return value;
  }
  bool take(char expected) {
    if (!rest.starts_with(expected)) return false;
    rest.remove_prefix(1);
    return true;
  }
  void need(char expected) { whole = take(expected) && whole; }
};

int milliseconds(Scanner& text) {
  int value = 0;
  int digits = 0;
  for (; !text.rest.empty() && text.rest.front() >= '0' && text.rest.front() <= '9'; ++digits) {
    const int digit = text.number(1);
    if (digits < 3) value = value * 10 + digit;
  }
  text.whole = text.whole && digits > 0;
  for (; digits < 3; ++digits) value *= 10;
  return value;
}

int offset_minutes(Scanner& text) {
  if (text.take('Z') || text.take('z')) return 0;
  const int sign = text.take('-') ? -1 : 1;
  if (sign == 1) text.need('+');
  const int hours = text.number(2);
  text.need(':');
  const int minutes = text.number(2);
  text.whole = text.whole && hours < 24 && minutes < 60;
  return sign * (hours * 60 + minutes);
}

enum class Spelling : bool { strict, loose };

std::optional<std::int64_t> ms_of(std::string_view iso, Spelling spelling) {
  namespace chrono = std::chrono;
  const bool loose = spelling == Spelling::loose;
  Scanner text{iso};
  const chrono::year year{text.number(4)};
  text.need('-');
  const chrono::month month{static_cast<unsigned>(text.number(2))};
  text.need('-');
  const chrono::day day{static_cast<unsigned>(text.number(2))};
  if (!text.take('t') && !(loose && text.take(' '))) text.need('T');
  const int hour = text.number(2);
  text.need(':');
  const int minute = text.number(2);
  text.need(':');
  const int second = text.number(2);
  const int fraction = text.take('.') ? milliseconds(text) : 0;
  const int offset = loose && text.rest.empty() ? 0 : offset_minutes(text);
  const chrono::year_month_day date{year, month, day};
  if (!text.whole || !text.rest.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto time = chrono::sys_days{date}.time_since_epoch() + chrono::hours{hour} + chrono::minutes{minute - offset} +
                    chrono::seconds{second} + chrono::milliseconds{fraction};
  const std::int64_t ms = chrono::milliseconds{time}.count();
  return ms < 0 ? std::nullopt : std::optional{ms};
}

}  // namespace

std::optional<std::int64_t> ms_of_iso_time(std::string_view text) { return ms_of(text, Spelling::strict); }

std::optional<std::int64_t> ms_of_loose_iso_time(std::string_view text) { return ms_of(text, Spelling::loose); }

std::string iso_time_of_ms(std::int64_t ms) {
  namespace chrono = std::chrono;
  const chrono::sys_time<chrono::milliseconds> time{chrono::milliseconds{ms}};
  const auto day = chrono::floor<chrono::days>(time);
  const chrono::year_month_day date{day};
  const chrono::hh_mm_ss clock{time - day};
  std::array<char, 40> text;
  const int size =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                    static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return {text.data(), std::min(static_cast<std::size_t>(size), text.size() - 1)};
}

}  // namespace switchroom::connectors
