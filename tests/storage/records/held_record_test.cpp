#include "storage/records/held_record.hpp"

#include <gtest/gtest.h>

#include "storage/records/history_entry.hpp"

namespace switchroom::storage {
namespace {

HeldRecord sample() {
  HeldRecord record;
  record.kind = HeldKind::part;
  record.due = instant_of_ms(1'760'000'000'000);
  record.customer = CustomerId{300};
  record.fingerprint = 0x0123456789abcdef;
  record.input.workspace = WorkspaceId{1};
  record.input.channel = ChannelId{2};
  record.input.message.provider_id = "V1";
  record.input.message.part = {.ref = "08B5", .number = 2, .total = 3};
  return record;
}

TEST(HeldRecord, ComesBackAsItWas) {
  HeldRecord record = sample();
  EXPECT_EQ(decode_held(encode(record)).value(), record);
  record.kind = HeldKind::rest;
  record.missing = {1, 255};
  EXPECT_EQ(decode_held(encode(record)).value(), record);
}

TEST(HeldRecord, OfAnotherVersionOrCutIsRefused) {
  const std::string bytes = encode(sample());
  for (std::size_t length = 0; length < bytes.size(); ++length) EXPECT_FALSE(decode_held(bytes.substr(0, length)));
  EXPECT_FALSE(decode_held(bytes + "x"));
  EXPECT_FALSE(decode_held("\2" + bytes.substr(1)));
  EXPECT_FALSE(decode_held(bytes.substr(0, 1) + "\4" + bytes.substr(2))) << "a kind that there is not";
}

TEST(HistoryLine, OfAPartTellsItsIdAndItsStamp) {
  std::string line;
  encode_line(PartLine{instant_of_ms(5), 7, ChannelId{2}, "V2"}, line);
  EXPECT_EQ(stamp_of(line).fingerprint, 7u);
  EXPECT_EQ(stamp_of(line).at, instant_of_ms(5));
  const HistoryLine read = decode_line(line).value();
  EXPECT_EQ(std::get<PartLine>(read).provider_id, "V2");
  EXPECT_EQ(std::get<PartLine>(read).channel, ChannelId{2});
  EXPECT_FALSE(decode_line(line + "x"));
}

}  // namespace
}  // namespace switchroom::storage
