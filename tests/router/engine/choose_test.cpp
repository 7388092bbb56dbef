#include "router/engine/choose.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <tuple>

#include "tests/router/engine/chance.hpp"

namespace switchroom::engine {
namespace {

using workspace::Strategy;

constexpr std::size_t weights = 2;
const std::vector<workspace::SkillNeed> needed{{SkillId{1}, 1, 0}};

struct Member {
  Rank rank;
  std::vector<Passes> passes;
};

/// A pool of agents of whom some have the needed skill, with that proficiency.
class Pool {
 public:
  Pool(const std::vector<Member>& members, const std::function<int(std::uint32_t)>& proficiency,
       Strategy kept = Strategy::least_loaded)
      : roster_(configuration(static_cast<std::uint32_t>(members.size()), proficiency)),
        classes_(roster_, 0),
        crew_(static_cast<std::uint32_t>(members.size()), kept) {
    for (std::size_t i = 0; i < weights; ++i) crew_.add_weight();
    for (const Member& member : members) update(member);
  }

  void update(const Member& member) { crew_.update(member.rank, member.passes); }
  Crew& crew() { return crew_; }
  std::uint32_t class_of(const Demand& demand) { return classes_.class_of(demand); }

  Choice ask(std::uint32_t weight, Strategy strategy = Strategy::least_loaded, bool group_full = false) {
    return ask(Demand{needed}, weight, strategy, group_full);
  }
  Choice ask(const Demand& demand, std::uint32_t weight, Strategy strategy = Strategy::least_loaded,
             bool group_full = false) {
    Choice choice;
    choice.group_full = group_full;
    std::vector<Bits::Word> candidates;
    choose({.crew = crew_,
            .classes = classes_,
            .roster = roster_,
            .pool = 0,
            .need_class = classes_.class_of(demand),
            .weight = weight,
            .strategy = strategy},
           candidates, choice);
    return choice;
  }
  bool is_anyone_free(std::uint32_t weight) {
    return engine::is_anyone_free(crew_, classes_, classes_.class_of({needed}), weight);
  }

 private:
  static Configure configuration(std::uint32_t members, const std::function<int(std::uint32_t)>& proficiency) {
    auto made = std::make_shared<workspace::Workspace>();
    made->default_group = "support";
    made->groups.resize(1);
    made->groups[0].id = "support";
    made->skills = {"skill"};
    for (std::uint32_t member = 0; member < members; ++member) {
      workspace::Agent& agent = made->agents.emplace_back();
      agent.id = "a" + std::to_string(member);
      agent.groups = {"support"};
      if (const int level = proficiency(member); level > 0) agent.skills["skill"] = level;
    }
    auto numbering = std::make_shared<workspace::Numbering>();
    numbering->take(*made);
    return {made, numbering, 1};
  }

  Roster roster_;
  NeedClasses classes_;
  Crew crew_;
};

int everybody(std::uint32_t) { return 1; }

std::vector<Member> random_members(std::uint32_t count, std::uint32_t seed) {
  Chance chance(seed);
  std::vector<Member> members(count);
  for (std::uint32_t member = 0; member < count; ++member) {
    members[member].rank = {chance.below(3) * 333, instant_of_ms(chance.below(5)), member};
    for (std::size_t i = 0; i < weights; ++i)
      members[member].passes.push_back(chance.one_in(2) ? passes_all
                                                        : static_cast<Passes>(chance.below(passes_all + 1)));
  }
  return members;
}

/// The best two by sorting all.
template <class Key>
std::vector<std::uint32_t> first_two(const std::vector<Member>& members, std::uint32_t weight, Key key) {
  std::vector<Rank> ranks;
  for (const Member& one : members)
    if (one.passes[weight] == passes_all) ranks.push_back(one.rank);
  std::ranges::sort(ranks, {}, key);
  std::vector<std::uint32_t> two(2, nobody);
  for (std::size_t i = 0; i < std::min<std::size_t>(2, ranks.size()); ++i) two[i] = ranks[i].member;
  return two;
}

std::vector<std::uint32_t> two_of(const Choice& choice) { return {choice.winner, choice.runner_up}; }

// Sizes on both sides of the border between a look at each and a walk in order; few skilled ones make the walk give up.
TEST(Choose, FindsTheSameTwoAsSortingInPoolsOfEachSize) {
  for (const std::uint32_t count : {0u, 1u, 2u, 40u, 64u, 65u, 200u, 1000u})
    for (std::uint32_t seed = 0; seed < 12; ++seed) {
      const std::vector<Member> members = random_members(count, seed);
      const auto skilled = [&](std::uint32_t member) { return member * 7919 % (1 + seed % 10) == 0 ? 1 : 0; };
      Pool pool(members, skilled);
      std::vector<Member> left;
      std::ranges::copy_if(members, std::back_inserter(left),
                           [&](const Member& one) { return skilled(one.rank.member) > 0; });
      for (const std::uint32_t weight : {0u, 1u}) {
        const Choice choice = pool.ask(weight);
        ASSERT_EQ(two_of(choice), first_two(left, weight, std::identity{})) << count << " " << seed;
        ASSERT_EQ(pool.is_anyone_free(weight), choice.winner != nobody);
      }
    }
}

TEST(Choose, FindsTheLongestIdleAlsoWhereThatOrderIsNotKept) {
  const auto members = random_members(300, 3);
  const auto by_idle = [](const Rank& rank) { return std::tuple{rank.last_assigned, rank.member}; };
  for (const Strategy kept : {Strategy::least_loaded, Strategy::longest_idle}) {
    Pool pool(members, everybody, kept);
    EXPECT_EQ(two_of(pool.ask(0, Strategy::longest_idle)), first_two(members, 0, by_idle));
    EXPECT_EQ(two_of(pool.ask(0, Strategy::least_loaded)), first_two(members, 0, std::identity{}));
  }
}

TEST(Choose, TakesTurnsAfterTheLastOne) {
  const auto members = random_members(300, 4);
  Pool pool(members, everybody, Strategy::round_robin);
  for (const std::uint32_t last : {0u, 150u, 299u}) {
    pool.crew().take_turn(last);
    const auto in_turn = [&](const Rank& rank) { return std::tuple{rank.member <= last, rank.member}; };
    EXPECT_EQ(two_of(pool.ask(0, Strategy::round_robin)), first_two(members, 0, in_turn));
  }
}

TEST(Choose, PrefersTheMostProficient) {
  const auto members = random_members(100, 5);
  const auto level = [](std::uint32_t member) { return 1 + static_cast<int>(member * 7919 % 10); };
  Pool pool(members, level);
  const auto key = [&](const Rank& rank) { return std::tuple{-level(rank.member), rank.last_assigned, rank.member}; };
  EXPECT_EQ(two_of(pool.ask(0, Strategy::most_proficient)), first_two(members, 0, key));
}

TEST(Choose, FindsCandidatesAtTheEndOfALongOrder) {
  std::vector<Member> members;
  for (std::uint32_t member = 0; member < 1000; ++member)
    members.push_back({{member, {}, member}, {passes_all, passes_all}});
  Pool pool(members, [](std::uint32_t member) { return member >= 900 ? 1 : 0; });
  const Choice choice = pool.ask(0);
  EXPECT_EQ(choice.left.back(), 100U);
  EXPECT_EQ(choice.winner, 900U);
  EXPECT_EQ(choice.runner_up, 901U);
}

TEST(Choose, FollowsMembersWhoChange) {
  std::vector<Member> members = random_members(300, 1);
  Pool pool(members, everybody);
  Chance chance(2);
  for (int i = 0; i < 2000; ++i) {
    const std::uint32_t member = chance.below(300);
    members[member] = random_members(300, chance.below(1000))[member];
    pool.update(members[member]);
    ASSERT_EQ(two_of(pool.ask(0)), first_two(members, 0, std::identity{}));
  }
}

TEST(Choose, CountsWhoIsLeftAfterEachFilter) {
  std::vector<Member> members;
  const auto failing = [](Gate gate) { return static_cast<Passes>(passes_all & ~bit_of(gate)); };
  const std::vector<Passes> all{
      passes_all,          failing(Gate::status),    failing(Gate::on_shift), failing(Gate::work_kind),
      failing(Gate::room), failing(Gate::kind_room), failing(Gate::ready),    passes_all,
      passes_all};
  for (std::uint32_t member = 0; member < all.size(); ++member) members.push_back({{0, {}, member}, {all[member], 0}});
  Pool pool(members, [](std::uint32_t member) { return member < 8 ? 1 : 0; });
  const std::vector<AgentId> tried{AgentId{8}};  // member 7
  const Choice choice = pool.ask({needed, tried, {}}, 0);
  const std::array<std::uint32_t, filter_names.size()> left{9, 8, 7, 6, 5, 4, 3, 3, 2, 1, 1};
  EXPECT_EQ(choice.left, left);
  EXPECT_EQ(choice.winner, 0U);
}

TEST(Choose, AsksNobodyElseWhileATicketIsHeldForOne) {
  Pool pool({{{0, {}, 0}, {passes_all, 0}}, {{5, {}, 1}, {passes_all, 0}}}, everybody);
  const Choice choice = pool.ask({needed, {}, AgentId{2}}, 0);
  EXPECT_EQ(choice.winner, 1U);
  EXPECT_EQ(choice.runner_up, nobody);
  EXPECT_EQ(choice.left.back(), 1U);
}

TEST(Choose, ChoosesNobodyForAFullGroup) {
  Pool pool({{{0, {}, 0}, {passes_all, 0}}}, everybody);
  const Choice choice = pool.ask(0, Strategy::least_loaded, true);
  EXPECT_EQ(choice.left[static_cast<std::size_t>(Filter::at_kind_limit)], 1U);
  EXPECT_EQ(choice.left[static_cast<std::size_t>(Filter::group_limit)], 0U);
  EXPECT_EQ(choice.winner, nobody);
}

TEST(Choose, RoundsLoadsDownAndKnowsLimitsOfNothing) {
  EXPECT_EQ(load_of(Units{1000}, Units{3000}), 333);
  EXPECT_EQ(load_of(Units{0}, Units{0}), 0);
  EXPECT_EQ(load_of(Units{3000}, Units{2000}), 1500);
}

}  // namespace
}  // namespace switchroom::engine
