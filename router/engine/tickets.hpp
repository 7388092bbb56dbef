#pragma once
// The open tickets, each in a slot that it keeps until it is closed. The engine's thread.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "router/engine/engine.hpp"
#include "router/engine/plan.hpp"

namespace switchroom::engine {

/// A ticket and, while it waits, its place.
struct Ticket {
  OpenTicket open;
  std::uint32_t group = 0;       ///< index in the roster
  std::uint32_t need_class = 0;  ///< of its group
  std::uint32_t weight = 0;      ///< number of its units
  QueueKey key;
};

class Tickets {
 public:
  /// A slot for a ticket that is not open yet; throws std::logic_error if it is. Its contents are left from earlier,
  /// for reuse of their memory, but for `open.id`.
  std::uint32_t add(TicketId id);
  void erase(std::uint32_t slot);
  std::optional<std::uint32_t> find(TicketId id) const;

  Ticket& operator[](std::uint32_t slot) { return slots_[slot]; }
  const Ticket& operator[](std::uint32_t slot) const { return slots_[slot]; }
  std::size_t size() const { return by_id_.size(); }
  /// One more than the largest slot ever used.
  std::uint32_t slots() const { return static_cast<std::uint32_t>(slots_.size()); }

  /// The slots of all open tickets by TicketId.
  std::vector<std::uint32_t> sorted() const;
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& [id, slot] : by_id_) visit(slots_[slot]);
  }

 private:
  std::vector<Ticket> slots_;
  std::vector<std::uint32_t> free_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> by_id_;
};

}  // namespace switchroom::engine
