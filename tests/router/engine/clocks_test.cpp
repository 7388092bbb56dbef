// Clocks strike in the order of their instants, each settled before the next, and some stand still while nobody can see
// what they run for.

#include <gtest/gtest.h>

#include "router/engine/engine.hpp"

namespace switchroom::engine {
namespace {

/// ann, whom chats are offered to for ten seconds, and who shall answer within thirty.
Configure offers() {
  auto made = std::make_shared<workspace::Workspace>();
  made->default_group = "support";
  made->groups.resize(1);
  made->groups[0].id = "support";
  made->groups[0].delivery = workspace::Delivery::offer;
  made->groups[0].first_reply_ms = 30'000;
  made->agents.resize(1);
  made->agents[0].id = "ann";
  made->agents[0].groups = {"support"};
  made->agents[0].first_status = Status::online;
  made->kinds["chat"].accept_within_ms = 10'000;
  auto numbering = std::make_shared<workspace::Numbering>();
  numbering->take(*made);
  return {made, numbering, 1};
}

class ClocksTest : public testing::Test {
 protected:
  ClocksTest() {
    const Configure made = offers();
    at(0, made);
    Arrive chat{TicketId{1}, Units{1000}, {}, {}};
    chat.kind = ChannelKindId{made.numbering->channel_kinds.find("chat")};
    at(0, chat);
  }
  void at(std::int64_t ms, const Input& input) {
    effects.clear();
    engine.apply(input, instant_of_ms(1'000'000 + ms), effects);
  }
  Instant due(Clock clock) const { return engine.ticket(TicketId{1})->due[static_cast<std::size_t>(clock)]; }

  Engine engine;
  Effects effects;
};

TEST_F(ClocksTest, AnOfferLapsesAtItsInstantAndNotBefore) {
  EXPECT_EQ(engine.next_due(), instant_of_ms(1'010'000));
  at(9'999, Advance{});
  EXPECT_TRUE(effects.empty());
  at(10'000, Advance{});
  ASSERT_FALSE(effects.empty());
  EXPECT_TRUE(std::holds_alternative<OfferLapsed>(effects[0]));
}

TEST_F(ClocksTest, AnOfferThatNobodyCouldSeeKeepsTheTimeItHad) {
  at(4'000, StopClocks{instant_of_ms(1'004'000)});
  at(3'600'000, Advance{});
  EXPECT_TRUE(effects.empty());
  at(3'600'000, StartClocks{});
  EXPECT_EQ(due(Clock::offer), instant_of_ms(1'000'000 + 3'606'000));
  at(3'605'999, Advance{});
  EXPECT_TRUE(effects.empty());
  at(3'606'000, Advance{});
  EXPECT_TRUE(std::holds_alternative<OfferLapsed>(effects.at(0)));
}

TEST_F(ClocksTest, AFirstReplyIsNotDueWhileNobodyCouldSeeTheMessage) {
  at(1'000, Accept{TicketId{1}, AgentId{1}});
  at(11'000, StopClocks{instant_of_ms(1'011'000)});
  at(600'000, Advance{});
  EXPECT_TRUE(effects.empty());
  at(600'000, StartClocks{});
  EXPECT_EQ(due(Clock::first_reply), instant_of_ms(1'000'000 + 620'000));
}

TEST_F(ClocksTest, TheOutageCountsFromWhenItBegan) {
  at(9'000, StopClocks{instant_of_ms(1'002'000)});
  at(20'000, StartClocks{});
  EXPECT_EQ(due(Clock::offer), instant_of_ms(1'000'000 + 28'000));
}

}  // namespace
}  // namespace switchroom::engine
