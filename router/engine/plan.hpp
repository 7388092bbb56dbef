#pragma once
// Where a ticket belongs: its group, what it asks for in a step of its route, its place in the queue. Pure functions;
// any thread.

#include <compare>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "router/engine/roster.hpp"
#include "router/engine/tickets.hpp"

namespace switchroom::engine {

/// Orders waiting tickets of one slope: the smaller is served first, whatever the time.
struct QueueKey {
  std::int64_t score =
      std::numeric_limits<std::int64_t>::max();  ///< entry × slope - head start, in thousandths of a ms
  TicketId ticket{std::numeric_limits<std::uint64_t>::max()};
  friend constexpr auto operator<=>(const QueueKey&, const QueueKey&) = default;
};

/// Comes after every ticket's key.
inline constexpr QueueKey after_all{};

/// The key among tickets of all slopes at one moment, of a key among those of one; and back.
QueueKey across_slopes(QueueKey key, std::int64_t slope_milli, Instant at);
QueueKey within_slope(QueueKey key, std::int64_t slope_milli, Instant at);

/// The index of the group that a new ticket enters: its rules', else its channel's, else the default one.
std::uint32_t group_of(const Arrive& arrival, const Roster& roster);

/// The index of a group; the default group's if the configuration has none with this number.
std::uint32_t group_or_default(GroupId group, const Roster& roster);

/// The step of its route that a ticket is in. The last one if the route has become shorter.
const RosterStep& step_of(const Ticket& ticket, const Roster& roster);

/// What a ticket asks for in a step. `scratch` holds it if it is not the ticket's or the step's own list.
std::span<const workspace::SkillNeed> needs_in(const RosterStep& step, const Ticket& ticket,
                                               std::vector<workspace::SkillNeed>& scratch);

/// The place of a ticket among those with the same slope.
QueueKey key_of(const Ticket& ticket, const Roster& roster);

/// What a ticket is worth after it has waited, in milliseconds.
std::int64_t score_ms(const Ticket& ticket, const Roster& roster, Instant at);

/// Whether tickets of this kind must be accepted in this group, and within what time.
bool is_offered(ChannelKindId kind, std::uint32_t group, const Roster& roster);
std::int64_t accept_within_ms(ChannelKindId kind, std::uint32_t group, const Roster& roster);

}  // namespace switchroom::engine
