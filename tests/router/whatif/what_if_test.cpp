#include <gtest/gtest.h>

#include <random>

#include "tests/router/whatif/recorded.hpp"

// An inbox that was folded and committed, folded again: under the same rules nothing changes, under others what they
// say.

namespace switchroom::whatif::test {
namespace {

using namespace shard::test;
using cli::read_material;

std::string without_rules(int limit) {
  const std::string document = sample_document(limit);
  return document.substr(0, document.find("rules:"));
}

std::string offering(int limit, std::string_view within) {
  std::string document = sample_document(limit);
  document.replace(document.find("  - id: support\n"), 16,
                   fmt::format("  - id: support\n    delivery: offer\n    accept_within: {{whatsapp: {}}}\n", within));
  return document;
}

TEST(WhatIf, UnderTheRulesThatWereInForceNothingChanges) {
  for (const unsigned seed : {1u, 2u, 3u, 4u, 5u}) {
    std::mt19937 random{seed};
    const auto pick = [&random](unsigned count) { return random() % count; };
    Recorded recorded;
    recorded.at(0, {configuration(sample_document(2), "first")});
    for (int i = 1; i <= 80; ++i) {
      const std::string key = fmt::format("k{}", i);
      switch (pick(8)) {
        case 0:
          recorded.at(i * 1000, {status(pick(2) ? "ann" : "bob", pick(2) ? Status::online : Status::away, key)});
          break;
        case 1:
        case 2:
          recorded.at(i * 1000, {close(1 + pick(20), key)});
          break;
        case 3:
          recorded.act(i * 1000, ActionKind::resolve, 1 + pick(20));
          break;
        case 4:
          recorded.act(i * 1000, ActionKind::transfer, 1 + pick(20), "ann");
          break;
        default:
          recorded.at(i * 1000, {message(fmt::format("+{}", pick(30)), key, pick(3) ? "hello" : "a refund")});
      }
    }
    const Recording recording = recorded.recording();
    const Both both = fold_both(recording, sample_document(2));
    EXPECT_GT(both.comparison.tickets, 10u);
    EXPECT_TRUE(is_the_same(both.comparison, both.before, both.after)) << "seed " << seed;
    EXPECT_EQ(both.comparison.as_recorded, both.comparison.tickets)
        << "seed " << seed << ": the folding tells the truth";
  }
}

TEST(WhatIf, ATicketThatAnotherGroupGetsIsToldWithBothExplanations) {
  Recorded recorded;
  recorded.at(0, {configuration(sample_document(2), "first")});
  recorded.at(1'000, {message("+1", "m1", "a refund, please")});
  recorded.at(2'000, {message("+2", "m2", "hello")});
  const Both both = fold_both(recorded.recording(), without_rules(2));
  EXPECT_EQ(both.comparison.tickets, 2u);
  EXPECT_EQ(both.comparison.elsewhere, 1u);
  ASSERT_EQ(both.comparison.moves.size(), 1u);
  const std::uint32_t example = both.comparison.moves[0].example;
  EXPECT_EQ(both.before.journeys[example].found.matches.size(), 1u);
  EXPECT_EQ(both.after.journeys[example].found.matches.size(), 0u);
  EXPECT_NE(both.before.journeys[example].group, both.after.journeys[example].group);
  EXPECT_NE(both.after.journeys[example].why.names, nullptr) << "explanations name agents";
}

TEST(WhatIf, AMessageThatCameInPartsIsAskedForAsAWhole) {
  Recorded recorded;
  recorded.at(0, {configuration(sample_document(2), "first")});
  for (std::uint32_t number = 1; number <= 2; ++number) {
    storage::FrameInput part = message("+1", fmt::format("p{}", number), number == 1 ? "a ref" : "und, please");
    std::get<storage::MessageInput>(part).message.part = {.ref = "7", .number = number, .total = 2};
    recorded.at(1'000 * number, {part});
  }
  const Both both = fold_both(recorded.recording(), without_rules(2));
  EXPECT_EQ(both.comparison.as_recorded, 1u);
  EXPECT_EQ(both.comparison.elsewhere, 1u) << "no part has the keyword";
}

TEST(WhatIf, ALowerLimitMakesTicketsWaitAndWorkTakesAsLong) {
  Recorded recorded;
  recorded.at(0, {configuration(sample_document(2), "first")});
  for (int i = 1; i <= 6; ++i) recorded.at(i * 1000, {message(fmt::format("+{}", i), fmt::format("m{}", i), "hello")});
  for (int i = 1; i <= 6; ++i)
    recorded.at(100'000 + i * 1000, {close(static_cast<std::uint64_t>(i), fmt::format("c{}", i))});
  recorded.at(300'000, {message("+9", "m9", "the end")});
  const Both both = fold_both(recorded.recording(), sample_document(1));
  EXPECT_EQ(both.comparison.before.waiting.max_ms, 0);
  EXPECT_EQ(both.comparison.after.waiting.max_ms, 97'000) << "ticket 4 came at 4 s, ticket 1 was closed at 101 s";
  std::int64_t held_before = 0, held_after = 0;
  for (const auto& [agent, load] : both.before.loads) held_before += load.unit_ms;
  for (const auto& [agent, load] : both.after.loads) held_after += load.unit_ms;
  EXPECT_EQ(held_before, held_after) << "each close follows its assignment after the recorded time";
}

TEST(WhatIf, AnAcceptBecomesTheNewAssigneesAfterTheSameDelay) {
  Recorded recorded;
  recorded.at(0, {configuration(offering(1, "1m"), "first")});
  recorded.at(1'000, {message("+1", "m1", "hello")});
  recorded.act(6'000, ActionKind::accept, 1, "ann");
  recorded.at(20'000, {message("+2", "m2", "bye")});
  std::string other = offering(1, "1m");
  other.replace(other.find("  - {id: ann"), 12, "  - {id: zoe");
  const Recording recording = recorded.recording();
  const Both both = fold_both(recording, other);
  const workspace::Numbering names = workspace::decode_numbering(recording.numbering).value();
  EXPECT_EQ(names.agents.name_of(both.before.journeys[0].agent.number), "ann");
  EXPECT_EQ(names.agents.name_of(both.after.journeys[0].agent.number), "bob");
  const AgentId bob = both.after.journeys[0].agent;
  EXPECT_GE(both.after.loads.at(bob).unit_ms, 19'000 * 1000) << "he kept it to the end: it did not lapse";
}

TEST(WhatIf, WhatWasOpenAtTheBeginningIsWithWhoeverHadIt) {
  Recorded recorded;
  recorded.at(0, {configuration(sample_document(1), "first")});
  for (int i = 1; i <= 3; ++i) recorded.at(i * 1000, {message(fmt::format("+{}", i), fmt::format("m{}", i), "hello")});
  recorded.at(400'000, {message("+4", "m4", "hello")});
  recorded.at(500'000, {close(2, "c2")});
  const Recording recording = recorded.recording(Milliseconds{recorded.ms_now() - 300'000});
  EXPECT_EQ(recording.open.size(), 3u);
  const Both both = fold_both(recording, sample_document(2));
  EXPECT_EQ(both.comparison.tickets, 1u);
  EXPECT_EQ(both.comparison.as_recorded, 1u);
  EXPECT_EQ(both.comparison.before.waiting.max_ms, 100'000) << "everybody was at his limit until the close";
  EXPECT_EQ(both.comparison.after.waiting.max_ms, 0);
}

TEST(WhatIf, RulesThatChangedInsideOfTheWindowAreFoldedInTurn) {
  Recorded recorded;
  recorded.at(0, {configuration(sample_document(3), "first")});
  recorded.at(1'000, {message("+1", "m1", "a refund, please")});
  recorded.at(2'000, {configuration(without_rules(3), "second")});
  recorded.at(3'000, {message("+2", "m2", "a refund, please")});
  const Both both = fold_both(recorded.recording(), without_rules(3));
  EXPECT_EQ(both.comparison.as_recorded, 2u);
  EXPECT_EQ(both.comparison.elsewhere, 1u) << "the first one came under the rules before";
}

TEST(WhatIf, AWorkspaceThatIsNotThereIsAnError) {
  Bench bench;
  const Result<Material> material =
      bench.run(read_material(bench.connection(), bench.keys, {"nobody", Milliseconds{1}}, false));
  ASSERT_FALSE(material);
  EXPECT_EQ(material.error().fault, Fault::not_found);
}

}  // namespace
}  // namespace switchroom::whatif::test
