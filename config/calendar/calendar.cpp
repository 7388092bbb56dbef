// A day's plan is looked up by the local date. Walking over open time goes piece by piece, a piece being open time that
// lies within one local day and one offset from UTC; whole weeks without a holiday or a change of offset are jumped.

#include "config/calendar/calendar.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

namespace switchroom::calendar {
namespace {

using workspace::DayInterval;
using Hours = std::vector<DayInterval>;  // of one day, sorted, apart

constexpr std::int64_t minute_ms = 60'000;
constexpr int day_minutes = 1440;
constexpr std::int64_t day_ms = day_minutes * minute_ms;
constexpr std::int64_t week_ms = 7 * day_ms;
constexpr std::int64_t no_day = std::numeric_limits<std::int64_t>::max();

/// Days since 1970-01-01, rounding down.
std::int64_t day_of(std::int64_t local_ms) { return local_ms >= 0 ? local_ms / day_ms : (local_ms + 1) / day_ms - 1; }

/// 0 for Monday; 1970-01-01 was a Thursday.
std::size_t weekday_of(std::int64_t day) { return static_cast<std::size_t>(((day + 3) % 7 + 7) % 7); }

Hours tidied(Hours hours) {
  std::ranges::sort(hours, {}, &DayInterval::from_minute);
  Hours apart;
  for (const DayInterval& next : hours) {
    if (next.from_minute >= next.to_minute) continue;
    if (!apart.empty() && next.from_minute <= apart.back().to_minute)
      apart.back().to_minute = std::max(apart.back().to_minute, next.to_minute);
    else
      apart.push_back(next);
  }
  return apart;
}

/// The parts of a weekly interval on each day that it touches.
void add_days(const workspace::WeeklyInterval& interval, std::array<Hours, 7>& week) {
  const int end = interval.to_minute > interval.from_minute ? interval.to_minute : interval.to_minute + 7 * day_minutes;
  for (int from = interval.from_minute; from < end;) {
    const int day = from / day_minutes;
    const int to = std::min(end, (day + 1) * day_minutes);
    week[static_cast<std::size_t>(day % 7)].push_back({from - day * day_minutes, to - day * day_minutes});
    from = to;
  }
}

std::int64_t open_ms(const Hours& hours) {
  std::int64_t sum = 0;
  for (const DayInterval& interval : hours) sum += (interval.to_minute - interval.from_minute) * minute_ms;
  return sum;
}

std::int64_t day_of_date(const std::string& text) {
  const auto digits = [&](std::size_t at, std::size_t count) {
    int number = 0;
    for (const char digit : text.substr(at, count))
      number = digit >= '0' && digit <= '9' ? number * 10 + digit - '0' : -100'000;
    return number;
  };
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const int month = shaped ? digits(5, 2) : -1, day = shaped ? digits(8, 2) : -1;
  if (month < 0 || day < 0) throw std::invalid_argument("no date: " + text);
  const date::year_month_day date{date::year{digits(0, 4)}, date::month{static_cast<unsigned>(month)},
                                  date::day{static_cast<unsigned>(day)}};
  if (!date.ok()) throw std::invalid_argument("no date: " + text);
  return date::local_days{date}.time_since_epoch().count();
}

const date::time_zone& zone_of(const std::string& name) {
  try {
    return *date::locate_zone(name);
  } catch (const std::runtime_error&) {
    throw std::invalid_argument("no time zone: " + name);
  }
}

}  // namespace

class Calendar::Plan {
 public:
  explicit Plan(const workspace::Calendar& calendar) : zone_(zone_of(calendar.zone)) {
    for (const workspace::WeeklyInterval& interval : calendar.weekly) add_days(interval, week_);
    for (Hours& hours : week_) hours = tidied(std::move(hours)), week_open_ms_ += open_ms(hours);
    for (const workspace::Holiday& holiday : calendar.holidays)
      holidays_.push_back({day_of_date(holiday.date), tidied(holiday.open)});
    std::ranges::sort(holidays_, {}, &Exception::day);
  }

  date::sys_info info(std::int64_t ms) const {
    return zone_.get_info(std::chrono::floor<std::chrono::seconds>(date::sys_time<Milliseconds>{Milliseconds{ms}}));
  }
  const Hours& hours_of(std::int64_t day) const {
    const auto holiday = std::ranges::lower_bound(holidays_, day, {}, &Exception::day);
    return holiday != holidays_.end() && holiday->day == day ? holiday->hours : week_[weekday_of(day)];
  }
  /// The first holiday on `day` or later; `no_day` if there is none.
  std::int64_t holiday_from(std::int64_t day) const {
    const auto holiday = std::ranges::lower_bound(holidays_, day, {}, &Exception::day);
    return holiday == holidays_.end() ? no_day : holiday->day;
  }
  /// Of a week without holidays.
  std::int64_t week_open_ms() const { return week_open_ms_; }

 private:
  struct Exception {
    std::int64_t day;
    Hours hours;
  };

  const date::time_zone& zone_;
  std::array<Hours, 7> week_;
  std::int64_t week_open_ms_ = 0;
  std::vector<Exception> holidays_;
};

/// Goes forward over a calendar's open time.
class Calendar::Walk {
 public:
  struct Piece {
    std::int64_t begin;
    std::int64_t end;
  };

  Walk(const Plan& plan, Instant from) : plan_(plan), at_(ms_of(from)) { look_up_offset(); }

  /// Whether it is open at the place reached.
  bool is_open() const {
    const std::int64_t minute = (local() - day_of(local()) * day_ms) / minute_ms;
    return std::ranges::any_of(plan_.hours_of(day_of(local())), [&](const DayInterval& interval) {
      return interval.from_minute <= minute && minute < interval.to_minute;
    });
  }

  /// The next piece of open time, and the walk moves to its end; empty if it never opens again.
  std::optional<Piece> next() {
    while (true) {
      const std::int64_t day = day_of(local());
      if (is_settled(day, 0)) return std::nullopt;
      if (const auto piece = piece_of(day)) {
        move_to(piece->end);
        return piece;
      }
      move_to(std::min(segment_end_, (day + 1) * day_ms - offset_));
    }
  }

  /// Goes over at most `most` whole weeks that are all alike; their open time.
  std::int64_t skip_weeks(std::int64_t most) {
    const std::int64_t holiday = plan_.holiday_from(day_of(local()));
    const std::int64_t border = std::min(segment_end_, holiday == no_day ? no_day : holiday * day_ms - offset_);
    const std::int64_t weeks = border <= at_ ? 0 : std::min(most, (border - at_) / week_ms);
    if (weeks <= 0) return 0;
    move_to(at_ + weeks * week_ms);
    return weeks * plan_.week_open_ms();
  }

  /// From `day` on each week has `open` milliseconds of open time: nothing changes any more.
  bool is_settled(std::int64_t day, std::int64_t open) const {
    return plan_.week_open_ms() == open && plan_.holiday_from(day) == no_day;
  }
  std::int64_t day() const { return day_of(local()); }
  std::int64_t at() const { return at_; }

 private:
  std::int64_t local() const { return at_ + offset_; }

  void move_to(std::int64_t at) {
    at_ = at;
    if (at_ >= segment_end_) look_up_offset();
  }

  void look_up_offset() {
    const date::sys_info info = plan_.info(at_);
    offset_ = info.offset.count() * 1000;
    const std::int64_t end = info.end.time_since_epoch().count();
    segment_end_ = end > no_day / 1000 ? no_day : end * 1000;
  }

  /// The open time of `day` that lies ahead under the present offset and begins first.
  std::optional<Piece> piece_of(std::int64_t day) const {
    const std::int64_t midnight = day * day_ms - offset_;
    for (const DayInterval& interval : plan_.hours_of(day)) {
      const Piece piece{std::max(at_, midnight + interval.from_minute * minute_ms),
                        std::min(segment_end_, midnight + interval.to_minute * minute_ms)};
      if (piece.begin < piece.end) return piece;
    }
    return std::nullopt;
  }

  const Plan& plan_;
  std::int64_t at_;
  std::int64_t offset_ = 0;       // local time minus UTC
  std::int64_t segment_end_ = 0;  // until when it holds
};

Calendar::Calendar(const workspace::Calendar& plan) : plan_(std::make_unique<const Plan>(plan)) {}
Calendar::~Calendar() = default;
Calendar::Calendar(Calendar&&) noexcept = default;
Calendar& Calendar::operator=(Calendar&&) noexcept = default;

bool Calendar::is_open(Instant at) const { return Walk{*plan_, at}.is_open(); }

Instant Calendar::next_change(Instant at) const {
  Walk walk{*plan_, at};
  const bool open = walk.is_open();
  std::int64_t reached = ms_of(at);
  while (const auto piece = walk.next()) {
    if (!open) return instant_of_ms(piece->begin);
    if (piece->begin != reached) return instant_of_ms(reached);
    reached = piece->end;
    if (walk.is_settled(walk.day(), week_ms)) return never;
  }
  return open ? instant_of_ms(reached) : never;
}

Instant Calendar::after_business(Instant from, Milliseconds open_time) const {
  std::int64_t left = open_time.count();
  if (left <= 0) return from;
  Walk walk{*plan_, from};
  while (true) {
    if (plan_->week_open_ms() > 0) left -= walk.skip_weeks((left - 1) / plan_->week_open_ms());
    const auto piece = walk.next();
    if (!piece) return never;
    if (left <= piece->end - piece->begin) return instant_of_ms(piece->begin + left);
    left -= piece->end - piece->begin;
  }
}

Milliseconds Calendar::business_between(Instant from, Instant to) const {
  std::int64_t sum = 0;
  Walk walk{*plan_, from};
  const std::int64_t end = ms_of(to);
  while (walk.at() < end) {
    sum += walk.skip_weeks((end - walk.at()) / week_ms);
    const auto piece = walk.next();
    if (!piece || piece->begin >= end) break;
    sum += std::min(end, piece->end) - piece->begin;
  }
  return Milliseconds{sum};
}

Calendars::Calendars(const workspace::Workspace& workspace, const workspace::Numbering& numbering)
    : by_number_(numbering.calendars.names().size() + 1) {
  for (const workspace::Calendar& calendar : workspace.calendars)
    by_number_[numbering.calendars.find(calendar.id)] = std::make_unique<const Calendar>(calendar);
}

const Calendar* Calendars::find(CalendarId id) const {
  return id.number < by_number_.size() ? by_number_[id.number].get() : nullptr;
}

bool Calendars::is_open(CalendarId id, Instant at) const {
  const Calendar* calendar = find(id);
  return calendar == nullptr || calendar->is_open(at);
}

Instant Calendars::next_change(CalendarId id, Instant at) const {
  const Calendar* calendar = find(id);
  return calendar == nullptr ? never : calendar->next_change(at);
}

Instant Calendars::after_business(CalendarId id, Instant from, Milliseconds open_time) const {
  const Calendar* calendar = find(id);
  return calendar == nullptr ? from + open_time : calendar->after_business(from, open_time);
}

}  // namespace switchroom::calendar
