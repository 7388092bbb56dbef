#pragma once
// All pools at work: classes, crew and queue of each, and the questions that go over several of them. Holds indexes
// only; the truth is in roster, ledger, standings and tickets, from which it can be made again at any time. The
// engine's thread.

#include <cstdint>
#include <span>
#include <vector>

#include "router/engine/blocks.hpp"
#include "router/engine/choose.hpp"
#include "router/engine/ledger.hpp"
#include "router/engine/need_classes.hpp"
#include "router/engine/queue.hpp"
#include "router/engine/roster.hpp"
#include "router/engine/tickets.hpp"

namespace switchroom::engine {

/// What is known of agents, by number; remembers those who left.
using Standings = std::vector<AgentState>;

/// Where a ticket stands in one of the pools of its step.
struct Stand {
  std::uint32_t pool = 0;
  Lane lane;
  workspace::Strategy strategy = workspace::Strategy::least_loaded;
};

/// A waiting ticket that might be served next; its rank is `after_all` if there is none.
struct Head {
  QueueKey rank = after_all;  ///< across slopes
  std::uint32_t ticket = 0;   ///< its slot
  std::uint32_t pool = nobody;
  Lane lane;
};

/// A group that holds fewer units or offers than before.
struct FreedGroup {
  std::uint32_t group = 0;
  Units held_before;
  std::uint32_t offers_before = 0;
};

class Desks {
 public:
  /// Kept: all three must outlive this. Every agent of the roster has a standing.
  Desks(const Roster& roster, const Ledger& ledger, const Standings& standings);

  /// Where a ticket stands in its present step. Valid until the next call.
  std::span<const Stand> stands_of(const Ticket& ticket);
  /// Where a waiting ticket was put. Valid until the next call.
  std::span<const Stand> places_of(const Ticket& ticket);
  void enqueue(std::uint32_t slot, Ticket& ticket, std::span<const Stand> stands);
  /// Gives the slot of the ticket that is now first where it stood; `nobody` if none is.
  std::uint32_t dequeue(Ticket& ticket);

  /// An agent's units, status or anything else that filters ask for has changed.
  void refresh(std::uint32_t agent);
  /// He has the newest assignment.
  void take_turn(std::uint32_t agent);
  /// The same, unless somebody has a newer one.
  void take_back_turn(std::uint32_t agent);

  /// Chooses an agent: of the ticket's preferred ones, else of the first pool with a candidate; nobody of the first
  /// pool if none has.
  Choice choose(const Ticket& ticket, std::span<const Stand> stands);
  /// Writes the names of those whom each filter cost, for a choice that was just made, into empty lists.
  void name_lost(const Choice& choice, std::span<const Stand> stands, LostNames& names);

  /// Whether anybody on shift has the skills that any of the stands asks for.
  bool could_anyone(std::span<const Stand> stands) const;
  /// Tickets that wait where this agent has the skills and nobody on shift has: their slots, some several times.
  std::vector<std::uint32_t> left_alone_by(std::uint32_t agent) const;
  /// Whether this agent is on shift and has the skills that any of the stands asks for.
  bool could_take(std::uint32_t agent, std::span<const Stand> stands) const;
  /// Whether every member with the skills was tried.
  bool were_all_tried(std::span<const Stand> stands) const;
  /// Whether somebody may take it now.
  bool is_takeable(const Stand& stand) const { return is_takeable(stand.pool, stand.lane); }
  bool is_takeable(std::uint32_t pool, Lane lane) const;

  /// Better heads for an agent who got room, and for a group, than `best` has.
  void improve_for_agent(std::uint32_t agent, Instant at, Head& best) const;
  void improve_for_group(const FreedGroup& freed, Instant at, Head& best) const;
  /// The heads of all lanes in which tickets wait.
  std::vector<Head> heads(Instant at) const;
  Head head(std::uint32_t pool, Lane lane, Instant at) const;

  /// Whether a group has room for a ticket of these units; `offered`: that is to be offered.
  bool has_room(std::uint32_t group, Units units, bool offered) const;

 private:
  struct Desk {
    NeedClasses classes;
    Crew crew;
    Queue queue;
    LostNames::List outsiders;  ///< the first agents who are no members
  };
  /// What makes tickets weigh alike for all agents.
  struct Weight {
    Units units;
    bool interruptible = false;
    bool chat = false;
    ChannelKindId kind{};  ///< empty: no limit distinguishes kinds
    friend bool operator==(const Weight&, const Weight&) = default;
  };
  struct Tier {
    std::uint32_t weight = 0;
    std::int64_t slope_milli = 1000;
  };
  /// A place in a queue: where, and the next one of the same ticket.
  struct Entry {
    Stand stand;
    std::uint32_t next = nobody;
  };

  std::uint32_t tier_of(const Ticket& ticket);
  std::uint32_t weight_of(const Weight& weight);
  std::uint32_t new_entry();
  Passes passes_of(const RosterAgent& agent, const AgentState& standing, const Weight& weight) const;
  bool has_room(std::uint32_t pool, std::uint32_t weight) const;
  void improve(Head& best, std::uint32_t pool, std::uint32_t tier, std::span<const Bits::Word> classes,
               Instant at) const;
  bool prefer(const Ticket& ticket, std::span<const Stand> stands, Choice& choice) const;
  void ask(const Stand& stand, Choice& choice);
  void look_for_anyone(std::uint32_t pool, std::uint32_t tier, Instant at, Head& best) const;
  LostNames::List outsiders_of(std::uint32_t pool) const;

  const Roster* roster_;
  const Ledger* ledger_;
  const Standings* standings_;
  std::vector<Desk> desks_;      // by pool
  std::vector<Weight> weights_;  // in the order of appearance
  std::vector<Tier> tiers_;      // likewise
  Blocks<Entry> entries_;
  std::vector<std::uint32_t> free_entries_;
  Places places_;  // by entry
  std::vector<Stand> stands_;
  std::vector<workspace::SkillNeed> needs_;
  std::vector<Bits::Word> candidates_, before_, now_;
  std::vector<Passes> common_, passes_;
};

}  // namespace switchroom::engine
