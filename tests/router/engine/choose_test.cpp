#include "router/engine/choose.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/router/engine/chance.hpp"

namespace switchroom::engine {
namespace {

const std::vector<Units> weights{Units{1000}, Units{500}};

Crew crew_of(const std::vector<Fitness>& members) {
  Crew crew(static_cast<std::uint32_t>(members.size()));
  for (std::size_t i = 0; i < weights.size(); ++i) crew.add_weight();
  for (const Fitness& member : members) crew.update(member, weights);
  return crew;
}

Bits everybody(std::uint32_t members) {
  Bits all(members);
  for (std::uint32_t member = 0; member < members; ++member) all.put(member, true);
  return all;
}

Choice choice_of(const Crew& crew, const Bits& skilled, std::uint32_t weight) {
  std::vector<Bits::Word> candidates;
  Choice choice;
  choose(crew, skilled, weight, candidates, choice);
  return choice;
}

std::vector<Fitness> random_members(std::uint32_t count, std::uint32_t seed) {
  Chance chance(seed);
  std::vector<Fitness> members(count);
  for (std::uint32_t member = 0; member < count; ++member)
    members[member] = {{chance.below(3) * 333, instant_of_ms(chance.below(5)), member},
                       chance.below(4) != 0,
                       Units{(chance.below(4)) * 500}};
  return members;
}

/// The best two by sorting all.
std::vector<std::uint32_t> first_two(const std::vector<Fitness>& members, const Bits& skilled, Units units) {
  std::vector<Rank> ranks;
  for (const Fitness& one : members)
    if (one.receives && one.room >= units && skilled.contains(one.rank.member)) ranks.push_back(one.rank);
  std::ranges::sort(ranks);
  std::vector<std::uint32_t> two(2, nobody);
  for (std::size_t i = 0; i < std::min<std::size_t>(2, ranks.size()); ++i) two[i] = ranks[i].member;
  return two;
}

// Sizes on both sides of the border between a look at each and a walk in order; few skilled ones make the walk give up.
TEST(Choose, FindsTheSameTwoAsSortingInGroupsOfEachSize) {
  for (const std::uint32_t count : {0u, 1u, 2u, 40u, 64u, 65u, 200u, 1000u})
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
      const std::vector<Fitness> members = random_members(count, seed);
      const Crew crew = crew_of(members);
      Bits skilled(count);
      for (std::uint32_t member = 0; member < count; ++member)
        skilled.put(member, member * 7919 % (1 + seed % 10) == 0);
      for (const std::uint32_t weight : {0u, 1u}) {
        const Choice choice = choice_of(crew, skilled, weight);
        ASSERT_EQ((std::vector{choice.winner, choice.runner_up}), first_two(members, skilled, weights[weight]))
            << count << " " << seed;
        ASSERT_EQ(is_anyone_free(crew, skilled, weight), choice.winner != nobody);
      }
    }
}

TEST(Choose, FindsCandidatesAtTheEndOfALongOrder) {
  std::vector<Fitness> members;
  for (std::uint32_t member = 0; member < 1000; ++member) members.push_back({{member, {}, member}, true, Units{1000}});
  Bits skilled(1000);
  for (std::uint32_t member = 900; member < 1000; ++member) skilled.put(member, true);
  const Choice choice = choice_of(crew_of(members), skilled, 0);
  EXPECT_EQ(choice.roomy, 100U);
  EXPECT_EQ(choice.winner, 900U);
  EXPECT_EQ(choice.runner_up, 901U);
}

TEST(Choose, FollowsMembersWhoChange) {
  std::vector<Fitness> members = random_members(300, 1);
  Crew crew = crew_of(members);
  Chance chance(2);
  for (int i = 0; i < 2000; ++i) {
    const std::uint32_t member = chance.below(300);
    members[member] = {{chance.below(1000), instant_of_ms(chance.below(9)), member},
                       chance.below(4) != 0,
                       Units{(chance.below(4)) * 500}};
    crew.update(members[member], weights);
    const Choice choice = choice_of(crew, everybody(300), 0);
    ASSERT_EQ((std::vector{choice.winner, choice.runner_up}), first_two(members, everybody(300), weights[0]));
  }
}

TEST(Choose, CountsWhoPassesEachFilter) {
  const Crew crew =
      crew_of({{{0, {}, 0}, true, Units{1000}}, {{0, {}, 1}, true, Units{999}}, {{0, {}, 2}, false, Units{5000}}});
  const Choice choice = choice_of(crew, everybody(3), 0);
  EXPECT_EQ(choice.receiving, 2U);
  EXPECT_EQ(choice.roomy, 1U);
  EXPECT_EQ(choice.winner, 0U);
  EXPECT_EQ(choice.runner_up, nobody);
}

TEST(Choose, ChoosesNobodyForAFullGroup) {
  const Crew crew = crew_of({{{0, {}, 0}, true, Units{1000}}});
  std::vector<Bits::Word> candidates;
  Choice choice;
  choice.group_full = true;
  choose(crew, everybody(1), 0, candidates, choice);
  EXPECT_EQ(choice.roomy, 1U);
  EXPECT_EQ(choice.winner, nobody);
}

TEST(Choose, RoundsLoadsDownAndKnowsLimitsOfNothing) {
  EXPECT_EQ(load_of(Units{1000}, Units{3000}), 333);
  EXPECT_EQ(load_of(Units{0}, Units{0}), 0);
  EXPECT_EQ(load_of(Units{3000}, Units{2000}), 1500);
}

}  // namespace
}  // namespace switchroom::engine
