#pragma once
// How many tickets wait in each group, how many came in this minute, and who waits outside of a full waiting room.
// Counted by number, not by configuration. The engine's thread.

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::engine {

struct Room {
  std::uint32_t waiting = 0;
  std::int64_t minute = 0;                        ///< since 1970, of the last arrival
  std::uint32_t arrivals = 0;                     ///< in that minute
  std::set<std::pair<Instant, TicketId>> parked;  ///< by when they began to wait
};

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t minute_of(Instant at) { return ms_of(at) / minute_ms; }

class Rooms {
 public:
  Room& operator[](GroupId group) {
    if (group.number >= rooms_.size()) rooms_.resize(group.number + std::size_t{1});
    return rooms_[group.number];
  }
  const Room& at(GroupId group) const {
    static const Room empty;
    return group.number < rooms_.size() ? rooms_[group.number] : empty;
  }
  std::uint32_t arrivals_in_minute(GroupId group, Instant at) {
    Room& room = (*this)[group];
    return room.minute == minute_of(at) ? room.arrivals : 0;
  }
  void count_arrival(GroupId group, Instant at) {
    Room& room = (*this)[group];
    room.arrivals = arrivals_in_minute(group, at) + 1;
    room.minute = minute_of(at);
  }
  void park(GroupId group, Instant since, TicketId ticket) {
    parked_ += (*this)[group].parked.emplace(since, ticket).second;
  }
  void unpark(GroupId group, Instant since, TicketId ticket) {
    parked_ -= (*this)[group].parked.erase({since, ticket});
  }
  bool is_anybody_parked() const { return parked_ > 0; }

 private:
  std::vector<Room> rooms_;
  std::size_t parked_ = 0;
};

}  // namespace switchroom::engine
