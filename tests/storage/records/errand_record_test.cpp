#include "storage/records/errand_record.hpp"

#include <gtest/gtest.h>

namespace switchroom::storage {
namespace {

ErrandRecord sample() {
  ErrandRecord record;
  record.workspace = WorkspaceId{1};
  record.channel = ChannelId{2};
  record.agent = "ann";
  record.conversation = "+4915112345678";
  record.text = "Grüße";
  return record;
}

TEST(ErrandRecord, ComesBackAsItWas) {
  ErrandRecord record = sample();
  record.approved = "late";
  record.language = "de";
  record.parameters = {"Ann", ""};
  record.subject = "Lost";
  record.in_reply_to = "1@b.example";
  record.thread = "t7-1-abc";
  record.references = {"0@b.example"};
  record.cc = {"bob@example.org"};
  EXPECT_EQ(decode_errand(encode(record)).value(), record);
}

TEST(ErrandRecord, OfTheVersionsBeforeStillLoads) {
  std::string before = encode(sample());
  before.resize(before.size() - 1);  // nobody in copy
  before[0] = 3;
  EXPECT_EQ(decode_errand(before).value(), sample());
  before.resize(before.size() - 2);  // no token, no references
  before[0] = 2;
  EXPECT_EQ(decode_errand(before).value(), sample());
  before.resize(before.size() - 6);  // four empty texts, no parameters, not automatic
  before[0] = 1;
  EXPECT_EQ(decode_errand(before).value(), sample());
  before[0] = 5;
  EXPECT_FALSE(decode_errand(before));
}

TEST(RouteRecord, ComesBackAsItWasAndOfTheVersionBefore) {
  RouteRecord route{"ann@example.org", "ann@example.org", "s@shop.example", "s@shop.example"};
  std::string before = encode(route);
  before.resize(before.size() - 2);
  before[0] = 1;
  EXPECT_EQ(decode_route(before).value(), route);
  route.subject = "Lost";
  route.message_id = "1@b.example";
  EXPECT_EQ(decode_route(encode(route)).value(), route);
}

}  // namespace
}  // namespace switchroom::storage
