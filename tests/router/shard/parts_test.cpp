#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/router/shard/bench.hpp"

// Parts of a long message become one message, in whatever order and however often they come, also over a restart.

namespace switchroom::shard::test {
namespace {

using connectors::MessageKind;
using storage::Decision;
using storage::DecisionKind;
using testing::ElementsAre;
using testing::IsEmpty;

struct Part {
  std::uint32_t number = 1;
  std::uint32_t total = 3;
  std::string ref = "08B5";
  std::string id = {};  ///< empty: made of the number
};

storage::MessageInput part(const Part& of) {
  storage::MessageInput input{WorkspaceId{1}, ChannelId{1}, {}, {}};
  input.message.provider_id = of.id.empty() ? fmt::format("p{}", of.number) : of.id;
  input.message.from = input.message.conversation = "+1";
  input.message.to = "+2";
  input.message.text = fmt::format("<{}>", of.number);
  input.message.payload = "concat-ref=…";
  input.message.part = {of.ref, of.number, of.total};
  return input;
}

std::vector<std::string> texts(const std::vector<Decision>& decisions) {
  std::vector<std::string> found;
  for (const Decision& decision : decisions)
    if (decision.kind == DecisionKind::message_released)
      found.push_back(storage::decode_message_input(decision.message)->message.text);
  return found;
}

class Parts : public testing::Test {
 protected:
  Parts() {
    fold = bench.take_over();
    fold_all({configuration(sample_document(3), "k1")});
  }

  std::vector<Decision> fold_all(std::vector<storage::FrameInput> inputs) {
    return bench.fold_up_to(*fold, bench.append(std::move(inputs)));
  }
  std::vector<Decision> wait(Milliseconds time) {
    bench.advance(time);
    return fold_all({storage::AdvanceInput{}});
  }

  Bench bench;
  std::unique_ptr<Fold> fold;
};

TEST_F(Parts, BecomeOneMessageInWhateverOrderTheyCome) {
  std::vector<std::uint32_t> order{1, 2, 3};
  int turn = 0;
  do {
    const std::string ref = fmt::format("{}", ++turn);
    std::vector<Decision> decisions;
    for (const std::uint32_t number : order) {
      EXPECT_THAT(texts(decisions), IsEmpty());
      decisions = fold_all({part({.number = number, .ref = ref, .id = fmt::format("{}.{}", ref, number)})});
      fold = bench.take_over();
    }
    ASSERT_THAT(texts(decisions), ElementsAre("<1><2><3>"));
    const auto joined = storage::decode_message_input(decisions[0].message)->message;
    EXPECT_EQ(joined.provider_id, ref + ".1");
    EXPECT_EQ(joined.payload, "");
    EXPECT_EQ(joined.part, connectors::MessagePart{});
  } while (std::ranges::next_permutation(order).found);
  EXPECT_EQ(fold->held()[2], 0u);
  EXPECT_EQ(fold->open_tickets(), 1u);
}

TEST_F(Parts, OfAJoinedMessageAreRecognisedWhenTheyComeAgainMuchLater) {
  fold_all({part({.number = 1}), part({.number = 2}), part({.number = 2}), part({.number = 3})});
  std::vector<storage::FrameInput> others;
  for (int i = 0; i < 40; ++i) others.push_back(message("+1", fmt::format("m{}", i), "hello"));
  fold_all(others);
  fold = bench.take_over();
  EXPECT_THAT(fold_all({part({.number = 1}), part({.number = 2}), part({.number = 3})}), IsEmpty());
  EXPECT_EQ(bench.duplicates, 4u);
  EXPECT_EQ(fold->held()[2], 0u);
}

TEST_F(Parts, ThatWaitedLongEnoughAreDeliveredWithAMarkForEachThatIsMissing) {
  fold_all({part({.number = 3, .total = 4}), part({.number = 1, .total = 4})});
  EXPECT_THAT(wait(Milliseconds{59'000}), IsEmpty());
  fold = bench.take_over();
  const auto decisions = wait(Milliseconds{1'000});
  EXPECT_THAT(texts(decisions), ElementsAre("<1>[…2/4…]<3>[…4/4…]"));
  EXPECT_EQ(storage::decode_message_input(decisions[0].message)->message.payload,
            "concat-ref=08B5&concat-total=4&concat-missing=2,4");
  EXPECT_EQ(decisions[0].kind, DecisionKind::message_released);
  EXPECT_EQ(decisions[1].kind, DecisionKind::assignment_started) << "it opens a ticket like any other";
  EXPECT_THAT(bench.given_up, ElementsAre(storage::HeldKind::part));
}

TEST_F(Parts, ThatComeTooLateAreMessagesOfTheirOwn) {
  fold_all({part({.number = 1})});
  wait(Milliseconds{60'000});
  fold = bench.take_over();
  const auto late = fold_all({part({.number = 3})});
  ASSERT_EQ(late.size(), 1u);
  EXPECT_EQ(late[0].kind, DecisionKind::message_recorded);
  EXPECT_THAT(fold_all({part({.number = 3}), part({.number = 1})}), IsEmpty()) << "again";
  EXPECT_EQ(fold_all({part({.number = 2})}).size(), 1u);
  EXPECT_EQ(fold->held()[3], 0u) << "nothing more can come";
  EXPECT_THAT(fold_all({part({.number = 2, .id = "q2"})}), IsEmpty()) << "the reference is used again";
}

TEST_F(Parts, OfTheNextMessageWithThatReferenceDoNotMixWithThoseBefore) {
  fold_all({part({.number = 1}), part({.number = 2})});
  EXPECT_THAT(texts(fold_all({part({.number = 2, .id = "q2"})})), ElementsAre("<1><2>[…3/3…]"));
  EXPECT_THAT(texts(fold_all({part({.number = 1, .id = "q1"}), part({.number = 3, .id = "q3"})})),
              ElementsAre("<1><2><3>"));
}

TEST_F(Parts, ThatAreNoneAreMessagesOfTheirOwn) {
  for (const Part& none :
       {Part{.number = 4}, Part{.number = 0, .id = "p0"}, Part{.number = 1, .total = 1, .id = "single"},
        Part{.number = 5, .total = 256}, Part{.number = 2, .ref = ""}})
    EXPECT_EQ(fold_all({part(none)}).front().kind, DecisionKind::message_recorded)
        << none.number << " of " << none.total;
  EXPECT_EQ(fold->held()[2], 0u);
}

TEST_F(Parts, BeyondTheBoundAreDeliveredAsTheyAreOrAsMessagesOfTheirOwn) {
  bench.settings.held[2].of_customer = 2;
  bench.settings.held[2].of_shard = 3;
  fold = bench.take_over();
  fold_all({part({.number = 1, .ref = "a", .id = "a1"}), part({.number = 1, .ref = "b", .id = "b1"})});
  EXPECT_EQ(fold_all({part({.number = 1, .ref = "c", .id = "c1"})}).at(0).kind, DecisionKind::message_recorded);
  bench.settings.held[2].of_shard = 100;
  fold = bench.take_over();
  EXPECT_THAT(texts(fold_all({part({.number = 2, .ref = "c", .id = "c2"})})), ElementsAre("<1>[…2/3…][…3/3…]"));
  EXPECT_EQ(fold->held()[2], 2u);
}

TEST_F(Parts, AnEditByTheIdOfAnyPartFindsTheMessage) {
  storage::MessageInput edit = part({.number = 2, .id = "e1"});
  edit.message.part = {};
  edit.message.kind = MessageKind::edit;
  edit.message.ref = "p2";
  fold_all({edit});
  EXPECT_THAT(texts(fold_all({part({.number = 1}), part({.number = 2}), part({.number = 3})})),
              ElementsAre("<1><2><3>", "<2>"));
  fold = bench.take_over();
  edit.message.provider_id = "e2";
  edit.message.ref = "p3";
  EXPECT_EQ(fold_all({edit}).size(), 1u);
}

}  // namespace
}  // namespace switchroom::shard::test
