#include "router/engine/need_classes.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace switchroom::engine {
namespace {

/// One group of agents; agent number n has skills 1 … 40 with a proficiency of 1 + (n + skill) % 10.
Roster roster_of(std::uint32_t agents) {
  auto made = std::make_shared<workspace::Workspace>();
  made->default_group = "support";
  made->groups.resize(1);
  made->groups[0].id = "support";
  for (int skill = 1; skill <= 40; ++skill) made->skills.push_back("s" + std::to_string(skill));
  for (std::uint32_t number = 1; number <= agents; ++number) {
    workspace::Agent agent;
    agent.id = "a" + std::to_string(number);
    agent.groups = {"support"};
    for (int skill = 1; skill <= 40; ++skill)
      agent.skills["s" + std::to_string(skill)] = 1 + (static_cast<int>(number) + skill) % 10;
    made->agents.push_back(std::move(agent));
  }
  auto numbering = std::make_shared<workspace::Numbering>();
  numbering->take(*made);
  return Roster({made, numbering, 1});
}

std::vector<workspace::SkillNeed> needs_of(std::uint32_t number) {
  return {{SkillId{1 + number % 39}, static_cast<std::uint8_t>(1 + number / 39 % 10), 0},
          {SkillId{40}, static_cast<std::uint8_t>(1 + number / 390 % 10), 0}};
}

void expect_right(const NeedClasses& classes, const Roster& roster, std::uint32_t need_class,
                  std::span<const workspace::SkillNeed> needs) {
  std::uint32_t count = 0;
  for (std::uint32_t member = 0; member < roster.agents().size(); ++member) {
    const bool skilled = meets(roster.agents()[member].skills, needs);
    count += skilled ? 1 : 0;
    ASSERT_EQ(classes.skilled(need_class).contains(member), skilled);
    const Bits::Word word = classes.open_to(member)[need_class / Bits::per_word];
    ASSERT_EQ(((word >> (need_class % Bits::per_word)) & 1) != 0, skilled);
  }
  ASSERT_EQ(classes.skilled_count(need_class), count);
}

TEST(NeedClasses, KnowWhoMeetsWhichNeeds) {
  const Roster roster = roster_of(130);
  NeedClasses classes(roster, 0);
  for (std::uint32_t i = 0; i < 200; ++i) expect_right(classes, roster, classes.class_of({needs_of(i)}), needs_of(i));
  EXPECT_EQ(classes.skilled_count(classes.class_of({{}})), 130U);
  EXPECT_EQ(classes.class_of({needs_of(7)}), classes.class_of({needs_of(7)}));
}

TEST(NeedClasses, GiveIdleNumbersAnewSoThatEndlessNeedsTakeNoEndlessMemory) {
  const Roster roster = roster_of(10);
  NeedClasses classes(roster, 0, 64);
  const std::uint32_t waiting = classes.class_of({needs_of(0)});
  classes.enter(waiting);
  for (std::uint32_t i = 1; i < 140; ++i) classes.class_of({needs_of(i)});
  EXPECT_EQ(classes.size(), 64U);
  EXPECT_EQ(classes.class_of({needs_of(0)}), waiting);
  expect_right(classes, roster, waiting, needs_of(0));
  for (std::uint32_t i = 0; i < 140; ++i) expect_right(classes, roster, classes.class_of({needs_of(i)}), needs_of(i));
}

TEST(NeedClasses, GrowWhileTicketsWaitInMostOfThem) {
  const Roster roster = roster_of(10);
  NeedClasses classes(roster, 0, 64);
  for (std::uint32_t i = 0; i < 90; ++i) classes.enter(classes.class_of({needs_of(i)}));
  EXPECT_EQ(classes.size(), 90U);
  for (std::uint32_t i = 0; i < 90; ++i) classes.leave(classes.class_of({needs_of(i)}));
  classes.class_of({needs_of(2000)});
  EXPECT_EQ(classes.size(), 90U);
}

}  // namespace
}  // namespace switchroom::engine
