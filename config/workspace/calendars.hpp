#pragma once
// Opening hours and shifts, as a document describes them. config/calendar answers questions about them. Plain values:
// any thread.

#include <string>
#include <vector>

#include "config/workspace/condition.hpp"

namespace switchroom::workspace {

/// [from, to) in minutes of local time since Monday 00:00; `from` is 0 to 10079. A `to` that is not behind `from` means
/// the week after: a night from Sunday 22:00 to Monday 06:00 is {9960, 360}.
struct WeeklyInterval {
  int from_minute = 0;
  int to_minute = 0;
  friend bool operator==(const WeeklyInterval&, const WeeklyInterval&) = default;
};

/// [from, to) in minutes since 00:00 of one day, `to` up to 1440.
struct DayInterval {
  int from_minute = 0;
  int to_minute = 0;
  friend bool operator==(const DayInterval&, const DayInterval&) = default;
};

/// A day that differs from the week's plan, from its 00:00 to its 24:00.
struct Holiday {
  std::string date;               ///< YYYY-MM-DD in the calendar's zone
  std::vector<DayInterval> open;  ///< empty: closed all day
  Place place{};
  friend bool operator==(const Holiday&, const Holiday&) = default;
};

struct Calendar {
  std::string id;
  std::string zone;  ///< IANA name
  std::vector<WeeklyInterval> weekly;
  std::vector<Holiday> holidays;
  Place place;
  friend bool operator==(const Calendar&, const Calendar&) = default;
};

}  // namespace switchroom::workspace
