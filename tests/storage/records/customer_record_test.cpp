#include "storage/records/customer_record.hpp"

#include <gtest/gtest.h>

namespace switchroom::storage {
namespace {

CustomerRecord sample() {
  CustomerRecord record;
  record.workspace = WorkspaceId{1};
  record.last_ticket = TicketId{300};
  record.identities = {"mail:ann@example.org"};
  record.fingerprints = {1, 2};
  record.facts.level = "gold";
  return record;
}

TEST(CustomerRecord, ComesBackAsItWas) {
  CustomerRecord record = sample();
  record.last_automatic = instant_of_ms(1'760'000'000'000);
  const CustomerRecord again = decode_customer(encode(record)).value();
  EXPECT_EQ(again.last_automatic, record.last_automatic);
  EXPECT_EQ(again.facts, record.facts);
  EXPECT_EQ(again.fingerprints, record.fingerprints);
}

TEST(CustomerRecord, OfTheVersionsBeforeStillLoads) {
  std::string before = encode(sample());
  before.pop_back();  // no automatic answer
  before[0] = 2;
  EXPECT_EQ(decode_customer(before).value().facts.level, "gold");
  before.resize(before.size() - 8);  // level, no language, tags, attributes
  before[0] = 1;
  EXPECT_EQ(decode_customer(before).value().last_ticket, TicketId{300});
  before[0] = 4;
  EXPECT_FALSE(decode_customer(before));
}

}  // namespace
}  // namespace switchroom::storage
