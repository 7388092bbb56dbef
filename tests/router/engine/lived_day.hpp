#pragma once
// A day that the engine, the reference, and an engine that is restarted from stored state now and then live through
// side by side, with the laws that hold after every input.

#include <map>
#include <string>
#include <vector>

#include "router/engine/engine.hpp"
#include "tests/router/engine/random_world.hpp"
#include "tests/router/engine/reference_router.hpp"

namespace switchroom::engine {

/// What a shard would have stored: of each ticket, agent and group the row of the last time that it was touched.
class StoredRows {
 public:
  void take(const Engine& engine, const Effects& effects);
  /// An engine that goes on from the rows, given in an order that `seed` makes up.
  Engine restart(const Configure& configuration, Instant at, std::optional<Instant> stopped, std::uint32_t seed) const;

 private:
  std::map<TicketId, OpenTicket> tickets_;
  std::map<AgentId, AgentState> agents_;
  std::map<GroupId, GroupState> groups_;
};

class LivedDay {
 public:
  explicit LivedDay(Scale scale);
  /// Stops at the first law that is broken.
  void live_through(const std::vector<Step>& steps);
  /// The story of the day up to the law that was broken; empty: none was.
  const std::string& broken() const { return broken_; }

 private:
  void live(const Step& step);
  void apply(const Input& input);
  void break_law(const std::string& law);
  void compare(const std::vector<std::string>& found, const std::vector<std::string>& expected, const std::string& law);
  void check_state();
  void check_rests();

  Day day_;
  Instant since_;
  Engine engine_, restarted_;
  ReferenceRouter reference_;
  StoredRows rows_;
  Effects effects_, expected_, after_restart_;
  std::map<TicketId, OpenTicket> before_;
  std::string story_, broken_;
};

}  // namespace switchroom::engine
