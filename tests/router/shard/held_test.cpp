#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/router/shard/bench.hpp"

// What comes before its message waits for it, also over a restart.

namespace switchroom::shard::test {
namespace {

using connectors::DeliveryStatus;
using connectors::MessageKind;
using storage::Decision;
using storage::DecisionKind;
using testing::ElementsAre;
using testing::IsEmpty;

storage::MessageInput change(MessageKind kind, std::string id, std::string ref) {
  storage::MessageInput input{WorkspaceId{1}, ChannelId{1}, {}, {}};
  input.message.kind = kind;
  input.message.provider_id = std::move(id);
  input.message.from = input.message.conversation = "+1";
  input.message.ref = std::move(ref);
  if (kind == MessageKind::status) input.message.status = DeliveryStatus::read;
  return input;
}

storage::MessageInput sent(std::string id, std::string reply) {
  storage::MessageInput input = change(MessageKind::echo, std::move(id), std::move(reply));
  input.message.from = "us";
  return input;
}

/// The ids of the messages that decisions tell, in order.
std::vector<std::string> told(Bench& bench, const std::vector<Decision>& decisions) {
  std::vector<std::string> ids;
  for (const Decision& decision : decisions) {
    if (decision.kind == DecisionKind::message_released)
      ids.push_back(storage::decode_message_input(decision.message)->message.provider_id);
    if (decision.kind == DecisionKind::message_recorded)
      ids.push_back(std::get<storage::MessageInput>(bench.read(decision.frame).front().inputs.at(decision.input))
                        .message.provider_id);
  }
  return ids;
}

std::vector<std::string> lines(Bench& bench, CustomerId customer) {
  std::vector<std::string> ids;
  for (const storage::HistoryLine& line : bench.history(customer))
    if (const auto* message = std::get_if<storage::MessageLine>(&line)) ids.push_back(message->message.provider_id);
  return ids;
}

class Held : public testing::Test {
 protected:
  Held() { start(); }

  void start() {
    fold = bench.take_over();
    fold_all({configuration(sample_document(3), "k1")});
  }
  std::vector<Decision> fold_all(std::vector<storage::FrameInput> inputs) {
    return bench.fold_up_to(*fold, bench.append(std::move(inputs)));
  }

  Bench bench;
  std::unique_ptr<Fold> fold;
};

TEST_F(Held, AnEditThatCameFirstIsToldRightAfterItsMessageAlsoAfterARestart) {
  EXPECT_THAT(fold_all({change(MessageKind::edit, "e1", "m1")}), IsEmpty());
  fold = bench.take_over();
  EXPECT_EQ(fold->held()[0], 1u);
  const auto decisions = fold_all({message("+1", "m1", "hello"), message("+1", "m2", "hello")});
  EXPECT_THAT(told(bench, decisions), ElementsAre("m1", "e1", "m2"));
  EXPECT_EQ(decisions[0].ticket, decisions[2].ticket) << "it belongs to its message's ticket";
  EXPECT_THAT(lines(bench, CustomerId{1}), ElementsAre("m1", "e1", "m2"));
  EXPECT_EQ(fold->held()[0], 0u);
  fold = bench.take_over();
  EXPECT_EQ(fold->held()[0], 0u) << "nothing of it is left in Redis";
}

TEST_F(Held, AReceiptThatHasOurNameFindsTheReplyWhoseIdNobodyLearnt) {
  fold_all({message("+1", "m1", "hello"), sent("r7-1-0", "r7-1-0")});
  storage::MessageInput receipt = change(MessageKind::status, "s1", "wamid.never-learnt");
  receipt.message.payload = "r7-1-0";
  EXPECT_THAT(told(bench, fold_all({receipt})), ElementsAre("s1"));
  fold = bench.take_over();
  receipt.message.provider_id = "s2";
  EXPECT_THAT(told(bench, fold_all({receipt})), ElementsAre("s2")) << "also where the history has to be read";
  receipt.message.provider_id = "s3";
  receipt.message.payload = "r7-2-0";
  EXPECT_THAT(told(bench, fold_all({receipt})), IsEmpty()) << "that reply's outcome is not told yet";
  EXPECT_THAT(told(bench, fold_all({sent("r7-2-0", "r7-2-0")})), ElementsAre("r7-2-0", "s3"));
}

TEST_F(Held, SeveralForOneMessageKeepTheirOrder) {
  fold_all({change(MessageKind::reaction, "r1", "m1"), change(MessageKind::edit, "e1", "m1")});
  fold_all({change(MessageKind::deletion, "x1", "r1"), change(MessageKind::edit, "e2", "m1")});
  EXPECT_THAT(told(bench, fold_all({message("+1", "m1", "hello")})), ElementsAre("m1", "r1", "e1", "e2", "x1"))
      << "what waits for the reaction comes after it";
}

TEST_F(Held, AChangeOfAMessageThatIsThereWaitsForNothing) {
  std::vector<storage::FrameInput> many;
  for (int i = 0; i < 600; ++i) many.push_back(message("+1", fmt::format("m{}", i), "hello"));
  fold_all(many);
  EXPECT_THAT(told(bench, fold_all({change(MessageKind::edit, "e1", "m599")})), ElementsAre("e1"));
  fold = bench.take_over();
  EXPECT_THAT(told(bench, fold_all({change(MessageKind::edit, "e2", "m0")})), ElementsAre("e2"))
      << "far back in the history";
  EXPECT_THAT(fold_all({change(MessageKind::edit, "e3", "m600")}), IsEmpty());
}

TEST_F(Held, AReceiptWaitsForTheAnswerByEitherOfItsNames) {
  EXPECT_THAT(fold_all({change(MessageKind::status, "s1", "wamid.out"), change(MessageKind::status, "s2", "r7-5-0")}),
              IsEmpty());
  EXPECT_EQ(fold->held()[1], 2u);
  EXPECT_THAT(told(bench, fold_all({sent("wamid.out", "r7-5-0")})), ElementsAre("wamid.out", "s1", "s2"));
  EXPECT_THAT(told(bench, fold_all({change(MessageKind::status, "s3", "wamid.out")})), ElementsAre("s3"));
  fold = bench.take_over();
  EXPECT_THAT(told(bench, fold_all({change(MessageKind::status, "s4", "r7-5-0")})), ElementsAre("s4"));
}

TEST_F(Held, ARepeatedChangeIsHeldBackOnce) {
  fold_all({change(MessageKind::edit, "e1", "m1"), change(MessageKind::edit, "e1", "m1")});
  std::vector<storage::FrameInput> others;
  for (int i = 0; i < 40; ++i) others.push_back(message("+1", fmt::format("other{}", i), "hello"));
  fold_all(others);
  fold = bench.take_over();
  EXPECT_THAT(fold_all({change(MessageKind::edit, "e1", "m1")}), IsEmpty());
  EXPECT_EQ(bench.duplicates, 2u) << "its fingerprint has left the record, but it is there";
  EXPECT_THAT(told(bench, fold_all({message("+1", "m1", "hello"), change(MessageKind::edit, "e1", "m1")})),
              ElementsAre("m1", "e1"));
}

TEST_F(Held, WhatNobodyComesForIsADeadLetterWithItsMessage) {
  fold_all({change(MessageKind::edit, "e1", "m1"), change(MessageKind::status, "s1", "m1")});
  bench.advance(Milliseconds{25LL * 3600 * 1000});
  EXPECT_THAT(fold_all({storage::AdvanceInput{}}), IsEmpty()) << "a receipt is told in the log";
  EXPECT_THAT(bench.given_up, ElementsAre(storage::HeldKind::receipt));
  ASSERT_TRUE(fold->next_due());
  bench.advance(storage::duplicate_window);
  fold = bench.take_over();
  const auto decisions = fold_all({storage::AdvanceInput{}});
  ASSERT_EQ(decisions.size(), 1u);
  EXPECT_EQ(decisions[0].kind, DecisionKind::message_given_up);
  EXPECT_EQ(storage::decode_message_input(decisions[0].message)->message.provider_id, "e1");
  EXPECT_EQ(decisions[0].text, "edit: found m1; expected a message that comes first: it had not come in time");
  EXPECT_THAT(lines(bench, CustomerId{1}), ElementsAre("s1", "e1")) << "the history knows what was answered 2xx";
  EXPECT_FALSE(fold->next_due());
}

TEST_F(Held, BeyondTheBoundTheOldestIsGivenUp) {
  for (auto& bounds : bench.settings.held) bounds.of_customer = 2;
  fold = bench.take_over();
  fold_all({change(MessageKind::edit, "e1", "m1"), change(MessageKind::edit, "e2", "m1")});
  const auto decisions = fold_all({change(MessageKind::edit, "e3", "m1")});
  ASSERT_EQ(decisions.size(), 1u);
  EXPECT_EQ(storage::decode_message_input(decisions[0].message)->message.provider_id, "e1");
  EXPECT_THAT(told(bench, fold_all({message("+1", "m1", "hello")})), ElementsAre("m1", "e2", "e3"));
}

TEST_F(Held, InAConversationOfSeveralOnlyTheAuthorsChangesWait) {
  storage::MessageInput reaction = change(MessageKind::reaction, "r1", "m1");
  reaction.message.conversation = "room";
  EXPECT_THAT(told(bench, fold_all({reaction})), ElementsAre("r1")) << "its message may be anybody's";
  storage::MessageInput edit = change(MessageKind::edit, "e1", "m1");
  edit.message.conversation = "room";
  EXPECT_THAT(fold_all({edit}), IsEmpty());
}

TEST_F(Held, KeepsItsTimeWhenTheClockIsSetBack) {
  fold_all({change(MessageKind::edit, "e1", "m1")});
  const Milliseconds left = fold->next_due().value() - bench.now();
  bench.fold_up_to(*fold, bench.append_back({storage::SetBackInput{}}, Milliseconds{9LL * 24 * 3600 * 1000}));
  EXPECT_EQ(fold->next_due().value() - bench.now(), left);
  fold = bench.take_over();
  EXPECT_EQ(fold->next_due().value() - bench.now(), left);
}

}  // namespace
}  // namespace switchroom::shard::test
