#include "router/engine/engine.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/router/engine/print.hpp"

namespace switchroom::engine {
namespace {

Configure one_agent() {
  auto made = std::make_shared<workspace::Workspace>();
  made->default_group = "support";
  made->groups.resize(1);
  made->groups[0].id = "support";
  made->agents.resize(1);
  made->agents[0].id = "ann";
  made->agents[0].groups = {"support"};
  made->agents[0].first_status = Status::online;
  auto numbering = std::make_shared<workspace::Numbering>();
  numbering->take(*made);
  return {made, numbering, 1};
}

Arrive arrival(std::uint64_t ticket) { return {TicketId{ticket}, Units{1000}, {}, {}}; }

class EngineTest : public testing::Test {
 protected:
  EngineTest() { apply(one_agent()); }
  void apply(const Input& input) {
    effects.clear();
    engine.apply(input, now += Milliseconds{1}, effects);
  }

  Engine engine;
  Effects effects;
  Instant now = instant_of_ms(1000);
};

TEST_F(EngineTest, RefusesATicketThatIsOpen) {
  apply(arrival(1));
  EXPECT_THROW(apply(arrival(1)), std::logic_error);
  EXPECT_EQ(engine.agent(AgentId{1})->open_tickets, 1U);
}

TEST_F(EngineTest, RefusesACloseOfATicketThatIsNotOpen) { EXPECT_THROW(apply(Close{TicketId{1}}), std::logic_error); }

TEST_F(EngineTest, RefusesAStatusOfAStranger) {
  EXPECT_THROW(apply(SetStatus{AgentId{2}, Status::online}), std::logic_error);
}

TEST_F(EngineTest, RefusesATicketThatCostsLessThanNothing) {
  EXPECT_THROW(apply(Arrive{TicketId{1}, Units{-1}, {}, {}}), std::logic_error);
}

TEST_F(EngineTest, RefusesAConfigurationWithoutItsDefaultGroupAndStaysAsItIs) {
  Configure wrong = one_agent();
  auto made = std::make_shared<workspace::Workspace>(*wrong.workspace);
  made->default_group = "nowhere";
  wrong.workspace = made;
  EXPECT_THROW(apply(wrong), std::logic_error);
  apply(arrival(1));
  EXPECT_EQ(engine.ticket(TicketId{1})->agent, AgentId{1});
}

TEST(Engine, RefusesEverythingBeforeItsFirstConfiguration) {
  Engine engine;
  Effects effects;
  EXPECT_THROW(engine.apply(arrival(1), instant_of_ms(1), effects), std::logic_error);
  EXPECT_THROW(engine.restore(OpenTicket{}), std::logic_error);
}

TEST_F(EngineTest, KnowsNothingOfWhatIsNotThere) {
  EXPECT_EQ(engine.ticket(TicketId{9}), std::nullopt);
  EXPECT_EQ(engine.agent(AgentId{9}), std::nullopt);
  EXPECT_EQ(engine.agent(AgentId{0}), std::nullopt);
}

TEST_F(EngineTest, RefusesAStoredTicketOfAStranger) {
  OpenTicket stored;
  stored.id = TicketId{1};
  stored.state = TicketState::assigned;
  stored.agent = AgentId{7};
  EXPECT_THROW(engine.restore(stored), std::logic_error);
}

TEST_F(EngineTest, AddsEffectsToThoseThatAreThere) {
  apply(arrival(1));
  engine.apply(arrival(2), now, effects);
  EXPECT_EQ(effects.size(), 2U);
}

/// A flow of one department; ann and bea do support.
Configure departments() {
  auto made = std::make_shared<workspace::Workspace>(*one_agent().workspace);
  made->groups.resize(2);
  made->groups[1].id = "engineering";
  made->agents.resize(3, made->agents[0]);
  made->agents[1].id = "eve";
  made->agents[1].groups = {"engineering"};
  made->agents[2].id = "bea";
  made->flows.resize(1);
  made->flows[0].id = "repair";
  made->flows[0].nodes.resize(1);
  made->flows[0].nodes[0].id = "diagnosis";
  made->flows[0].nodes[0].group = "engineering";
  auto numbering = std::make_shared<workspace::Numbering>();
  numbering->take(*made);
  return {made, numbering, 2};
}

TEST_F(EngineTest, ReturnsATicketFromAFlowToTheAgentItCameFrom) {
  apply(departments());
  for (const std::uint64_t ticket : {1U, 2U, 3U}) apply(arrival(ticket));  // ann, bea, ann: bea is next
  ASSERT_EQ(engine.ticket(TicketId{1})->agent, AgentId{1});
  ASSERT_EQ(engine.ticket(TicketId{2})->agent, AgentId{3});
  apply(EnterFlow{.ticket = TicketId{1}, .flow = FlowId{1}, .actor = AgentId{1}});
  ASSERT_EQ(engine.ticket(TicketId{1})->agent, AgentId{2});
  apply(FlowDone{.ticket = TicketId{1}, .actor = AgentId{2}});
  EXPECT_EQ(engine.ticket(TicketId{1})->agent, AgentId{1});
}

TEST_F(EngineTest, ChargesParkedWorkInFullWhenItsAgentIsBack) {
  const Configure made = departments();
  auto changed = std::make_shared<workspace::Workspace>(*made.workspace);
  changed->kinds["sms"].on_loss = workspace::OnLoss::park;
  auto numbering = std::make_shared<workspace::Numbering>();
  numbering->take(*changed);
  apply(Configure{changed, numbering, 3});
  Arrive sms = arrival(1);
  sms.kind = ChannelKindId{numbering->channel_kinds.find("sms")};
  ASSERT_TRUE(sms.kind);
  apply(sms);
  apply(Lost{AgentId{1}});
  now += Milliseconds{workspace::Workspace{}.presence_grace_ms};
  apply(Advance{});
  ASSERT_EQ(engine.agent(AgentId{1})->in_use, Units{0});
  apply(SetStatus{AgentId{1}, Status::online});
  EXPECT_EQ(engine.agent(AgentId{1})->in_use, Units{1000});
}

/// ann alone, in a group whose members are asked for ten seconds, for a customer of hers a minute, and which one ticket
/// may wait for.
Configure a_patient_group() {
  auto made = std::make_shared<workspace::Workspace>(*one_agent().workspace);
  workspace::Group& group = made->groups[0];
  group.wait_for_previous_ms = 60'000;
  group.steps.resize(2);
  group.steps[1].at_ms = 10'000;
  group.steps[1].last = workspace::LastStep::hold;
  group.waiting_limit = 1;
  group.when_full = workspace::WhenFull::park;
  made->agents[0].limit = Units{1000};
  made->skills = {"chinese"};
  auto numbering = std::make_shared<workspace::Numbering>();
  numbering->take(*made);
  return {made, numbering, 2};
}

TEST_F(EngineTest, SetsNoStepClockWhileATicketWaitsForOneAgent) {
  apply(a_patient_group());
  apply(arrival(1));
  Arrive again = arrival(2);
  again.previous_agent = AgentId{1};
  again.previous_at = now;
  apply(again);
  ASSERT_EQ(engine.ticket(TicketId{2})->hold_for, AgentId{1});
  now += Milliseconds{10'000};
  apply(Advance{});
  EXPECT_TRUE(effects.empty());
  apply(SetPriority{.ticket = TicketId{2}, .priority = Priority::urgent, .actor = {}});
  apply(Advance{});
  EXPECT_TRUE(effects.empty());
  now += Milliseconds{50'000};
  apply(Advance{});
  EXPECT_EQ(engine.ticket(TicketId{2})->step, 1);
}

TEST_F(EngineTest, LetsAParkedTicketInWhenSomebodyHasTheSkillsItAsksForNow) {
  apply(a_patient_group());
  for (const std::uint64_t ticket : {1U, 2U}) {
    Arrive chinese = arrival(ticket);
    chinese.found.skills = {{SkillId{1}, 1}};
    apply(chinese);
  }
  ASSERT_TRUE(engine.ticket(TicketId{2})->parked);
  apply(SetSkills{.ticket = TicketId{2}, .skills = {}});
  EXPECT_EQ(engine.ticket(TicketId{2})->agent, AgentId{1});
}

TEST_F(EngineTest, LetsParkedTicketsInWithALateArrivalOfTheNextMinute) {
  auto made = std::make_shared<workspace::Workspace>(*one_agent().workspace);
  made->groups[0].arrivals_per_minute = 2;
  made->groups[0].when_full = workspace::WhenFull::park;
  made->agents[0].limit = Units{9000};
  auto numbering = std::make_shared<workspace::Numbering>();
  numbering->take(*made);
  apply(Configure{made, numbering, 2});
  for (const std::uint64_t ticket : {1U, 2U, 3U}) apply(arrival(ticket));
  ASSERT_TRUE(engine.ticket(TicketId{3})->parked);
  now += Milliseconds{60'000};
  apply(arrival(4));  // before an Advance could tell of the new minute
  EXPECT_EQ(engine.ticket(TicketId{3})->agent, AgentId{1});
}

}  // namespace
}  // namespace switchroom::engine
