#include "router/engine/plan.hpp"

#include <gtest/gtest.h>

namespace switchroom::engine {
namespace {

/// Support with three steps, and billing, which chats must be accepted in, within 20 s, and mails within 90.
Configure two_groups() {
  auto made = std::make_shared<workspace::Workspace>();
  made->default_group = "support";
  made->groups.resize(2);
  made->groups[0].id = "support";
  made->groups[0].steps.resize(3);
  for (const std::size_t step : {1U, 2U}) made->groups[0].steps[step].at_ms = static_cast<std::int64_t>(step) * 10'000;
  made->groups[0].steps[1].drop_ranks = 1;
  made->groups[0].steps[2].last = workspace::LastStep::anyone;
  made->groups[1].id = "billing";
  made->groups[1].delivery = workspace::Delivery::offer;
  made->groups[1].accept_within_ms = {{"email", 90'000}};
  made->kinds["chat"].delivery = workspace::Delivery::push;
  made->kinds["chat"].accept_within_ms = 20'000;
  made->head_start_ms = {0, 100, 200, 100'000};
  made->sla.resize(1);
  made->sla[0].id = "gold";
  made->sla[0].slope = 2000;
  auto numbering = std::make_shared<workspace::Numbering>();
  numbering->take(*made);
  return {made, numbering, 1};
}

class PlanTest : public testing::Test {
 protected:
  static Ticket ticket(std::uint64_t id, std::int64_t entered_ms, Priority priority) {
    Ticket one;
    one.id = TicketId{id};
    one.entered = instant_of_ms(entered_ms);
    one.priority = priority;
    one.route = GroupId{1};
    return one;
  }

  ChannelKindId kind(const std::string& name) const { return ChannelKindId{made.numbering->channel_kinds.find(name)}; }

  Configure made = two_groups();
  Roster roster{made};
};

TEST_F(PlanTest, TheRulesGroupComesBeforeTheChannelsAndThatBeforeTheDefaultOne) {
  Arrive arrival{TicketId{1}, Units{1000}, GroupId{2}, {}};
  EXPECT_EQ(group_of(arrival, roster), 1U);
  arrival.found.group = GroupId{1};
  EXPECT_EQ(group_of(arrival, roster), 0U);
  arrival.found.group = arrival.channel_group = GroupId{77};
  EXPECT_EQ(group_of(arrival, roster), roster.default_group());
}

TEST_F(PlanTest, ATicketBeyondAShortenedRouteStandsInItsLastStep) {
  Ticket one = ticket(1, 0, Priority::normal);
  one.step = 7;
  EXPECT_EQ(&step_of(one, roster), &roster.groups()[0].route.back());
}

TEST_F(PlanTest, AStepDropsTheRanksUpToItsOwnAndTheLastOneEverything) {
  Ticket one = ticket(1, 0, Priority::normal);
  one.skills = {{SkillId{1}, 5, 0}, {SkillId{2}, 1, 1}, {SkillId{3}, 1, 2}};
  std::vector<workspace::SkillNeed> scratch;
  EXPECT_EQ(needs_in(step_of(one, roster), one, scratch).size(), 3U);
  one.step = 1;
  const auto kept = needs_in(step_of(one, roster), one, scratch);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].skill, SkillId{1});
  EXPECT_EQ(kept[1].skill, SkillId{3});
  one.step = 2;
  EXPECT_TRUE(needs_in(step_of(one, roster), one, scratch).empty());
}

TEST_F(PlanTest, AgeBeatsPriorityWhenItIsMoreThanTheHeadStart) {
  const Ticket urgent = ticket(1, 100'000, Priority::urgent);
  EXPECT_LT(key_of(urgent, roster), key_of(ticket(2, 200, Priority::normal), roster));
  EXPECT_GT(key_of(urgent, roster), key_of(ticket(2, 99, Priority::normal), roster));
}

TEST_F(PlanTest, OfEqualScoresTheOlderNumberGoesFirst) {
  EXPECT_LT(key_of(ticket(1, 100, Priority::normal), roster), key_of(ticket(2, 200, Priority::high), roster));
}

TEST_F(PlanTest, ClassesWithAnotherSlopeAreComparedAtOneMoment) {
  Ticket gold = ticket(1, 10'000, Priority::normal);
  gold.sla = SlaClassId{1};
  const Ticket plain = ticket(2, 0, Priority::normal);
  const auto is_gold_first = [&](std::int64_t ms) {
    const Instant at = instant_of_ms(ms);
    EXPECT_EQ(within_slope(across_slopes(key_of(gold, roster), 2000, at), 2000, at), key_of(gold, roster));
    return across_slopes(key_of(gold, roster), 2000, at) < across_slopes(key_of(plain, roster), 1000, at);
  };
  EXPECT_FALSE(is_gold_first(19'999));
  EXPECT_TRUE(is_gold_first(20'001));
  EXPECT_EQ(score_ms(gold, roster, instant_of_ms(20'000)), 20'100);
}

TEST_F(PlanTest, TheGroupDecidesBeforeTheKindWhetherAndHowLongWorkIsOffered) {
  const ChannelKindId chat = kind("chat"), email = kind("email");
  EXPECT_FALSE(is_offered(chat, 0, roster));
  EXPECT_TRUE(is_offered(chat, 1, roster));
  EXPECT_EQ(accept_within_ms(chat, 1, roster), 20'000);
  EXPECT_EQ(accept_within_ms(email, 1, roster), 90'000);
}

}  // namespace
}  // namespace switchroom::engine
