#include "router/engine/ledger.hpp"

#include <algorithm>
#include <cstdlib>

#include "router/engine/tickets.hpp"

namespace switchroom::engine {

Booking booking_of(const Ticket& ticket) {
  return {.agent = ticket.agent,
          .group = ticket.group,
          .kind = ticket.charged == ticket.units ? ticket.kind : ChannelKindId{},
          .units = ticket.charged,
          .interruptible = ticket.interruptible,
          .is_offer = ticket.state == TicketState::offered,
          .is_ticket = true};
}

Booking booking_of(AgentId agent, const WrapUp& wrap_up) {
  return {.agent = agent,
          .group = {},
          .kind = {},
          .units = wrap_up.units,
          .interruptible = wrap_up.interruptible,
          .is_offer = false,
          .is_ticket = false};
}

Ledger::Account& Ledger::open(Accounts& accounts, std::uint32_t number) {
  if (number >= accounts.size()) accounts.resize(number + std::size_t{1});
  return accounts[number];
}

std::uint32_t& Ledger::count_of(Account& account, ChannelKindId kind) {
  const auto known = std::ranges::find(account.kinds, kind, &KindCount::kind);
  return known != account.kinds.end() ? known->tickets : account.kinds.emplace_back(kind, 0).tickets;
}

void Ledger::take(const Booking& booking) {
  Account& own = open(agents_, booking.agent.number);
  own.units[booking.interruptible ? 1 : 0] += booking.units;
  if (booking.is_ticket) ++own.tickets;
  if (booking.kind) ++count_of(own, booking.kind);
  if (!booking.group) return;
  Account& group = open(groups_, booking.group.number);
  group.units[0] += booking.units;
  if (booking.is_offer) ++group.offers;
}

void Ledger::give_back(const Booking& booking) {
  Account& own = open(agents_, booking.agent.number);
  own.units[booking.interruptible ? 1 : 0] -= booking.units;
  if (booking.is_ticket) --own.tickets;
  if (booking.kind) --count_of(own, booking.kind);
  if (!booking.group) return;
  Account& group = open(groups_, booking.group.number);
  group.units[0] -= booking.units;
  if (booking.is_offer) --group.offers;
}

std::uint32_t Ledger::tickets_of(AgentId agent, ChannelKindId kind) const {
  const Account& own = at(agents_, agent.number);
  const auto known = std::ranges::find(own.kinds, kind, &KindCount::kind);
  return known == own.kinds.end() ? 0 : known->tickets;
}

// Tickets and offers count as thousandths of a unit each: any difference at all must show.
Units Ledger::difference(const Accounts& a, const Accounts& b) {
  Units sum;
  const auto add = [&](std::int64_t one, std::int64_t other) { sum.milli += std::abs(one - other); };
  for (std::uint32_t number = 0; number < std::max(a.size(), b.size()); ++number) {
    const Account &one = at(a, number), &other = at(b, number);
    for (const int part : {0, 1}) add(one.units[part].milli, other.units[part].milli);
    add(one.tickets, other.tickets);
    add(one.offers, other.offers);
    for (const KindCount& kind : one.kinds) {
      const auto same = std::ranges::find(other.kinds, kind.kind, &KindCount::kind);
      add(kind.tickets, same == other.kinds.end() ? 0 : same->tickets);
    }
  }
  return sum;
}

Units Ledger::drift(const Tickets& tickets, std::span<const AgentState> standings) const {
  Ledger counted;
  tickets.for_each([&](const Ticket& ticket) {
    if (ticket.is_held()) counted.take(booking_of(ticket));
  });
  for (std::uint32_t number = 0; number < standings.size(); ++number)
    for (const WrapUp& one : standings[number].wrap_ups) counted.take(booking_of(AgentId{number}, one));
  return difference(agents_, counted.agents_) + difference(groups_, counted.groups_);
}

}  // namespace switchroom::engine
