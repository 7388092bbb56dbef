#include "gateway/chat/frames.hpp"

#include <gtest/gtest.h>

namespace switchroom::chat {
namespace {

using connectors::InboundMessage;
using connectors::MessageKind;

TEST(PageFrames, begin_with_a_hello_in_which_everything_may_be_missing) {
  const auto bare = read_frame(R"({"type":"hello"})", "");
  ASSERT_TRUE(bare);
  EXPECT_FALSE(std::get<Hello>(*bare).names_user);
  const auto full =
      read_frame(R"({"type":"hello","token":"t","last":"1-2","user":{"id":"i","hash":"h","jwt":"j"}})", "");
  const Hello hello = std::get<Hello>(*full);
  EXPECT_EQ(hello.token + hello.last + hello.user_id + hello.user_hash + hello.user_jwt, "t1-2ihj");
  EXPECT_TRUE(hello.names_user);
}

TEST(PageFrames, become_messages_of_the_visitor) {
  const auto frame = read_frame(R"({"type":"message","id":"7","text":"Hi","from":"u:admin","name":"Ann"})", "v:1");
  const auto message = std::get<InboundMessage>(*frame);
  EXPECT_EQ(message.from, "v:1");
  EXPECT_EQ(message.conversation, "v:1");
  EXPECT_EQ(message.provider_id + message.text + message.name, "7HiAnn");
  EXPECT_EQ(message.kind, MessageKind::text);
}

TEST(PageFrames, that_are_wrong_are_told_with_their_place_and_without_their_words) {
  for (const auto& [text, words] :
       {std::pair{R"({"type":"message","id":"a b","text":"secret"})", "id: found another text"},
        {R"({"type":"message","id":"1","text":7})", "text: found a number"},
        {R"({"type":"hello","token":7})", "token: found a number"},
        {R"({"type":"secret","id":"1"})", "type: found another type"},
        {R"({"id":"1"})", "type: found nothing"},
        {"[]", "body: found a list"}}) {
    const auto frame = read_frame(text, "v:1");
    ASSERT_FALSE(frame) << text;
    EXPECT_TRUE(describe(frame.error()).starts_with(words)) << describe(frame.error());
    EXPECT_FALSE(describe(frame.error()).contains("secret"));
  }
}

TEST(Cursors, are_read_as_they_are_written_and_nothing_else_is) {
  EXPECT_EQ(cursor_of(to_text({17, 42})), (Cursor{17, 42}));
  for (const char* text : {"", "-", "17", "17-", "-42", "17-42x", "x17-42", "17--42", "99999999999999999999-1"})
    EXPECT_EQ(cursor_of(text), Cursor{}) << text;
}

TEST(GatewayFrames, are_json_whatever_they_carry) {
  InboundMessage message;
  message.provider_id = "7";
  message.text = "\"</script>\n\xff";
  EXPECT_EQ(message_frame({1, 2}, 5, message, "Ann"),
            R"({"type":"message","seq":"1-2","id":"7","from":"visitor","text":"\"</script>\n)"
            "\xEF\xBF\xBD"
            R"(","at":5})");
  message.kind = MessageKind::echo;
  message.ref = "r0-1-0";
  message.name = "ann";  // an id, which is for nobody outside
  EXPECT_TRUE(message_frame({1, 2}, 5, message, "Ann").contains(R"("id":"r0-1-0","from":"agent","name":"Ann")"));
  EXPECT_EQ(welcome_frame("t", false), R"({"type":"welcome","token":"t","online":false})");
  EXPECT_EQ(presence_frame(true), R"({"type":"presence","online":true})");
  EXPECT_EQ(typing_frame(), R"({"type":"typing"})");
  EXPECT_EQ(ack_frame("7"), R"({"type":"ack","id":"7"})");
  EXPECT_EQ(nack_frame("7"), R"({"type":"nack","id":"7"})");
}

}  // namespace
}  // namespace switchroom::chat
