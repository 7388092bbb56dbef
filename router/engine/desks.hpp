#pragma once
// All groups at work: classes, crew and queue of each, and the questions that go over several of them. Holds indexes
// only; the truth is in roster, ledger, standings and tickets, from which it can be made again at any time. The
// engine's thread.

#include <cstdint>
#include <span>
#include <vector>

#include "router/engine/choose.hpp"
#include "router/engine/ledger.hpp"
#include "router/engine/need_classes.hpp"
#include "router/engine/queue.hpp"
#include "router/engine/roster.hpp"
#include "router/engine/tickets.hpp"

namespace switchroom::engine {

/// What an agent said last, and when he was given work last.
struct Standing {
  Status status = Status::offline;
  Instant last_assigned{};
};

/// By number of the agent; remembers those who left.
using Standings = std::vector<Standing>;

/// The first waiting ticket of a lane; its key is `after_all` if none waits.
struct Head {
  Waiting first;
  std::uint32_t group = nobody;
  Lane lane;
};

/// What an input set free.
struct Freed {
  std::uint32_t agent = nobody;  ///< index of an agent who has more room or another status
  std::uint32_t group = nobody;  ///< index of a group that holds fewer units; or nobody
  Units held_before;             ///< what that group held
};

class Desks {
 public:
  /// Kept: all three must outlive this. Every agent of the roster has a standing.
  Desks(const Roster& roster, const Ledger& ledger, const Standings& standings);

  /// Finds where a ticket of group number `ticket.group` stands; before the other calls with it.
  void place(Ticket& ticket);
  void enqueue(std::uint32_t slot, const Ticket& ticket);
  void dequeue(std::uint32_t slot, const Ticket& ticket);

  /// An agent's units, status or last assignment changed.
  void refresh(std::uint32_t agent);

  /// Chooses an agent for a ticket that has its place.
  Choice choose(const Ticket& ticket);

  /// The first waiting ticket that somebody may take now, if nobody could take any before `freed`.
  Head first_for(const Freed& freed) const;

  /// The heads of all lanes in which tickets wait.
  std::vector<Head> heads() const;
  Head head(std::uint32_t group, Lane lane) const { return {desks_[group].queue.first(lane), group, lane}; }
  /// Whether somebody may take a lane's tickets now.
  bool is_takeable(std::uint32_t group, Lane lane) const;

  std::uint32_t waiting(std::uint32_t group) const { return desks_[group].queue.waiting(); }

 private:
  struct Desk {
    NeedClasses classes;
    Crew crew;
    Queue queue;
  };

  std::uint32_t weight_of(Units units);
  bool has_room(std::uint32_t group, std::uint32_t weight) const;
  void improve(Head& best, std::uint32_t group, const Queue::Best& found) const;
  void look_for_member(Seat seat, Head& best) const;
  void look_for_anyone(std::uint32_t group, std::uint32_t weight, Head& best) const;

  const Roster* roster_;
  const Ledger* ledger_;
  const Standings* standings_;
  std::vector<Desk> desks_;     // by group
  std::vector<Units> weights_;  // the units that tickets come in, in the order of appearance
  HeapPlaces places_;
  std::vector<Bits::Word> candidates_;
};

}  // namespace switchroom::engine
