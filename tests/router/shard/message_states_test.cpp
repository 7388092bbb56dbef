#include "router/shard/message_states.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace switchroom::shard {
namespace {

using connectors::DeliveryStatus;
using connectors::MessageKind;

MessageView message(MessageKind kind, std::string id, std::string text, std::string ref = {}, std::int64_t at_ms = 1) {
  MessageView view;
  view.channel = "whatsapp";
  view.message.kind = kind;
  view.message.provider_id = std::move(id);
  view.message.text = std::move(text);
  view.message.ref = std::move(ref);
  view.message.at_ms = at_ms;
  view.message.conversation = "+1";
  return view;
}

MessageView receipt(DeliveryStatus status, std::string ref, std::int64_t at_ms = 1) {
  MessageView view = message(MessageKind::status, "s", {}, std::move(ref), at_ms);
  view.message.status = status;
  return view;
}

const MessageView& find(const std::vector<MessageView>& views, std::string_view id) {
  return *std::ranges::find(views, id, [](const MessageView& view) { return view.message.provider_id; });
}

TEST(MessageStates, AreTheSameInWhateverOrderChangesAndMessagesCame) {
  std::vector<int> order{0, 1, 2, 3, 4, 5, 6};
  const std::vector<MessageView> all{message(MessageKind::text, "m1", "refnud"),
                                     message(MessageKind::edit, "e1", "refund", "m1", 5),
                                     message(MessageKind::edit, "e2", "refund, please", "m1", 9),
                                     message(MessageKind::echo, "o1", "done", "r7-1-0"),
                                     receipt(DeliveryStatus::read, "o1"),
                                     receipt(DeliveryStatus::delivered, "r7-1-0"),
                                     receipt(DeliveryStatus::sent, "o1")};
  do {
    std::vector<MessageView> views;
    for (const int i : order) views.push_back(all[static_cast<std::size_t>(i)]);
    settle_states(views);
    ASSERT_EQ(find(views, "m1").message.text, "refund, please");
    ASSERT_EQ(find(views, "m1").edited_ms, 9);
    ASSERT_EQ(find(views, "o1").delivery, DeliveryStatus::read);
  } while (std::ranges::next_permutation(order).found);
}

MessageView unknown_reply() {
  MessageView view = message(MessageKind::echo, "r7-1-0", "done", "r7-1-0");
  view.message.error = "outcome unknown: no answer within 30 s";
  return view;
}

TEST(MessageStates, AReceiptThatHasOurNameSettlesAReplyWhoseIdNobodyLearnt) {
  MessageView delivered = receipt(DeliveryStatus::delivered, "wamid.never-learnt");
  delivered.message.payload = "r7-1-0";
  MessageView of_another = delivered;
  of_another.message.payload = "r7-1-1";
  std::vector<MessageView> views{unknown_reply(), of_another};
  settle_states(views);
  EXPECT_EQ(views[0].delivery, DeliveryStatus::none);
  EXPECT_NE(views[0].message.error, "");
  views = {unknown_reply(), delivered};
  settle_states(views);
  EXPECT_EQ(views[0].delivery, DeliveryStatus::delivered);
  EXPECT_EQ(views[0].message.error, "");
  delivered.message.status = DeliveryStatus::failed;
  delivered.message.error = "131026";
  views = {delivered, unknown_reply()};
  settle_states(views);
  EXPECT_EQ(views[1].delivery, DeliveryStatus::failed);
  EXPECT_EQ(views[1].message.error, "131026");
}

TEST(MessageStates, AReceiptUpToATimeSaysNothingOfAReplyThatPerhapsNeverLeft) {
  std::vector<MessageView> views{unknown_reply(), receipt(DeliveryStatus::read, "", 99)};
  settle_states(views);
  EXPECT_EQ(views[0].delivery, DeliveryStatus::none);
  EXPECT_NE(views[0].message.error, "");
}

TEST(MessageStates, TheProvidersOwnCopySettlesAReplyAndLeaves) {
  const MessageView copy = message(MessageKind::echo, "m_4", "done", "r7-1-0");
  const MessageView read = receipt(DeliveryStatus::read, "m_4");
  for (const bool copy_first : {false, true}) {
    std::vector<MessageView> views{copy_first ? copy : unknown_reply(), copy_first ? unknown_reply() : copy, read};
    settle_states(views);
    ASSERT_EQ(views.size(), 2u);
    EXPECT_EQ(views[0].message.error, "");
    EXPECT_EQ(views[0].message.provider_id, "m_4");
    EXPECT_EQ(views[0].delivery, DeliveryStatus::read);
  }
}

TEST(MessageStates, NothingBringsBackWhatWasDeleted) {
  std::vector<MessageView> views{message(MessageKind::deletion, "d1", {}, "m1"),
                                 message(MessageKind::text, "m1", "secret"),
                                 message(MessageKind::edit, "e1", "another", "m1", 9)};
  settle_states(views);
  EXPECT_TRUE(views[1].deleted);
  EXPECT_EQ(views[1].message.text, "");
}

TEST(MessageStates, AReceiptWithoutAReferenceSpeaksOfAllThatWasSentUntilThen) {
  std::vector<MessageView> views{message(MessageKind::echo, "o1", "one", "r1", 10),
                                 message(MessageKind::echo, "o2", "two", "r2", 30),
                                 receipt(DeliveryStatus::read, {}, 20)};
  settle_states(views);
  EXPECT_EQ(views[0].delivery, DeliveryStatus::read);
  EXPECT_EQ(views[1].delivery, DeliveryStatus::none);
}

TEST(MessageStates, AChangeOfAnUnknownMessageOrOnAnotherChannelChangesNothing) {
  std::vector<MessageView> views{message(MessageKind::text, "m1", "hello"),
                                 message(MessageKind::edit, "e1", "x", "m9", 9),
                                 message(MessageKind::deletion, "d1", {}, "m1")};
  views[2].channel = "sms";
  settle_states(views);
  EXPECT_EQ(views[0].message.text, "hello");
  EXPECT_FALSE(views[0].deleted);
}

}  // namespace
}  // namespace switchroom::shard
