#include "connectors/iso_time.hpp"

#include <chrono>

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

}  // namespace

std::optional<std::int64_t> ms_of_iso_time(std::string_view iso) {
  namespace chrono = std::chrono;
  Scanner text{iso};
  const chrono::year year{text.number(4)};
  text.need('-');
  const chrono::month month{static_cast<unsigned>(text.number(2))};
  text.need('-');
  const chrono::day day{static_cast<unsigned>(text.number(2))};
  if (!text.take('t')) text.need('T');
  const int hour = text.number(2);
  text.need(':');
  const int minute = text.number(2);
  text.need(':');
  const int second = text.number(2);
  const int fraction = text.take('.') ? milliseconds(text) : 0;
  const int offset = offset_minutes(text);
  const chrono::year_month_day date{year, month, day};
  if (!text.whole || !text.rest.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto time = chrono::sys_days{date}.time_since_epoch() + chrono::hours{hour} + chrono::minutes{minute - offset} +
                    chrono::seconds{second} + chrono::milliseconds{fraction};
  const std::int64_t ms = chrono::milliseconds{time}.count();
  return ms < 0 ? std::nullopt : std::optional{ms};
}

}  // namespace switchroom::connectors
