#pragma once
// Opening hours minute by minute: every minute of UTC is turned into local time and looked up. Slow and plain.

#include <date/date.h>
#include <date/tz.h>

#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/vocabulary/instant.hpp"
#include "config/workspace/calendars.hpp"

namespace switchroom::tests {

/// `2026-11-26 09:30:00` of UTC.
inline Instant utc(const std::string& text) {
  std::istringstream in{text};
  date::sys_seconds seconds;
  if (!(in >> date::parse("%F %T", seconds))) throw std::invalid_argument(text);
  return instant_of_ms(seconds.time_since_epoch().count() * 1000);
}

/// Minutes since Monday 00:00.
constexpr int minute_of(int day, int hour) { return day * 1440 + hour * 60; }

/// `2026-11-26`.
inline std::string date_of(Instant at) {
  return date::format("%F", date::floor<date::days>(date::sys_time<Milliseconds>{at.time_since_epoch()}));
}

class NaiveCalendar {
 public:
  /// Looks at `count` minutes from `from` on, which is a whole minute.
  NaiveCalendar(const workspace::Calendar& plan, Instant from, int count) : from_(from) {
    const date::time_zone* zone = date::locate_zone(plan.zone);
    for (int i = 0; i < count; ++i) {
      const auto local =
          zone->to_local(date::sys_time<Milliseconds>{(from + std::chrono::minutes{i}).time_since_epoch()});
      open_.push_back(open_at(plan, local));
    }
  }

  bool is_open(int minute) const { return open_[static_cast<std::size_t>(minute)]; }

  Milliseconds between(int a, int b) const {
    int sum = 0;
    for (int i = a; i < b; ++i) sum += is_open(i) ? 1 : 0;
    return std::chrono::minutes{sum};
  }

  /// Empty if it is not within what was looked at.
  std::optional<Instant> next_change(int minute) const {
    for (std::size_t i = static_cast<std::size_t>(minute) + 1; i < open_.size(); ++i)
      if (open_[i] != open_[i - 1]) return from_ + std::chrono::minutes{i};
    return std::nullopt;
  }

  std::optional<Instant> after(int minute, std::chrono::minutes wanted) const {
    for (std::size_t i = static_cast<std::size_t>(minute); i < open_.size(); ++i)
      if (open_[i] && --wanted == std::chrono::minutes{0}) return from_ + std::chrono::minutes{i + 1};
    return std::nullopt;
  }

 private:
  const std::string& spelled(date::local_days day) {
    if (day != last_day_ || last_date_.empty()) last_day_ = day, last_date_ = date::format("%F", day);
    return last_date_;
  }

  bool open_at(const workspace::Calendar& plan, date::local_time<Milliseconds> local) {
    const auto day = date::floor<date::days>(local);
    const int minute = static_cast<int>((local - day) / std::chrono::minutes{1});
    const std::string& date = spelled(day);
    for (const workspace::Holiday& holiday : plan.holidays) {
      if (holiday.date != date) continue;
      for (const workspace::DayInterval& open : holiday.open)
        if (open.from_minute <= minute && minute < open.to_minute) return true;
      return false;
    }
    const int of_week = static_cast<int>(date::weekday{day}.iso_encoding() - 1) * 1440 + minute;
    for (const workspace::WeeklyInterval& open : plan.weekly) {
      const int end = open.to_minute > open.from_minute ? open.to_minute : open.to_minute + 10'080;
      if ((open.from_minute <= of_week && of_week < end) || of_week + 10'080 < end) return true;
    }
    return false;
  }

  Instant from_;
  std::vector<bool> open_;
  date::local_days last_day_{};
  std::string last_date_;
};

}  // namespace switchroom::tests
