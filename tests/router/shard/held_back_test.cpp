#include "router/shard/held_back.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace switchroom::shard {
namespace {

using storage::HeldId;
using storage::HeldKind;
using storage::HeldRecord;
using testing::ElementsAre;

HeldRecord record(std::uint64_t customer, std::int64_t due, std::string text = "x") {
  HeldRecord one;
  one.due = instant_of_ms(due);
  one.customer = CustomerId{customer};
  one.fingerprint = static_cast<std::uint64_t>(due);
  one.input.message.text = std::move(text);
  return one;
}

HeldBack bounded(HeldBounds changes) {
  auto bounds = default_held_bounds;
  bounds[0] = changes;
  return HeldBack{bounds};
}

TEST(HeldBack, GivesWhatWaitsForAKeyInTheOrderInWhichItCame) {
  HeldBack held{default_held_bounds};
  held.put({3, 0}, 7, record(1, 30));
  held.put({2, 1}, 7, record(1, 20));
  held.put({2, 0}, 8, record(1, 10));
  EXPECT_THAT(held.waiting_for(7), ElementsAre(HeldId{2, 1}, HeldId{3, 0}));
  EXPECT_EQ(held.take({2, 1}).due, instant_of_ms(20));
  EXPECT_THAT(held.waiting_for(7), ElementsAre(HeldId{3, 0}));
  EXPECT_EQ(held.find({2, 1}), nullptr);
  EXPECT_EQ(held.first_due()->second, (HeldId{2, 0}));
  EXPECT_THAT(held.due_by(instant_of_ms(30)), ElementsAre(HeldId{2, 0}, HeldId{3, 0}));
}

TEST(HeldBack, NamesTheOldestOfACustomerWhoHasTooMany) {
  HeldBack held = bounded({.of_customer = 2, .of_shard = 100, .bytes_of_customer = 10'000, .bytes_of_shard = 10'000});
  for (std::uint64_t n = 1; n <= 3; ++n) held.put({n, 0}, n, record(n == 1 ? 5 : 1, 10));
  EXPECT_EQ(held.beyond_bounds(HeldKind::change, CustomerId{1}), std::nullopt);
  held.put({4, 0}, 4, record(1, 10));
  EXPECT_EQ(held.beyond_bounds(HeldKind::change, CustomerId{1}), (HeldId{2, 0}));
  EXPECT_EQ(held.beyond_bounds(HeldKind::change, CustomerId{5}), std::nullopt);
}

TEST(HeldBack, NamesTheOldestOfAllWhenTheShardHoldsTooMuch) {
  HeldBack held = bounded({.of_customer = 9, .of_shard = 2, .bytes_of_customer = 10'000, .bytes_of_shard = 300});
  held.put({1, 0}, 1, record(1, 10));
  held.put({2, 0}, 2, record(2, 10));
  EXPECT_FALSE(held.has_room(HeldKind::change, WorkspaceId{1}, 10));
  EXPECT_EQ(held.beyond_bounds(HeldKind::change, CustomerId{2}), std::nullopt);
  held.put({3, 0}, 3, record(3, 10));
  EXPECT_EQ(held.beyond_bounds(HeldKind::change, CustomerId{3}), (HeldId{1, 0}));
  held.take({1, 0});
  held.put({3, 0}, 3, record(3, 10, std::string(300, 'x')));
  EXPECT_EQ(held.beyond_bounds(HeldKind::change, CustomerId{3}), (HeldId{2, 0})) << "too many bytes";
}

TEST(HeldBack, OneWorkspaceDoesNotDriveOutWhatAnotherWaitsFor) {
  HeldBack held = bounded({.of_customer = 99, .of_shard = 4, .bytes_of_customer = 10'000, .bytes_of_shard = 10'000});
  const auto of = [](std::uint32_t workspace) {
    HeldRecord one = record(workspace, 10);
    one.input.workspace = WorkspaceId{workspace};
    return one;
  };
  held.put({1, 0}, 1, of(1));
  EXPECT_TRUE(held.has_room(HeldKind::change, WorkspaceId{2}, 10));
  for (std::uint64_t n = 2; n <= 4; ++n) held.put({n, 0}, n, of(2));
  EXPECT_EQ(held.beyond_bounds(HeldKind::change, CustomerId{1}), std::nullopt);
  held.put({5, 0}, 5, of(1));
  EXPECT_EQ(held.beyond_bounds(HeldKind::change, CustomerId{1}), (HeldId{2, 0})) << "of the one that has most";
  held.take({2, 0});
  held.take({3, 0});
  held.put({6, 0}, 6, of(2));
  held.take({5, 0});
  EXPECT_TRUE(held.has_room(HeldKind::change, WorkspaceId{1}, 10));
  EXPECT_FALSE(held.has_room(HeldKind::change, WorkspaceId{2}, 10)) << "half of the bound";
}

TEST(HeldBack, KeepsNothingOfWhatHasLeft) {
  HeldBack held{default_held_bounds};
  for (std::uint64_t n = 1; n <= 100; ++n) held.put({n, 0}, n % 7, record(n % 3, 10));
  EXPECT_TRUE(held.holds(CustomerId{1}, 10));
  for (std::uint64_t n = 1; n <= 100; ++n) held.take({n, 0});
  EXPECT_EQ(held.counts()[0], 0u);
  EXPECT_FALSE(held.holds(CustomerId{1}, 10));
  EXPECT_FALSE(held.first_due());
  EXPECT_TRUE(held.waiting_for(1).empty());
}

TEST(HeldBack, SetsEveryTimeBack) {
  HeldBack held{default_held_bounds};
  held.put({1, 0}, 1, record(1, 5'000));
  held.put({2, 0}, 1, record(1, 50));
  held.set_back(Milliseconds{1'000});
  EXPECT_EQ(held.find({1, 0})->due, instant_of_ms(4'000));
  EXPECT_EQ(held.first_due()->first, instant_of_ms(1)) << "0 would mean never";
}

}  // namespace
}  // namespace switchroom::shard
