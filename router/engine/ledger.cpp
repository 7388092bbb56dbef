#include "router/engine/ledger.hpp"

#include <algorithm>
#include <cstdlib>

#include "router/engine/tickets.hpp"

namespace switchroom::engine {

Ledger::Account& Ledger::open(Accounts& accounts, std::uint32_t number) {
  if (number >= accounts.size()) accounts.resize(number + std::size_t{1});
  return accounts[number];
}

void Ledger::take(AgentId agent, GroupId group, Units units) {
  Account& own = open(agents_, agent.number);
  own.units += units;
  ++own.tickets;
  open(groups_, group.number).units += units;
}

void Ledger::give_back(AgentId agent, GroupId group, Units units) {
  Account& own = open(agents_, agent.number);
  own.units -= units;
  --own.tickets;
  open(groups_, group.number).units -= units;
}

Units Ledger::difference(const Accounts& a, const Accounts& b) {
  Units sum;
  for (std::uint32_t number = 0; number < std::max(a.size(), b.size()); ++number)
    sum.milli += std::abs(at(a, number).units.milli - at(b, number).units.milli);
  return sum;
}

Units Ledger::drift(const Tickets& tickets) const {
  Ledger counted;
  tickets.for_each([&](const Ticket& ticket) {
    if (ticket.open.agent) counted.take(ticket.open.agent, ticket.open.group, ticket.open.units);
  });
  return difference(agents_, counted.agents_) + difference(groups_, counted.groups_);
}

}  // namespace switchroom::engine
