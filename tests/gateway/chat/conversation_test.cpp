#include "gateway/chat/conversation.hpp"

#include <gtest/gtest.h>

#include "connectors/chat_visitor.hpp"
#include "connectors/signature.hpp"

namespace switchroom::chat {
namespace {

using connectors::InboundMessage;
using connectors::MessageKind;

const Instant now = instant_of_ms(1'760'000'000'000);
const std::string fresh = "0123456789abcdef0123456789abcdef";

class ConversationTest : public testing::Test {
 protected:
  ConversationTest() { settings_.settings = {{"visitor_secrets", {"new", "old"}}, {"identity_secrets", {"sec"}}}; }

  std::string token_of(const std::string& address, std::string_view secret = "old") const {
    return connectors::visitor_token("demo/web", {address, 1'759'990'000}, secret);
  }
  std::string proof_of(const std::string& user) const {
    return R"("user":{"id":")" + user + R"(","hash":")" +
           connectors::hmac(connectors::Hash::sha256, connectors::Encoding::hex, "sec", user) + "\"}";
  }
  Step hello(const std::string& members = "") {
    return conversation_.heard(R"({"type":"hello")" + (members.empty() ? "" : "," + members) + "}", now);
  }
  CloseCode closed_by(const Step& step) const { return std::get<Close>(step).code; }
  static InboundMessage line(MessageKind kind, std::string conversation) {
    InboundMessage message;
    message.kind = kind;
    message.conversation = std::move(conversation);
    message.ref = "r0-1-0";
    return message;
  }

  connectors::Credentials settings_;
  Conversation conversation_{"demo/web", settings_, fresh};
};

TEST_F(ConversationTest, makes_a_visitor_of_who_has_no_token_and_signs_by_the_first_secret) {
  const auto begin = std::get<Begin>(hello());
  EXPECT_EQ(conversation_.address(), "v:" + fresh);
  EXPECT_TRUE(
      connectors::read_visitor_token(begin.token, "demo/web", settings_.values("visitor_secrets").first(1), now));
}

TEST_F(ConversationTest, knows_a_visitor_again_and_renews_his_token) {
  const auto begin = std::get<Begin>(hello(R"("last":"3-9","token":")" + token_of("v:me") + '"'));
  EXPECT_EQ(conversation_.address(), "v:me");
  EXPECT_EQ(begin.last, (Cursor{3, 9}));
  const auto renewed =
      connectors::read_visitor_token(begin.token, "demo/web", settings_.values("visitor_secrets"), now);
  EXPECT_EQ(renewed->issued_s, 1'760'000'000);
}

TEST_F(ConversationTest, takes_a_token_that_nobody_here_has_signed_for_none) {
  hello(R"("token":")" + token_of("v:me", "another") + '"');
  EXPECT_EQ(conversation_.address(), "v:" + fresh);
}

TEST_F(ConversationTest, lets_a_proved_user_in_and_remembers_who_he_was) {
  hello(R"("token":")" + token_of("v:me") + "\"," + proof_of("cust-1"));
  EXPECT_EQ(conversation_.address(), "u:cust-1");
  EXPECT_EQ(conversation_.former(), "v:me");
  const auto step = conversation_.heard(R"({"type":"message","id":"1","text":"Hi"})", now);
  EXPECT_EQ(std::get<Store>(step).message.from_alias, "v:me");
}

TEST_F(ConversationTest, closes_on_a_user_without_a_proof) {
  EXPECT_EQ(closed_by(hello(R"("user":{"id":"cust-1"})")), CloseCode::identity);
  EXPECT_FALSE(conversation_.is_open());
}

TEST_F(ConversationTest, believes_no_users_token_without_his_proof) {
  hello(R"("token":")" + token_of("u:cust-1") + '"');
  EXPECT_EQ(conversation_.address(), "v:" + fresh);
  EXPECT_EQ(conversation_.former(), "");
}

TEST_F(ConversationTest, lets_only_users_in_where_identity_is_enforced) {
  settings_.settings.push_back({"enforce_identity", {"true"}});
  EXPECT_EQ(closed_by(hello(R"("token":")" + token_of("v:me") + '"')), CloseCode::identity);
  EXPECT_TRUE(std::holds_alternative<Begin>(hello(proof_of("cust-1"))));
}

TEST_F(ConversationTest, hears_one_hello_and_nothing_before_it) {
  EXPECT_EQ(closed_by(conversation_.heard(R"({"type":"message","id":"1","text":"Hi"})", now)), CloseCode::bad_frame);
  hello();
  EXPECT_EQ(closed_by(hello()), CloseCode::bad_frame);
}

TEST_F(ConversationTest, gives_a_message_our_time_and_wants_it_acknowledged) {
  hello();
  const auto step = std::get<Store>(conversation_.heard(R"({"type":"message","id":"1","text":"Hi","at":5})", now));
  EXPECT_EQ(step.message.at_ms, 1'760'000'000'000);
  EXPECT_TRUE(step.wants_answer);
  EXPECT_FALSE(std::get<Store>(conversation_.heard(R"({"type":"typing","id":"2"})", now)).wants_answer);
}

TEST_F(ConversationTest, takes_receipts_for_what_it_has_shown) {
  hello();
  const std::string receipt = R"({"type":"read","id":"r0-1-0"})";
  EXPECT_TRUE(std::holds_alternative<Ignore>(conversation_.heard(receipt, now)));
  conversation_.show({1, 1}, now, line(MessageKind::echo, conversation_.address()), "");
  EXPECT_EQ(std::get<Store>(conversation_.heard(receipt, now)).message.ref, "r0-1-0");
}

TEST_F(ConversationTest, shows_a_visitor_his_own_lines_and_a_user_what_he_wrote_before_too) {
  hello();
  for (const auto kind : {MessageKind::text, MessageKind::echo, MessageKind::unsupported}) {
    EXPECT_TRUE(conversation_.may_see(line(kind, "v:" + fresh)));
    EXPECT_FALSE(conversation_.may_see(line(kind, "v:other")));
    EXPECT_FALSE(conversation_.may_see(line(kind, "u:cust-1")));
  }
  EXPECT_FALSE(conversation_.may_see(line(MessageKind::status, "v:" + fresh)));
  EXPECT_FALSE(conversation_.may_see(line(MessageKind::typing, "v:" + fresh)));
  Conversation user{"demo/web", settings_, fresh};
  user.heard(R"({"type":"hello",)" + proof_of("cust-1") + "}", now);
  EXPECT_TRUE(user.may_see(line(MessageKind::text, "v:former")));
  EXPECT_TRUE(user.may_see(line(MessageKind::echo, "u:cust-1")));
  EXPECT_FALSE(user.may_see(line(MessageKind::text, "u:cust-2")));
}

TEST_F(ConversationTest, closes_with_a_reason_that_fits_a_close_frame) {
  const auto close =
      std::get<Close>(conversation_.heard(R"({"type":"message","id":"\u00e4"})" + std::string(5000, ' '), now));
  EXPECT_LE(close.reason.size(), 120U);
  EXPECT_TRUE(std::ranges::all_of(close.reason, [](char c) { return c >= ' ' && c <= '~'; }));
}

}  // namespace
}  // namespace switchroom::chat
