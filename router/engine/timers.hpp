#pragma once
// What is due when: at most one entry an owner, its earliest. A heap that knows where each owner stands, so that
// setting, moving and clearing cost O(log n), and nothing stale is kept. The engine's thread.

#include <compare>
#include <cstdint>
#include <limits>
#include <vector>

#include "config/vocabulary/instant.hpp"
#include "router/engine/effect.hpp"

namespace switchroom::engine {

/// Orders all that is due in a workspace.
struct Due {
  Instant at = Instant::max();
  Clock clock = Clock::offer;
  std::uint64_t number = 0;  ///< of the ticket, agent or group
  friend constexpr auto operator<=>(const Due&, const Due&) = default;
};

/// Comes after everything: nothing is due.
inline constexpr Due never{};

class Timers {
 public:
  /// `owner` is due then and no more at the time that was set before; `never`: not at all. Owners are small numbers.
  void set(std::uint32_t owner, const Due& due);
  /// The first that is due; `never` if nothing is.
  const Due& first() const { return heap_.empty() ? never : heap_.front().due; }
  /// Whose it is; something is due.
  std::uint32_t owner() const { return heap_.front().owner; }

 private:
  static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();
  struct Entry {
    Due due;
    std::uint32_t owner = 0;
  };

  void put(std::size_t at, const Entry& entry);
  void rise(std::size_t at);
  void sink(std::size_t at);

  std::vector<Entry> heap_;
  std::vector<std::uint32_t> places_;  // by owner
};

}  // namespace switchroom::engine
