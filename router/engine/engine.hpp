#pragma once
// The router of one workspace: state = fold(inputs). Pure and deterministic: no I/O, no clock, no random number.
// One thread at a time (the shard's owner). Meaning of every step: docs/routing.md.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "router/engine/effect.hpp"
#include "router/engine/input.hpp"

namespace switchroom::engine {

/// An open ticket as the engine knows it; what is stored and what `restore` takes back.
struct OpenTicket {
  TicketId id;
  TicketState state = TicketState::queued;
  GroupId group;
  std::vector<workspace::SkillNeed> skills;  ///< ascending
  Priority priority = Priority::normal;
  Units units;
  Instant entered{};  ///< when it entered the queue for the first time; never moves
  AgentId agent;      ///< empty while queued
};

/// An agent as the engine knows him.
struct AgentState {
  AgentId id;
  Status status = Status::offline;
  Units in_use;
  Units limit;
  Instant last_assigned{};
  std::uint32_t open_tickets = 0;
};

/// Queue figures of one group.
struct GroupState {
  GroupId id;
  std::uint32_t waiting = 0;
  std::uint32_t assigned = 0;
  Instant oldest{};  ///< entry of the longest-waiting ticket; zero if none waits
  Units in_use;
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

  /// Takes back stored state, after the stored Configure was applied and before any other input. Causes no effects.
  void restore(const OpenTicket& ticket);
  void restore(AgentId agent, Status status, Instant last_assigned);

  /// An open ticket; empty if it is closed or unknown.
  std::optional<OpenTicket> ticket(TicketId id) const;
  /// An agent of the configuration; empty if there is none with this number.
  std::optional<AgentState> agent(AgentId id) const;
  /// All agents of the configuration, by number.
  std::vector<AgentState> agents() const;
  /// All groups of the configuration, by number.
  std::vector<GroupState> groups() const;
  /// Units counted anew from the open tickets minus the ledger's, summed over agents and groups (absolute). Always 0.
  Units drift() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace switchroom::engine
