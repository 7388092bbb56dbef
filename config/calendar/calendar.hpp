#pragma once
// Opening hours in a time zone: is it open, when does that change, how much open time lies between two instants. An
// instant is open when the clocks of the zone then show a time that the plan has open: an hour that comes twice in
// autumn counts twice, one that is left out in spring not at all. Zones are those of the system (tzdata); from 2038 on
// they keep the offset they then have. Immutable: any thread.

#include <memory>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/workspace/numbering.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::calendar {

/// What `next_change` and `after_business` give for never.
inline constexpr Instant never = Instant::max();

class Calendar {
 public:
  /// Throws std::invalid_argument if the system does not know the zone or a holiday is no date. Intervals are as their
  /// structs promise; they may overlap.
  explicit Calendar(const workspace::Calendar& plan);
  ~Calendar();
  Calendar(Calendar&&) noexcept;
  Calendar& operator=(Calendar&&) noexcept;

  bool is_open(Instant at) const;

  /// The first instant after `at` at which it opens or closes; `never` if it stays as it is.
  Instant next_change(Instant at) const;

  /// The instant at which `open_time` of open time has gone by since `from`; `from` itself for 0 or less, `never` if
  /// there is not as much. When it ends with the opening hours, the moment of closing is given.
  Instant after_business(Instant from, Milliseconds open_time) const;

  /// How much open time lies between `from` and `to`; 0 if `to` is not later.
  Milliseconds business_between(Instant from, Instant to) const;

 private:
  class Plan;
  class Walk;
  std::unique_ptr<const Plan> plan_;
};

/// The calendars of a workspace, by number.
class Calendars {
 public:
  Calendars() = default;
  /// `numbering` knows every calendar of `workspace`. Throws as Calendar does.
  Calendars(const workspace::Workspace& workspace, const workspace::Numbering& numbering);

  /// Null for a number that names no calendar of the workspace, and for 0: always open.
  const Calendar* find(CalendarId id) const;

  /// As the calendar of this number answers; what `find` does not know is always open.
  bool is_open(CalendarId id, Instant at) const;
  Instant next_change(CalendarId id, Instant at) const;
  Instant after_business(CalendarId id, Instant from, Milliseconds open_time) const;

 private:
  std::vector<std::unique_ptr<const Calendar>> by_number_;
};

}  // namespace switchroom::calendar
