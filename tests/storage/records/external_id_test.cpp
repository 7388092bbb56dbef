// The names of tickets and customers outside.

#include "storage/records/external_id.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace switchroom::storage {
namespace {

TEST(ExternalId, a_ticket_is_named_by_its_shard_and_number) {
  EXPECT_EQ(external_id(7, TicketId{123}), "t7-123");
  EXPECT_EQ(external_id(0, CustomerId{45}), "c0-45");
}

RC_GTEST_PROP(ExternalId, a_name_is_read_as_what_it_was_made_of, (std::uint32_t shard, std::uint64_t number)) {
  RC_PRE(number != 0);
  const auto ticket = parse_ticket_id(external_id(shard, TicketId{number}));
  RC_ASSERT((ticket == External<TicketId>{shard, TicketId{number}}));
  const auto customer = parse_customer_id(external_id(shard, CustomerId{number}));
  RC_ASSERT((customer == External<CustomerId>{shard, CustomerId{number}}));
}

TEST(ExternalId, other_spellings_are_refused) {
  for (const char* text : {"", "t", "t-", "t0-", "t-1", "t0-0", "t0-01", "t00-1", "T0-1", "c0-1", "t0-1 ", " t0-1",
                           "t0--1", "t+1-1", "t1-1x", "t4294967296-1", "t0-18446744073709551616", "t1.5-1"})
    EXPECT_FALSE(parse_ticket_id(text)) << text;
  EXPECT_FALSE(parse_customer_id("t0-1"));
}

}  // namespace
}  // namespace switchroom::storage
