#pragma once
// The router again, by scanning: no index, no count that is kept, no timer that is set. What it knows is what is
// stored: open tickets, agents, rooms. Slow and plain; what the engine is compared with.

#include <memory>
#include <optional>
#include <vector>

#include "router/engine/engine.hpp"

namespace switchroom::engine {

class ReferenceRouter {
 public:
  ReferenceRouter();
  ~ReferenceRouter();

  void apply(const Input& input, Instant at, Effects& effects);
  std::optional<OpenTicket> ticket(TicketId id) const;
  std::vector<OpenTicket> tickets() const;
  std::vector<AgentState> agents() const;
  std::vector<GroupState> groups() const;
  /// When the next clock of a ticket or an agent strikes.
  std::optional<Instant> next_due() const;
  /// Whether no waiting ticket has an agent who may take it.
  bool conserves_work() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace switchroom::engine
