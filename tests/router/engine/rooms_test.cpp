#include "router/engine/rooms.hpp"

#include <gtest/gtest.h>

namespace switchroom::engine {
namespace {

constexpr GroupId support{2}, billing{5};

TEST(Rooms, CountArrivalsOfOneMinuteOnly) {
  Rooms rooms;
  rooms.count_arrival(support, instant_of_ms(59'000));
  rooms.count_arrival(support, instant_of_ms(59'999));
  EXPECT_EQ(rooms.arrivals_in_minute(support, instant_of_ms(59'999)), 2u);
  EXPECT_EQ(rooms.arrivals_in_minute(billing, instant_of_ms(59'999)), 0u);
  EXPECT_EQ(rooms.arrivals_in_minute(support, instant_of_ms(60'000)), 0u);
  rooms.count_arrival(support, instant_of_ms(60'000));
  EXPECT_EQ(rooms.at(support).arrivals, 1u);
}

TEST(Rooms, KeepTheLongestParkedFirst) {
  Rooms rooms;
  EXPECT_FALSE(rooms.is_anybody_parked());
  rooms.park(support, instant_of_ms(20), TicketId{1});
  rooms.park(support, instant_of_ms(10), TicketId{2});
  rooms.park(support, instant_of_ms(10), TicketId{2});
  EXPECT_EQ(rooms.at(support).parked.begin()->second, TicketId{2});
  rooms.unpark(support, instant_of_ms(10), TicketId{2});
  rooms.unpark(support, instant_of_ms(10), TicketId{2});
  EXPECT_TRUE(rooms.is_anybody_parked());
  rooms.unpark(support, instant_of_ms(20), TicketId{1});
  EXPECT_FALSE(rooms.is_anybody_parked());
}

TEST(Rooms, OfAnUnknownGroupAreEmpty) {
  const Rooms rooms;
  EXPECT_EQ(rooms.at(GroupId{99}).waiting, 0u);
}

}  // namespace
}  // namespace switchroom::engine
