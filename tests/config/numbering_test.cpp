#include "config/workspace/numbering.hpp"

#include <gtest/gtest.h>

#include "named.hpp"

namespace switchroom::workspace {
namespace {

using tests::named;

Numbering sample() {
  Workspace workspace;
  workspace.channels = {named<Channel>("sms"), named<Channel>("whatsapp")};
  workspace.groups = {named<Group>("general")};
  workspace.agents = {named<Agent>("ann"), named<Agent>("bob"), named<Agent>("陳")};
  workspace.skills = {"refund"};
  workspace.rules = {named<Rule>("r")};
  Numbering numbering;
  numbering.take(workspace);
  return numbering;
}

TEST(Numbering, gives_numbers_in_the_order_of_the_document) {
  const Numbering numbering = sample();
  EXPECT_EQ(numbering.agents.find("ann"), 1U);
  EXPECT_EQ(numbering.agents.find("陳"), 3U);
  EXPECT_EQ(numbering.agents.name_of(2), "bob");
  EXPECT_EQ(numbering.channels.find("whatsapp"), 2U);
  EXPECT_EQ(numbering.skills.find("refund"), 1U);
  EXPECT_EQ(numbering.rules.find("r"), 1U);
}

TEST(Numbering, what_was_never_named_has_no_number_and_the_other_way_round) {
  const Numbering numbering = sample();
  EXPECT_EQ(numbering.agents.find("dora"), 0U);
  EXPECT_EQ(numbering.agents.name_of(0), "");
  EXPECT_EQ(numbering.agents.name_of(4), "");
}

TEST(Numbering, a_name_keeps_its_number_when_it_goes_and_comes_back) {
  Numbering numbering = sample();
  Workspace later;
  later.agents = {named<Agent>("dora"), named<Agent>("bob")};
  numbering.take(later);
  EXPECT_EQ(numbering.agents.find("ann"), 1U);
  EXPECT_EQ(numbering.agents.find("bob"), 2U);
  EXPECT_EQ(numbering.agents.find("dora"), 4U);
}

TEST(Numbering, survives_its_own_bytes) {
  const Numbering numbering = sample();
  const auto again = decode_numbering(encode(numbering));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->channels.names(), numbering.channels.names());
  EXPECT_EQ(again->groups.names(), numbering.groups.names());
  EXPECT_EQ(again->agents.names(), numbering.agents.names());
  EXPECT_EQ(again->skills.names(), numbering.skills.names());
  EXPECT_EQ(again->rules.names(), numbering.rules.names());
  EXPECT_EQ(again->agents.find("bob"), 2U);
}

TEST(Numbering, refuses_every_prefix_and_anything_behind) {
  const std::string bytes = encode(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_numbering(bytes.substr(0, size))) << size;
  EXPECT_FALSE(decode_numbering(bytes + '\0'));
}

TEST(Numbering, refuses_another_version_and_a_name_that_comes_twice) {
  std::string bytes = encode(sample());
  bytes[0] = 2;
  EXPECT_EQ(decode_numbering(bytes).error().where, "numbering, byte 1");
  bytes[0] = 1;
  bytes.replace(bytes.find("bob"), 3, "ann");
  EXPECT_FALSE(decode_numbering(bytes));
}

TEST(Numbering, a_count_beyond_the_bytes_ends_at_once) {
  EXPECT_FALSE(decode_numbering(std::string_view{"\1\xff\xff\xff\xff\xff\xff\xff\xff", 9}));
}

}  // namespace
}  // namespace switchroom::workspace
