#pragma once
// Who holds how many units. Counted by number, not by configuration, so that work outlives the group that it came
// through. The engine's thread.

#include <cstdint>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/units.hpp"

namespace switchroom::engine {

class Tickets;

class Ledger {
 public:
  /// A ticket of `group` is now the agent's.
  void take(AgentId agent, GroupId group, Units units);
  /// The reverse of `take`, with the same arguments.
  void give_back(AgentId agent, GroupId group, Units units);

  Units in_use(AgentId agent) const { return at(agents_, agent.number).units; }
  Units in_use(GroupId group) const { return at(groups_, group.number).units; }
  std::uint32_t open_tickets(AgentId agent) const { return at(agents_, agent.number).tickets; }

  /// The sum of all differences (absolute) between these books and a count of `tickets`.
  Units drift(const Tickets& tickets) const;

 private:
  struct Account {
    Units units;
    std::uint32_t tickets = 0;
  };
  using Accounts = std::vector<Account>;  // by number

  static Account at(const Accounts& accounts, std::uint32_t number) {
    return number < accounts.size() ? accounts[number] : Account{};
  }
  static Account& open(Accounts& accounts, std::uint32_t number);
  static Units difference(const Accounts& a, const Accounts& b);

  Accounts agents_;
  Accounts groups_;
};

}  // namespace switchroom::engine
