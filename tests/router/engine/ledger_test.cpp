#include "router/engine/ledger.hpp"

#include <gtest/gtest.h>

#include "router/engine/tickets.hpp"

namespace switchroom::engine {
namespace {

TEST(Ledger, ShowsTheDifferenceToACountOfTheTickets) {
  Ledger ledger;
  Tickets tickets;
  Ticket& ticket = tickets[tickets.add(TicketId{1})];
  ticket.state = TicketState::assigned;
  ticket.agent = AgentId{1};
  ticket.group = GroupId{1};
  ticket.units = ticket.charged = Units{1000};
  EXPECT_EQ(ledger.drift(tickets, {}), Units{2001});  // also one ticket
  ledger.take(booking_of(ticket));
  EXPECT_EQ(ledger.drift(tickets, {}), Units{0});
  Booking other = booking_of(ticket);
  other.agent = AgentId{2};
  other.units = Units{300};
  ledger.take(other);
  EXPECT_EQ(ledger.drift(tickets, {}), Units{601});
}

TEST(Ledger, CountsWrapUps) {
  Ledger ledger;
  std::vector<AgentState> standings(2);
  standings[1].wrap_ups.push_back({TicketId{1}, Units{500}, false, {}});
  EXPECT_EQ(ledger.drift(Tickets{}, standings), Units{500});
  ledger.take(booking_of(AgentId{1}, standings[1].wrap_ups[0]));
  EXPECT_EQ(ledger.drift(Tickets{}, standings), Units{0});
  EXPECT_EQ(ledger.in_use(AgentId{1}), Units{500});
}

TEST(Ledger, GivesBackWhatWasTakenAndNothingElse) {
  Ledger ledger;
  const Booking chat{.agent = AgentId{1}, .group = GroupId{1}, .kind = ChannelKindId{1}, .units = Units{1000}};
  const Booking mail{.agent = AgentId{1},
                     .group = GroupId{1},
                     .kind = ChannelKindId{2},
                     .units = Units{500},
                     .interruptible = true,
                     .is_offer = true};
  ledger.take(chat);
  ledger.take(mail);
  EXPECT_EQ(ledger.in_use(AgentId{1}, true), Units{500});
  EXPECT_EQ(ledger.offers(GroupId{1}), 1U);
  ledger.give_back(chat);
  EXPECT_EQ(ledger.in_use(AgentId{1}), Units{500});
  EXPECT_EQ(ledger.in_use(GroupId{1}), Units{500});
  EXPECT_EQ(ledger.tickets_of(AgentId{1}, ChannelKindId{1}), 0U);
  EXPECT_EQ(ledger.tickets_of(AgentId{1}, ChannelKindId{2}), 1U);
}

}  // namespace
}  // namespace switchroom::engine
