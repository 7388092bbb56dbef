#include "router/engine/explain.hpp"

#include <gtest/gtest.h>

namespace switchroom::engine {
namespace {

/// Ten agents, of whom six are members of support.
Roster ten_agents() {
  auto made = std::make_shared<workspace::Workspace>();
  made->default_group = "support";
  made->groups.resize(2);
  made->groups[0].id = "support";
  made->groups[1].id = "billing";
  for (int agent = 0; agent < 10; ++agent) {
    made->agents.emplace_back().id = "a" + std::to_string(agent);
    made->agents.back().groups = {agent < 6 ? "support" : "billing"};
  }
  auto numbering = std::make_shared<workspace::Numbering>();
  numbering->take(*made);
  return Roster({made, numbering, 42});
}

TEST(Explain, CountsWhomEachFilterKeptOut) {
  const Roster roster = ten_agents();
  Choice choice;
  choice.pool = 0;
  choice.left.fill(2);
  choice.left[static_cast<std::size_t>(Filter::not_in_group)] = 6;
  choice.left[static_cast<std::size_t>(Filter::no_skill)] = 5;
  choice.left[static_cast<std::size_t>(Filter::status)] = 5;
  Ticket ticket;
  ticket.entered = instant_of_ms(1000);
  ticket.step = 3;
  const Explanation why = explain(choice, ticket, roster, instant_of_ms(4000));
  EXPECT_EQ(why.lost[static_cast<std::size_t>(Filter::not_in_group)], 4U);
  EXPECT_EQ(why.lost[static_cast<std::size_t>(Filter::no_skill)], 1U);
  EXPECT_EQ(why.lost[static_cast<std::size_t>(Filter::status)], 0U);
  EXPECT_EQ(why.lost[static_cast<std::size_t>(Filter::off_shift)], 3U);
  EXPECT_EQ(why.candidates, 2U);
  EXPECT_EQ(why.config_version, 42U);
  EXPECT_EQ(why.group, GroupId{1});
  EXPECT_EQ(why.waited_ms, 3000);
  EXPECT_EQ(why.step, 3);
}

}  // namespace
}  // namespace switchroom::engine
