#pragma once
// Who holds how many units. Counted by number, not by configuration, so that work outlives the group that it came
// through. The engine's thread.

#include <cstdint>
#include <span>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/units.hpp"
#include "router/engine/engine.hpp"

namespace switchroom::engine {

class Tickets;
struct Ticket;

/// What an agent has taken: a ticket, or the wrap-up of one.
struct Booking {
  AgentId agent;
  GroupId group;       ///< empty: counts in no group
  ChannelKindId kind;  ///< empty: counts in no limit of a kind
  Units units;
  bool interruptible = false;
  bool is_offer = false;
  bool is_ticket = true;
};

/// What a ticket that an agent holds costs now.
Booking booking_of(const Ticket& ticket);
Booking booking_of(AgentId agent, const WrapUp& wrap_up);

class Ledger {
 public:
  void take(const Booking& booking);
  /// The reverse of `take`, with the same argument.
  void give_back(const Booking& booking);

  Units in_use(AgentId agent) const { return at(agents_, agent.number).in_use(); }
  /// Of one class of work.
  Units in_use(AgentId agent, bool interruptible) const {
    return at(agents_, agent.number).units[interruptible ? 1 : 0];
  }
  std::uint32_t open_tickets(AgentId agent) const { return at(agents_, agent.number).tickets; }
  std::uint32_t tickets_of(AgentId agent, ChannelKindId kind) const;
  Units in_use(GroupId group) const { return at(groups_, group.number).in_use(); }
  std::uint32_t offers(GroupId group) const { return at(groups_, group.number).offers; }

  /// The sum of all differences (absolute) between these books and a count of tickets and wrap-ups.
  Units drift(const Tickets& tickets, std::span<const AgentState> standings) const;

 private:
  struct KindCount {
    ChannelKindId kind;
    std::uint32_t tickets = 0;
  };
  struct Account {
    Units units[2];  ///< primary, interruptible
    std::uint32_t tickets = 0;
    std::uint32_t offers = 0;
    std::vector<KindCount> kinds;
    Units in_use() const { return units[0] + units[1]; }
  };
  using Accounts = std::vector<Account>;  // by number

  static const Account& at(const Accounts& accounts, std::uint32_t number) {
    static const Account empty;
    return number < accounts.size() ? accounts[number] : empty;
  }
  static Account& open(Accounts& accounts, std::uint32_t number);
  static std::uint32_t& count_of(Account& account, ChannelKindId kind);
  static Units difference(const Accounts& a, const Accounts& b);

  Accounts agents_;
  Accounts groups_;
};

}  // namespace switchroom::engine
