#include "router/shard/customers.hpp"

#include <gtest/gtest.h>

namespace switchroom::shard {
namespace {

TEST(Customer, RecognisesEveryMessageOfTheWindowHoweverManyThereAre) {
  Customer customer;
  for (std::uint64_t i = 1; i <= 5000; ++i)
    EXPECT_FALSE(customer.seen_before(i, instant_of_ms(static_cast<std::int64_t>(i))));
  for (std::uint64_t i = 1; i <= 5000; ++i) EXPECT_TRUE(customer.seen_before(i, instant_of_ms(6000))) << i;
  EXPECT_EQ(customer.record.fingerprints.size(), storage::recent_fingerprints);
}

TEST(Customer, AsksForTheHistoryOnlyWhileSomethingOfTheWindowIsMissing) {
  Customer customer;
  for (std::uint64_t i = 1; i <= storage::recent_fingerprints; ++i) customer.seen_before(i, instant_of_ms(1));
  EXPECT_FALSE(customer.needs_history(instant_of_ms(1)));
  customer.seen_before(99, instant_of_ms(2));
  EXPECT_TRUE(customer.needs_history(instant_of_ms(3)));
  EXPECT_FALSE(customer.needs_history(instant_of_ms(3) + storage::duplicate_window));
}

TEST(Customers, KeepsWhatWasUsedLately) {
  Customers customers{4096};
  for (std::uint64_t i = 1; i <= 20'000; ++i) {
    customers.learn(CustomerId{i}, Customer{});
    EXPECT_NE(customers.find(CustomerId{1}), nullptr) << "used in each turn, lost at " << i;
  }
  EXPECT_EQ(customers.find(CustomerId{2}), nullptr);
  EXPECT_LE(customers.size(), 2u * 4096);
}

}  // namespace
}  // namespace switchroom::shard
