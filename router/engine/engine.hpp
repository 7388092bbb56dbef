#pragma once
// The router of one workspace: state = fold(inputs). Pure and deterministic: no I/O, no clock, no random number.
// One thread at a time (the shard's owner). Meaning of every step: docs/routing.md.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "router/engine/effect.hpp"
#include "router/engine/fairness.hpp"
#include "router/engine/input.hpp"

namespace switchroom::engine {

/// A request for help to another group.
struct CollaborationState {
  GroupId group;  ///< empty: none is open
  AgentId asker{};
  friend bool operator==(const CollaborationState&, const CollaborationState&) = default;
};

/// An open ticket as the engine knows it; what is stored and what `restore` takes back. Instants are zero for never.
struct OpenTicket {
  TicketId id;
  TicketState state = TicketState::queued;
  GroupId group;                             ///< that it waits in, or whose units it takes
  std::vector<workspace::SkillNeed> skills;  ///< ascending
  Priority priority = Priority::normal;
  Units units;        ///< its full cost
  Instant entered{};  ///< when it entered the queue for the first time; moves only when it is reopened
  AgentId agent;      ///< empty while queued; of a resolved ticket the last one

  ChannelKindId kind{};
  GroupId route{};         ///< whose steps it follows
  Instant routed{};        ///< when it began to follow them
  std::uint8_t step = 0;   ///< of these
  bool escalated = false;  ///< supervisors and administrators may take it
  bool parked = false;     ///< queued: waits outside of a full waiting room; assigned: until its lost agent is back
  SlaClassId sla{};
  bool interruptible = false;                     ///< its class of work when it arrived
  Instant held_since{};                           ///< when the present offer or assignment was made
  Units charged{};                                ///< what it costs its agent now
  std::int64_t waited_ms = 0;                     ///< in the queue until it was last assigned
  std::vector<AgentId> tried{};                   ///< who declined it, let it lapse or lost it; ascending
  std::vector<AgentId> preferred{};               ///< asked first, in this order
  AgentId hold_for{};                             ///< waits for him alone until Clock::hold
  std::array<Instant, clock_names.size()> due{};  ///< by Clock
  bool answered = false;                          ///< by an agent, ever
  Instant asked{};                                ///< since when the customer waits for an answer; zero: he does not
  FlowId flow{};                                  ///< it passes
  std::uint8_t node = 0;                          ///< of the flow
  AgentId origin{};                               ///< who gets it back from the flow
  GroupId origin_group{};
  std::vector<GroupId> been_in{};  ///< groups that it was transferred away from, each once, ascending
  std::uint32_t bounces = 0;
  CollaborationState collaboration{};
  Instant resolved{};  ///< when it was resolved or closed last
  friend bool operator==(const OpenTicket&, const OpenTicket&) = default;
};

/// Units that an agent still holds for a closed ticket.
struct WrapUp {
  TicketId ticket;
  Units units;
  bool interruptible = false;
  Instant until{};
  friend bool operator==(const WrapUp&, const WrapUp&) = default;
};

/// An agent as the engine knows him; what is stored and what `restore` takes back (but for `in_use`, `limit` and
/// `open_tickets`, which follow from tickets and configuration).
struct AgentState {
  AgentId id;
  Status status = Status::offline;
  Units in_use;
  Units limit;
  Instant last_assigned{};
  std::uint32_t open_tickets = 0;

  std::uint64_t turn = 0;           ///< number of his last assignment among all of the workspace
  std::uint32_t lapses = 0;         ///< in a row
  std::uint32_t urgent_in_row = 0;  ///< towards a pause
  bool paused = false;
  Instant pause_ends{};                ///< zero: not by time
  std::uint32_t closes_to_resume = 0;  ///< 0: not by closes
  Instant ramp_since{};                ///< zero: the whole limit counts
  Units ramp_from{};                   ///< units in use, or the old limit, at that time
  bool on_shift = true;
  Instant shift_changes{};  ///< zero: never
  Instant lost_at{};        ///< presence lost and not found again yet: when that counts; zero: present
  std::vector<WrapUp> wrap_ups{};
  friend bool operator==(const AgentState&, const AgentState&) = default;
};

/// Queue figures of one group.
struct GroupState {
  GroupId id;
  std::uint32_t waiting = 0;
  std::uint32_t assigned = 0;  ///< with an agent: offered, assigned, waiting for the customer, snoozed
  Instant oldest{};            ///< entry of the longest-waiting ticket; zero if none waits
  Units in_use;

  std::uint32_t offers = 0;  ///< outstanding
  std::uint32_t parked = 0;
  std::int64_t minute = 0;     ///< since 1970, of the last arrival
  std::uint32_t arrivals = 0;  ///< in that minute
};

/// Whose stored state an input may have changed; each may be named several times, tickets also if they are closed by
/// now.
struct Touched {
  std::vector<TicketId> tickets;
  std::vector<AgentId> agents;
  std::vector<GroupId> groups;
  /// Those that were closed, as they were before, with `resolved` set: what Reopen wants. See Engine::keep_closed.
  std::vector<OpenTicket> closed;
};

class Engine {
 public:
  Engine();
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  /// Folds one input that happened at `at` (never before the previous one) and appends what it caused to `effects`, in
  /// order. Afterwards no waiting ticket has an eligible agent with room. Throws std::logic_error on an input that its
  /// comment excludes.
  void apply(const Input& input, Instant at, Effects& effects);

  /// What the last `apply` changed, beyond what its effects say. Valid until the next call of `apply`.
  const Touched& touched() const;

  /// Takes back stored state, after the stored Configure was applied and before any other input. Causes no effects.
  void restore(const OpenTicket& ticket);
  void restore(AgentId agent, Status status, Instant last_assigned);
  /// Agents come before tickets.
  void restore(const AgentState& agent);
  /// Only `minute` and `arrivals` count; needed for groups with a limit of arrivals.
  void restore(const GroupState& group);

  /// When the next clock strikes: an Advance at or after it is wanted. Empty: no clock runs.
  std::optional<Instant> next_due() const;
  /// Since when clocks of offers and replies stand still; empty: they run. To be given again after a restart.
  std::optional<Instant> clocks_stopped() const;
  /// Whether explanations name up to 20 agents for each filter. Off at first, as it costs time.
  void name_the_lost(bool yes);
  /// Whether Touched tells how closed tickets were. Off at first, as it costs time.
  void keep_closed(bool yes);

  /// An open ticket; empty if it is closed or unknown.
  std::optional<OpenTicket> ticket(TicketId id) const;
  /// An agent of the configuration; empty if there is none with this number.
  std::optional<AgentState> agent(AgentId id) const;
  /// All agents of the configuration, by number.
  std::vector<AgentState> agents() const;
  /// All groups of the configuration, by number.
  std::vector<GroupState> groups() const;
  /// `id`, `minute` and `arrivals` of a group, the rest left out: what is stored of it. Cheap.
  GroupState arrivals(GroupId id) const;
  /// How fairly a group's work was handed out in the hour of `at`, and how long tickets waited; of this process alone.
  GroupFairness fairness(GroupId group, Instant at) const;
  /// Units counted anew from the open tickets minus the ledger's, summed over agents and groups (absolute). Always 0.
  Units drift() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace switchroom::engine
