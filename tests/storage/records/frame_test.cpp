#include "storage/records/frame.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "storage/records/fingerprint.hpp"
#include "storage/records/history_entry.hpp"
#include "storage/records/message_record.hpp"

namespace switchroom::storage {
namespace {

connectors::InboundMessage any_message() {
  using connectors::MessageKind;
  connectors::InboundMessage message;
  const auto text = [] { return *rc::gen::arbitrary<std::string>(); };
  message.provider_id = text();
  message.kind = static_cast<MessageKind>(*rc::gen::inRange<int>(0, connectors::message_kind_names.size()));
  for (auto* field : {&message.from, &message.from_alias, &message.to, &message.account, &message.conversation,
                      &message.text, &message.payload, &message.ref, &message.reply_to, &message.name,
                      &message.language, &message.phone, &message.thread, &message.error, &message.subject,
                      &message.in_reply_to, &message.auto_submitted, &message.reply_token})
    if (*rc::gen::arbitrary<bool>()) *field = text();
  if (*rc::gen::arbitrary<bool>()) message.conversation = message.from;
  if (*rc::gen::arbitrary<bool>()) message.account = message.to;
  message.at_ms = *rc::gen::arbitrary<std::int64_t>();
  message.status = static_cast<connectors::DeliveryStatus>(*rc::gen::inRange(0, 5));
  for (int count = *rc::gen::inRange(0, 3); count > 0; --count)
    message.media.push_back({MessageKind::image, text(), text(), text(), text(), text()});
  if (*rc::gen::arbitrary<bool>()) message.location = {true, 22.3, -114.2, text(), text()};
  for (auto* list : {&message.references, &message.recipients})
    for (int count = *rc::gen::inRange(0, 3); count > 0; --count) list->push_back(text());
  if (*rc::gen::arbitrary<bool>()) message.part = {.ref = text(), .number = 2, .total = 3};
  message.blind = *rc::gen::arbitrary<bool>();
  return message;
}

FrameInput any_input() {
  const auto number = [] { return *rc::gen::arbitrary<std::uint32_t>(); };
  switch (*rc::gen::inRange(0, 9)) {
    case 0:
      return DeadLetterInput{WorkspaceId{number()}, ChannelId{number()}, "reason", "request"};
    case 1:
      return ActionInput{*rc::gen::arbitrary<std::string>()};
    case 2:
      return SkipInput{number(), number()};
    case 3:
      return RollbackInput{number(), number(), number(), number()};
    case 4:
      return SettledInput{{number(), number()}, *rc::gen::arbitrary<std::string>(), number() % 2 == 0};
    case 5: {
      ErrandInput input;
      input.errand.kind = ErrandKind::pull_messages;
      input.errand.channel = ChannelId{number()};
      input.errand.token = *rc::gen::arbitrary<std::string>();
      return input;
    }
    case 6:
      return AdvanceInput{};
    case 7:
      return ClocksInput{instant_of_ms(number()), number() % 2 == 0, number() % 2 == 0};
    default:
      break;
  }
  MessageInput input{WorkspaceId{number()}, ChannelId{number()}, {}, any_message()};
  if (*rc::gen::arbitrary<bool>()) input.trace.trace_id[3] = 7, input.trace.sampled = true;
  return input;
}

TEST(Frame, ComesBackAsItWas) {
  EXPECT_TRUE(rc::check([] {
    FrameWriter writer;
    std::vector<FrameInput> inputs;
    for (int count = *rc::gen::inRange(1, 5); count > 0; --count) writer.add(inputs.emplace_back(any_input()));
    RC_ASSERT(decode_frame(writer.bytes()).value() == inputs);
  }));
}

TEST(Frame, OfTheFirstVersionsMessagesStillLoads) {
  // kind image; present: to, text, conversation as from; provider_id "m", from "f", at 5, to "t", text "x"
  std::string bytes{
      "\x01\x92\x40\x01m\x01"
      "f\x05\x01t\x01x",
      12};
  ByteReader reader{bytes};
  const connectors::InboundMessage message = decode_message(reader);
  EXPECT_TRUE(reader.ok());
  EXPECT_EQ(message.provider_id + message.from + message.to + message.text + message.conversation, "mftxf");
  EXPECT_TRUE(message.phone.empty() && message.references.empty());
}

TEST(Frame, OfSeveralCallersHoldsAllInputsInTheirOrder) {
  FrameWriter first, second;
  first.add(FrameInput{SkipInput{1, 1}});
  second.add(FrameInput{SkipInput{2, 2}});
  first.add(second);
  const auto inputs = decode_frame(first.take()).value();
  ASSERT_EQ(inputs.size(), 2u);
  EXPECT_EQ(std::get<SkipInput>(inputs[1]).frame, 2u);
  EXPECT_EQ(first.count(), 0u) << "taken";
}

TEST(Frame, IsRefusedWhenAnyOfItsEndIsMissing) {
  FrameWriter writer;
  MessageInput input{WorkspaceId{1}, ChannelId{2}, {}, {}};
  input.message.text = "hello";
  writer.add(input);
  const std::string bytes = writer.take();
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(decode_frame(std::string_view{bytes}.substr(0, length))) << length;
  EXPECT_FALSE(decode_frame(bytes + "x"));
}

TEST(Frame, ShowsItsActionsWithoutBeingDecoded) {
  EXPECT_TRUE(rc::check([] {
    FrameWriter writer;
    std::vector<std::string> actions;
    for (int count = *rc::gen::inRange(1, 8); count > 0; --count) {
      const FrameInput input = any_input();
      if (const auto* action = std::get_if<ActionInput>(&input)) actions.push_back(action->action);
      writer.add(input);
    }
    const std::vector<std::string_view> seen = actions_in(writer.bytes());
    RC_ASSERT(std::vector<std::string>(seen.begin(), seen.end()) == actions);
    for (std::size_t size = 0; size < writer.bytes().size(); ++size)
      actions_in(std::string_view{writer.bytes()}.substr(0, size));
  }));
  EXPECT_TRUE(actions_in("no frame").empty());
}

TEST(Frame, OfAnUnknownVersionIsRefused) {
  FrameWriter writer;
  writer.add(FrameInput{SkipInput{1, 1}});
  std::string bytes = writer.take();
  bytes[0] = 2;
  EXPECT_EQ(decode_frame(bytes).error().found, "version 2");
}

TEST(HistoryLine, OfAMessageComesBackWithItsStamp) {
  EXPECT_TRUE(rc::check([] {
    const auto message = any_message();
    std::string bytes;
    encode_line(instant_of_ms(5), 77, TicketId{3}, ChannelId{4}, message, bytes);
    const auto line = std::get<MessageLine>(decode_line(bytes).value());
    RC_ASSERT(line.message == message);
    RC_ASSERT(stamp_of(bytes).fingerprint == 77u);
    RC_ASSERT(stamp_of(bytes).at == instant_of_ms(5));
  }));
}

TEST(Fingerprint, IsSipHash24) {
  // Appendix A of the paper: key 00 01 … 0f, message 00 01 … 0e.
  std::string message;
  for (char byte = 0; byte < 15; ++byte) message.push_back(byte);
  EXPECT_EQ(siphash({0x0706050403020100, 0x0f0e0d0c0b0a0908}, message), 0xa129ca6149be45e5u);
}

TEST(Fingerprint, TellsTheReceiptsOfOneMessageApart) {
  connectors::InboundMessage sent;
  sent.provider_id = "m1";
  sent.kind = connectors::MessageKind::status;
  sent.status = connectors::DeliveryStatus::sent;
  connectors::InboundMessage read = sent;
  read.status = connectors::DeliveryStatus::read;
  EXPECT_NE(fingerprint({1, 2}, ChannelId{1}, sent), fingerprint({1, 2}, ChannelId{1}, read));
  EXPECT_NE(fingerprint({1, 2}, ChannelId{1}, sent), fingerprint({1, 2}, ChannelId{2}, sent));
}

}  // namespace
}  // namespace switchroom::storage
