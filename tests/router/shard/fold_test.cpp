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
  EXPECT_EQ(decisions.back().kind, DecisionKind::assignment_started);
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
  const auto decisions = bench.fold_up_to(*fold, bench.append({message("+1", "poison", "x"), message("+2", "m2", "y")}));
  EXPECT_THAT(kinds(decisions), ElementsAre(DecisionKind::dead_lettered, DecisionKind::message_recorded, DecisionKind::assignment_started));
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
