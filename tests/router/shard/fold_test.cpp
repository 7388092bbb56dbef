#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/router/shard/bench.hpp"

namespace switchroom::shard::test {
namespace {

using storage::Decision;
using storage::DecisionKind;
using testing::ElementsAre;

std::vector<DecisionKind> kinds(const std::vector<Decision>& decisions) {
  std::vector<DecisionKind> kinds;
  for (const Decision& decision : decisions) kinds.push_back(decision.kind);
  return kinds;
}

TEST(Fold, MakesOfTwoFirstMessagesOfOneCustomerOneCustomerAndOneTicket) {
  Bench bench;
  auto fold = bench.take_over();
  bench.fold_up_to(*fold, bench.append({configuration(sample_document(3), "k1")}));
  const std::uint64_t last = bench.append({message("+1", "m1", "hello"), message("+1", "m2", "are you there?")});
  const auto decisions = bench.fold_up_to(*fold, last);
  EXPECT_THAT(kinds(decisions), ElementsAre(DecisionKind::message_recorded, DecisionKind::assignment_started,
                                            DecisionKind::message_recorded));
  EXPECT_EQ(decisions[0].ticket, decisions[2].ticket);
  EXPECT_EQ(decisions[0].customer, decisions[2].customer);
  EXPECT_TRUE(decisions[1].opened);
}

TEST(Fold, DropsARepeatedDeliveryAlsoAfterARestart) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(3), "k1")});
  bench.fold_up_to(*fold, bench.append({message("+1", "m1", "hello")}));
  EXPECT_TRUE(bench.fold_up_to(*fold, bench.append({message("+1", "m1", "hello")})).empty());
  fold = bench.take_over();
  EXPECT_TRUE(bench.fold_up_to(*fold, bench.append({message("+1", "m1", "hello")})).empty());
  EXPECT_EQ(bench.duplicates, 2u);
}

TEST(Fold, RecognisesARepeatedDeliveryBehindAHundredOthersAfterARestart) {
  Bench bench;
  auto fold = bench.take_over();
  std::uint64_t last = bench.append({configuration(sample_document(3), "k1")});
  for (int i = 0; i < 100; ++i) last = bench.append({message("+1", "m" + std::to_string(i), "hello")});
  bench.fold_up_to(*fold, last);
  fold = bench.take_over();
  EXPECT_TRUE(bench.fold_up_to(*fold, bench.append({message("+1", "m0", "hello")})).empty());
  EXPECT_EQ(bench.fold_up_to(*fold, bench.append({message("+1", "new", "hello")})).size(), 1u);
}

TEST(Fold, OpensANewTicketAfterTheOldOneWasClosed) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(3), "k1")});
  bench.append({message("+1", "m1", "hello")});
  bench.append({close(1, "k2")});
  const auto decisions = bench.fold_up_to(*fold, bench.append({message("+1", "m2", "again")}));
  const auto started = std::ranges::find(decisions, DecisionKind::assignment_started, &Decision::kind);
  ASSERT_NE(started, decisions.begin());
  EXPECT_EQ(decisions.back().ticket, TicketId{2});
  EXPECT_EQ(fold->open_tickets(), 1u);
}

TEST(Fold, GivesTheStoredOutcomeToARetryWhateverHappenedSince) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(3), "k1")});
  bench.append({message("+1", "m1", "hello")});
  bench.fold_up_to(*fold, bench.append({close(1, "close-1", 1)}));
  fold = bench.take_over();  // the outcome has to come from Redis
  bench.fold_up_to(*fold, bench.append({close(1, "close-1", 1)}));
  ASSERT_EQ(bench.answers.size(), 3u);
  EXPECT_FALSE(bench.answers[1].outcome.refused);
  EXPECT_FALSE(bench.answers[2].outcome.refused) << "the key is looked up before the version, which is another by now";
  EXPECT_EQ(bench.answers[1].outcome.version, bench.answers[2].outcome.version);
}

TEST(Fold, RefusesAnotherActionUnderAUsedKey) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(3), "k1")});
  bench.fold_up_to(*fold, bench.append({status("ann", Status::busy, "same"), status("ann", Status::away, "same")}));
  EXPECT_FALSE(bench.answers[1].outcome.refused);
  ASSERT_TRUE(bench.answers[2].outcome.refused);
  EXPECT_EQ(bench.answers[2].outcome.refused->fault, Fault::idempotency_key_reused);
}

TEST(Fold, RefusesAStaleVersionAndSaysTheCurrentState) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(3), "k1")});
  bench.append({message("+1", "m1", "hello")});
  bench.fold_up_to(*fold, bench.append({close(1, "k2", 9)}));
  const Outcome& outcome = bench.answers.back().outcome;
  ASSERT_TRUE(outcome.refused);
  EXPECT_EQ(outcome.refused->fault, Fault::stale_version);
  EXPECT_EQ(outcome.version, 1u);
  EXPECT_EQ(outcome.state, TicketState::assigned);
}

TEST(Fold, MakesASkippedInputADeadLetterAndFoldsTheRestOfItsEntry) {
  Bench bench;
  auto fold = bench.take_over();
  bench.fold_up_to(*fold, bench.append({configuration(sample_document(3), "k1")}));
  fold->skip(2, 0);
  const auto decisions =
      bench.fold_up_to(*fold, bench.append({message("+1", "poison", "x"), message("+2", "m2", "y")}));
  EXPECT_THAT(kinds(decisions), ElementsAre(DecisionKind::dead_lettered, DecisionKind::message_recorded,
                                            DecisionKind::assignment_started));
  EXPECT_EQ(decisions[0].frame, 2u);
}

TEST(Fold, KeepsAReceiptWithItsCustomerAndOpensNoTicket) {
  Bench bench;
  auto fold = bench.take_over();
  bench.fold_up_to(*fold, bench.append({configuration(sample_document(3), "k1")}));
  storage::FrameInput receipt = message("+1", "s1", "");
  std::get<storage::MessageInput>(receipt).message.kind = connectors::MessageKind::status;
  const auto decisions = bench.fold_up_to(*fold, bench.append({receipt}));
  EXPECT_THAT(kinds(decisions), ElementsAre(DecisionKind::message_recorded));
  EXPECT_FALSE(decisions[0].ticket);
  EXPECT_EQ(decisions[0].sequence, 0u);
}

TEST(Fold, PrefersTheAgentWhoHadTheCustomerBeforeAlsoAfterARestartAndSaysWhatTheTicketFollows) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(3), "k1")});
  bench.append({message("+1", "m1", "hello")});
  const auto first = bench.fold_up_to(*fold, bench.append({message("+2", "m2", "hello")}));
  const AgentId had_him = first[1].agent;
  ASSERT_NE(had_him, first[3].agent) << "the two go to two agents";
  bench.fold_up_to(*fold, bench.append({message("+3", "m3", "hello"), close(1, "k2")}));
  fold = bench.take_over();  // the closed ticket has to come from Redis
  const auto decisions = bench.fold_up_to(*fold, bench.append({message("+1", "m4", "again")}));
  EXPECT_THAT(kinds(decisions),
              ElementsAre(DecisionKind::message_recorded, DecisionKind::assignment_started, DecisionKind::routed));
  EXPECT_EQ(decisions[1].agent, had_him);
  EXPECT_TRUE(decisions[1].why.preferred);
  EXPECT_EQ(decisions[2].label, "ticket.linked");
  EXPECT_THAT(decisions[2].members, ElementsAre(std::pair{std::string{"to"}, std::string{"\"t7-1\""}}));
}

TEST(Fold, KnowsACustomersLevelAfterARestart) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(levels_document(), "k1")});
  storage::CustomerFacts gold;
  gold.level = "gold";
  bench.fold_up_to(*fold, bench.append({facts("whatsapp:+1", gold, "k2")}));
  EXPECT_FALSE(bench.answers.back().outcome.refused);
  fold = bench.take_over();
  auto decisions = bench.fold_up_to(*fold, bench.append({message("+1", "m1", "hello"), message("+2", "m2", "hello")}));
  EXPECT_EQ(decisions[1].priority, Priority::urgent);
  EXPECT_EQ(decisions[3].priority, Priority::normal);
  gold.level = "platinum";
  bench.fold_up_to(*fold, bench.append({facts("whatsapp:+1", gold, "k3")}));
  ASSERT_TRUE(bench.answers.back().outcome.refused);
  EXPECT_EQ(bench.answers.back().outcome.refused->expected, "gold");
}

TEST(Fold, OpensASecondTicketForWhatElseTheCustomerAsks) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(3), "k1")});
  bench.fold_up_to(*fold, bench.append({message("+1", "m1", "hello")}));
  const auto decisions = bench.fold_up_to(*fold, bench.append({second_ticket(1, "and the invoice?", "k2")}));
  EXPECT_THAT(kinds(decisions), ElementsAre(DecisionKind::assignment_started, DecisionKind::routed));
  EXPECT_EQ(decisions[0].ticket, TicketId{2});
  EXPECT_EQ(bench.answers.back().outcome.ticket, TicketId{2});
  const auto next = bench.fold_up_to(*fold, bench.append({message("+1", "m2", "well?")}));
  EXPECT_EQ(next[0].ticket, TicketId{2}) << "his next messages belong to it";
  EXPECT_EQ(fold->open_tickets(), 2u);
}

TEST(Fold, SetsTheClocksBackWithoutLosingWhatTheyHadLeft) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(offers_document(), "k1")});
  bench.fold_up_to(*fold, bench.append({message("+1", "m1", "hello")}));
  const Instant due = fold->next_due().value();
  const Instant before = bench.now();
  const Milliseconds step{9LL * 24 * 3600 * 1000};
  bench.fold_up_to(*fold, bench.append_back({storage::SetBackInput{}}, step));
  EXPECT_EQ(fold->next_due().value() - bench.now(), due - before);
  EXPECT_EQ(fold->drift(), Units{});
  fold = bench.take_over();
  EXPECT_EQ(fold->next_due().value() - bench.now(), due - before);
}

TEST(Fold, TakesTheWorkOfAnAgentWhoseConsoleFellSilent) {
  Bench bench;
  auto fold = bench.take_over();
  bench.append({configuration(sample_document(3), "k1")});
  const auto began = bench.fold_up_to(*fold, bench.append({message("+1", "m1", "hello")}));
  const AgentId agent = began[1].agent;
  bench.fold_up_to(*fold, bench.append({storage::PresenceInput{WorkspaceId{1}, agent, true}}));
  EXPECT_EQ(fold->watched().size(), 1u);
  fold = bench.take_over();
  EXPECT_EQ(fold->watched().size(), 1u);
  bench.fold_up_to(*fold, bench.append({storage::PresenceInput{WorkspaceId{1}, agent, false}}));
  bench.advance(Milliseconds{31'000});
  const auto decisions = bench.fold_up_to(*fold, bench.append({storage::AdvanceInput{}}));
  ASSERT_FALSE(decisions.empty()) << "after 30 s of grace";
  const auto moved = std::ranges::find(decisions, DecisionKind::assignment_started, &Decision::kind);
  ASSERT_NE(moved, decisions.end());
  EXPECT_NE(moved->agent, agent);
}

TEST(Fold, ARestartAfterAnotherDocumentFindsWhatTheEngineHad) {
  Bench bench;
  auto fold = bench.take_over();
  std::uint64_t last = bench.append({configuration(sample_document(1), "k1")});
  for (int i = 0; i < 6; ++i)
    last = bench.append({message("+" + std::to_string(i), "m" + std::to_string(i), i % 2 ? "a refund" : "hello")});
  bench.fold_up_to(*fold, last);
  std::string smaller = sample_document(2);  // without the group billing, without ann; dan is new
  const auto cut = [&smaller](std::string_view from, std::string_view to) {
    for (std::size_t at = smaller.find(from); at != std::string::npos; at = smaller.find(from))
      smaller.replace(at, from.size(), to);
  };
  cut("  - id: billing\n", "");
  cut(", billing]", "]");
  cut(", group: billing", "");
  cut("{id: ann, groups: [support], skills: {refund: 5}, limit: 2, first_status: online}",
      "{id: dan, groups: [support]}");
  bench.fold_up_to(*fold, bench.append({configuration(smaller, "k2")}));
  const auto again = bench.take_over();
  const engine::Engine &before = fold->workspaces().find("demo")->engine,
                       &after = again->workspaces().find("demo")->engine;
  ASSERT_EQ(fold->workspaces().find("demo")->version, 2u);
  EXPECT_EQ(after.agents(), before.agents());
  for (std::uint64_t ticket = 1; ticket <= 6; ++ticket) {
    EXPECT_EQ(after.ticket(TicketId{ticket}), before.ticket(TicketId{ticket})) << ticket;
    EXPECT_EQ(again->open_ticket(TicketId{ticket})->group, after.ticket(TicketId{ticket})->group) << ticket;
  }
}

TEST(Commit, OfAnOwnerThatWasReplacedWritesNothing) {
  Bench bench;
  auto fold = bench.take_over();
  bench.fold_up_to(*fold, bench.append({configuration(sample_document(3), "k1")}));
  const std::string before = bench.incarnation;
  bench.take_over();
  EXPECT_EQ(bench.try_commit(before, 1, 1), "STALE");
  EXPECT_EQ(bench.try_commit(bench.incarnation, 0, 1), "GAP");
  EXPECT_EQ(bench.try_commit(bench.incarnation, 1, 1), "OK");
}

}  // namespace
}  // namespace switchroom::shard::test
