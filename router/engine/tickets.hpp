#pragma once
// The open tickets, each in a slot that it keeps until it is closed. What few tickets have is stored apart, so that a
// million waiting ones stay small. The engine's thread.

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "router/engine/blocks.hpp"
#include "router/engine/engine.hpp"
#include "router/engine/timers.hpp"

namespace switchroom::engine {

/// What few tickets have. Names as in OpenTicket.
struct Rarity {
  std::vector<AgentId> tried, preferred;
  AgentId hold_for;
  FlowId flow;
  std::uint8_t node = 0;
  AgentId origin;
  GroupId origin_group;
  std::vector<GroupId> been_in;
  std::uint32_t bounces = 0;
  CollaborationState collaboration;
};

inline const Rarity nothing_rare{};

/// A clock of a ticket that runs.
struct RunningClock {
  Instant at{};
  Clock clock = Clock::offer;
};

/// A ticket. Names as in OpenTicket.
struct Ticket {
  TicketId id;
  boost::container::small_vector<workspace::SkillNeed, 2> skills;
  Instant entered{}, routed{}, held_since{}, asked{}, resolved{};
  Units units, charged;
  std::int64_t waited_ms = 0;
  GroupId group, route;
  AgentId agent;
  ChannelKindId kind;
  SlaClassId sla;
  std::uint32_t entry = 0xffff'ffff;  ///< its first place in a queue
  TicketState state = TicketState::queued;
  Priority priority = Priority::normal;
  std::uint8_t step = 0;
  bool escalated = false, parked = false, answered = false, interruptible = false;
  std::vector<RunningClock> clocks;
  std::unique_ptr<Rarity> apart;  ///< empty: nothing rare

  const Rarity& rare() const { return apart ? *apart : nothing_rare; }
  Rarity& make_rare() {
    if (!apart) apart = std::make_unique<Rarity>();
    return *apart;
  }

  /// When a clock strikes; zero: it does not run.
  Instant due(Clock clock) const;
  /// Zero stops the clock.
  void set_due(Clock clock, Instant at);
  /// The first clock to strike, those of offers and replies left aside if they stand still.
  Due first_due(bool offers_and_replies_stand) const;

  bool is_waiting() const { return state == TicketState::queued && !parked; }
  /// Whether it takes units of an agent.
  bool is_held() const { return agent && state != TicketState::queued && state != TicketState::resolved; }
};

/// Whether a clock stands still while nobody can see offers and messages.
bool can_stand_still(Clock clock);

/// A ticket as it is stored, and back.
OpenTicket stored(const Ticket& ticket);
void take_stored(const OpenTicket& stored, Ticket& ticket);

class Tickets {
 public:
  /// A slot for a ticket that is not open yet; throws std::logic_error if it is. Nothing is left of an earlier ticket.
  std::uint32_t add(TicketId id);
  void erase(std::uint32_t slot);
  std::optional<std::uint32_t> find(TicketId id) const;

  /// The ticket of a slot will soon be looked at.
  void prefetch(std::uint32_t slot) const { slots_.prefetch(slot); }

  Ticket& operator[](std::uint32_t slot) { return slots_[slot]; }
  const Ticket& operator[](std::uint32_t slot) const { return slots_[slot]; }
  std::size_t size() const { return by_id_.size(); }

  /// The slots of all open tickets by TicketId.
  std::vector<std::uint32_t> sorted() const;
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& [id, slot] : by_id_) visit(slots_[slot]);
  }

 private:
  Blocks<Ticket> slots_;
  std::vector<std::uint32_t> free_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> by_id_;
};

}  // namespace switchroom::engine
