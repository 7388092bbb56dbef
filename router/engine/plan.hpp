#pragma once
// Where a ticket belongs: its group, and its place in the queue. Pure functions; any thread.

#include <compare>
#include <cstdint>
#include <limits>

#include "router/engine/engine.hpp"
#include "router/engine/roster.hpp"

namespace switchroom::engine {

/// Orders waiting tickets of a whole workspace: the smaller is served first.
struct QueueKey {
  std::int64_t score_ms = std::numeric_limits<std::int64_t>::max();  ///< entry minus the priority's head start
  TicketId ticket{std::numeric_limits<std::uint64_t>::max()};
  friend constexpr auto operator<=>(const QueueKey&, const QueueKey&) = default;
};

/// Comes after every ticket's key.
inline constexpr QueueKey after_all{};

/// The index of the group that a new ticket enters: its rules', else its channel's, else the default one.
std::uint32_t group_of(const Arrive& arrival, const Roster& roster);

/// The index of a waiting ticket's group; the default group's if its own is gone.
std::uint32_t group_of(const OpenTicket& ticket, const Roster& roster);

/// The place of a waiting ticket in the queue.
QueueKey key_of(const OpenTicket& ticket, const Roster& roster);

}  // namespace switchroom::engine
