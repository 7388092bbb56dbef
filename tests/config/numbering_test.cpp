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

TEST(Numbering, numbers_what_rules_and_clocks_name) {
  Workspace workspace;
  workspace.channels = {named<Channel>("a"), named<Channel>("b"), named<Channel>("c")};
  workspace.channels[0].kind = workspace.channels[2].kind = "twilio";
  workspace.channels[1].kind = "email";
  workspace.calendars = {named<Calendar>("office")};
  workspace.sla = {named<SlaClass>("gold"), named<SlaClass>("silver")};
  workspace.flows = {named<Flow>("repair")};
  workspace.templates = {named<Template>("busy")};
  workspace.ticket_types = {"question", "complaint"};
  workspace.rules = {named<Rule>("r")};
  workspace.rules[0].tags = {"vip", "late"};
  Numbering numbering;
  numbering.take(workspace);
  const auto again = decode_numbering(encode(numbering));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->channel_kinds.names(), (std::vector<std::string>{"twilio", "email"}));
  EXPECT_EQ(again->calendars.find("office"), 1U);
  EXPECT_EQ(again->sla.find("silver"), 2U);
  EXPECT_EQ(again->flows.find("repair"), 1U);
  EXPECT_EQ(again->templates.find("busy"), 1U);
  EXPECT_EQ(again->tags.find("late"), 2U);
  EXPECT_EQ(again->ticket_types.find("complaint"), 2U);
}

TEST(Numbering, loads_the_version_before_it) {
  Numbering numbering = sample();
  numbering.channel_kinds = {};
  std::string old = encode(numbering);
  old[0] = 1;
  old.resize(old.size() - 7 * sizeof(std::uint32_t));  // seven more tables, all empty
  const auto loaded = decode_numbering(old);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->agents.find("bob"), 2U);
  EXPECT_EQ(loaded->channel_kinds.names(), std::vector<std::string>{});
}

TEST(Numbering, refuses_every_prefix_and_anything_behind) {
  const std::string bytes = encode(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_numbering(bytes.substr(0, size))) << size;
  EXPECT_FALSE(decode_numbering(bytes + '\0'));
}

TEST(Numbering, refuses_another_version_and_a_name_that_comes_twice) {
  std::string bytes = encode(sample());
  bytes[0] = 3;
  EXPECT_EQ(decode_numbering(bytes).error().where, "numbering, byte 1");
  bytes[0] = 2;
  bytes.replace(bytes.find("bob"), 3, "ann");
  EXPECT_FALSE(decode_numbering(bytes));
}

TEST(Numbering, a_count_beyond_the_bytes_ends_at_once) {
  EXPECT_FALSE(decode_numbering(std::string_view{"\1\xff\xff\xff\xff\xff\xff\xff\xff", 9}));
}

}  // namespace
}  // namespace switchroom::workspace
