#pragma once
// A point in time as an inbox entry carries it. Its clock has no now(): code that gets an Instant can't read the time.

#include <chrono>
#include <cstdint>

namespace switchroom {

/// Milliseconds since 1970-01-01 UTC, given by the inbox; never read from a wall clock.
struct InboxClock {
  using duration = std::chrono::milliseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<InboxClock>;
  static constexpr bool is_steady = true;
};

using Instant = InboxClock::time_point;
using Milliseconds = std::chrono::milliseconds;

/// The instant that lies `ms` milliseconds after 1970-01-01 UTC.
constexpr Instant instant_of_ms(std::int64_t ms) { return Instant{Milliseconds{ms}}; }

/// Milliseconds since 1970-01-01 UTC.
constexpr std::int64_t ms_of(Instant at) { return at.time_since_epoch().count(); }

}  // namespace switchroom
