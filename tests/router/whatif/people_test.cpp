#include <gtest/gtest.h>

#include "tests/router/whatif/recorded.hpp"

// What comes from people and other systems beside messages is folded at its place: customers' facts, consoles that fall
// silent, who had a customer before. And how evenly the work was handed out.

namespace switchroom::whatif::test {
namespace {

using namespace shard::test;

/// Gold customers and those who are tagged `late` go to billing, where cem is alone; ann and bob are in support.
std::string departments(std::string_view levels = "[gold]") {
  return fmt::format(R"(workspace: demo
default_group: support
customer_levels: {}
presence_grace: 5s
channels:
  - id: whatsapp
    kind: whatsapp
    settings: {{app_secret: env:NONE, verify_token: env:NONE}}
groups:
  - id: support
  - id: billing
agents:
  - {{id: ann, groups: [support], limit: 9, first_status: online}}
  - {{id: bob, groups: [support], limit: 9, first_status: online}}
  - {{id: cem, groups: [billing], limit: 9, first_status: online}}
rules:
  - id: late
    when: {{customer_tag: [late]}}
    then: {{group: billing}}
  - id: old
    when: {{customer_attribute: {{since: ["1999"]}}}}
    then: {{group: billing}}
)",
                     levels) +
         (levels == "[gold]" ? "  - {id: gold, when: {customer_level: [gold]}, then: {group: billing}}\n" : "");
}

storage::FrameInput level(std::string_view address, const std::string& name) {
  storage::CustomerFacts told;
  told.level = name;
  return facts(fmt::format("whatsapp:{}", address), told, fmt::format("{} {}", name, address));
}

storage::FrameInput tag(std::string_view address, const std::string& name) {
  storage::CustomerFacts told;
  told.tags = {name};
  return facts(fmt::format("whatsapp:{}", address), told, fmt::format("{} {}", name, address));
}

storage::FrameInput since(std::string_view address, const std::string& year) {
  storage::CustomerFacts told;
  told.attributes = {{"since", year}};
  return facts(fmt::format("whatsapp:{}", address), told, fmt::format("{} {}", year, address));
}

/// Who got each ticket, by name; in the order in which they came.
std::string agents_of(const Recording& recording, const Course& course) {
  const workspace::Numbering names = workspace::decode_numbering(recording.numbering).value();
  std::string text;
  for (std::size_t i = 0; i < recording.cases.size(); ++i)
    if (recording.cases[i].opened) text += fmt::format("{} ", names.agents.name_of(course.journeys[i].agent.number));
  return text;
}

/// Folded again under the rules in force, the tickets go where they went.
void expect_the_truth(const Both& both) {
  EXPECT_TRUE(is_the_same(both.comparison, both.before, both.after));
  EXPECT_EQ(both.comparison.as_recorded, both.comparison.tickets);
}

TEST(WhatIfPeople, WhatOtherSystemsSayOfACustomerHoldsFromThenOn) {
  Recorded recorded;
  recorded.at(0, {configuration(departments(), "first")});
  recorded.at(1'000, {message("+1", "m1", "hello")});
  recorded.at(2'000, {level("+1", "gold")});
  recorded.at(3'000, {close(1, "c1")});
  recorded.at(4'000, {message("+1", "m2", "hello again")});
  recorded.at(5'000, {tag("+1", "early")});
  recorded.at(6'000, {close(2, "c2")});
  recorded.at(7'000, {message("+1", "m3", "me again")});
  const Recording recording = recorded.recording();
  const Both both = fold_both(recording, departments());
  EXPECT_EQ(agents_of(recording, both.before), "ann cem bob ");
  expect_the_truth(both);
}

TEST(WhatIfPeople, TagsAndAttributesAreFactsTooAndMayComeBeforeTheFirstMessage) {
  Recorded recorded;
  recorded.at(0, {configuration(departments(), "first")});
  recorded.at(1'000, {tag("+1", "late")});
  recorded.at(2'000, {since("+2", "1999")});
  recorded.at(3'000, {since("+3", "2020")});
  for (int i = 1; i <= 3; ++i) recorded.at(3'000 + i, {message(fmt::format("+{}", i), fmt::format("m{}", i), "hello")});
  const Recording recording = recorded.recording();
  const Both both = fold_both(recording, departments());
  EXPECT_EQ(agents_of(recording, both.before), "cem cem ann ");
  expect_the_truth(both);
}

TEST(WhatIfPeople, ALevelThatWasRefusedIsNotLearntAndOneThatTheFileLacksNeither) {
  Recorded recorded;
  recorded.at(0, {configuration(departments(), "first")});
  recorded.at(1'000, {level("+1", "gold")});
  recorded.at(2'000, {level("+1", "brass")});
  recorded.at(3'000, {message("+1", "m1", "hello")});
  const Recording recording = recorded.recording();
  expect_the_truth(fold_both(recording, departments()));
  const Both both = fold_both(recording, departments("[silver]"));
  EXPECT_EQ(agents_of(recording, both.before), "cem ");
  EXPECT_EQ(agents_of(recording, both.after), "ann ");
}

TEST(WhatIfPeople, ASilentConsoleLosesItsWorkAsItDid) {
  Recorded recorded;
  recorded.at(0, {configuration(departments(), "first")});
  const auto console = [](bool present) {
    return storage::PresenceInput{.workspace = WorkspaceId{1}, .agent = AgentId{1}, .present = present};
  };
  recorded.at(1'000, {console(true)});
  recorded.at(2'000, {message("+1", "m1", "hello")});
  recorded.at(3'000, {console(false)});
  recorded.at(8'000, {storage::AdvanceInput{}});
  recorded.at(9'000, {message("+2", "m2", "hello")});
  recorded.at(10'000, {message("+3", "m3", "hello")});
  const Recording recording = recorded.recording();
  const Both both = fold_both(recording, departments());
  EXPECT_EQ(agents_of(recording, both.before), "ann bob bob ");
  expect_the_truth(both);
  std::string patient = departments();
  patient.replace(patient.find("presence_grace: 5s"), 18, "presence_grace: 1h");
  EXPECT_EQ(agents_of(recording, fold_both(recording, patient).after), "ann bob ann ") << "she is not lost yet";
}

TEST(WhatIfPeople, WhoHadTheCustomerBeforeIsAskedFirst) {
  Recorded recorded;
  recorded.at(0, {configuration(departments(), "first")});
  recorded.at(1'000, {message("+1", "m1", "hello")});
  recorded.at(2'000, {message("+2", "m2", "hello")});
  recorded.act(3'000, ActionKind::resolve, 2, "bob");
  recorded.at(3'500, {close(2, "c2")});
  for (int i = 0; i < 3; ++i) {
    recorded.at(10'000 + i * 1'000, {message(fmt::format("+9{}", i), fmt::format("other {}", i), "hello")});
    recorded.at(10'500 + i * 1'000, {message("+2", fmt::format("again {}", i), "hello")});
    recorded.at(10'600 + i * 1'000, {close(static_cast<std::uint64_t>(4 + 2 * i), fmt::format("close {}", i))});
  }
  const Recording recording = recorded.recording();
  const Both both = fold_both(recording, departments());
  expect_the_truth(both);
  EXPECT_EQ(agents_of(recording, both.before).substr(0, 8), "ann bob ");
  std::string forgetful = departments();
  forgetful.replace(forgetful.find("  - id: support\n"), 16, "  - {id: support, previous_agent_within: 0s}\n");
  const Both other = fold_both(recording, forgetful);
  EXPECT_GT(other.comparison.elsewhere, 0u) << "the rule mattered";
}

TEST(WhatIfPeople, FairnessIsToldForEachGroupUnderBothRules) {
  Recorded recorded;
  recorded.at(0, {configuration(departments(), "first")});
  for (int i = 1; i <= 6; ++i) recorded.at(i * 1000, {message(fmt::format("+{}", i), fmt::format("m{}", i), "hello")});
  const Recording recording = recorded.recording();
  std::string one_takes_all = departments();
  const std::size_t bob = one_takes_all.find("online", one_takes_all.find("id: bob"));
  one_takes_all.replace(bob, 6, "offline");
  const Both both = fold_both(recording, one_takes_all);
  const workspace::Numbering names = workspace::decode_numbering(recording.numbering).value();
  const GroupId support{names.groups.find("support")};
  EXPECT_EQ(both.comparison.before.fairness.at(support), (Fairness{6, {.jain_milli = 1000, .largest_gap = Units{0}}}));
  EXPECT_EQ(both.comparison.after.fairness.at(support), (Fairness{6, {.jain_milli = 500, .largest_gap = Units{6000}}}));
  EXPECT_EQ(both.comparison.before.fairness.size(), 1u) << "nothing was handed out in billing";
}

}  // namespace
}  // namespace switchroom::whatif::test
