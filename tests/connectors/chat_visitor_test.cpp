#include "connectors/chat_visitor.hpp"

#include <gtest/gtest.h>

#include "connectors/jwt.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {
namespace {

const std::vector<std::string> secrets{"sec"};
const Instant now = instant_of_ms(1'760'000'000'000);

TEST(VisitorToken, gives_back_whom_it_was_made_for) {
  for (const std::string address : {"v:3f9c2a7be0514d8896a1c4d2e7f05b63", "u:cust-1", "u:Straße \"7\"\n\0x", "u:."}) {
    const std::string token = visitor_token("demo/web", {address, 1'759'999'999}, "sec");
    const auto visitor = read_visitor_token(token, "demo/web", secrets, now);
    ASSERT_TRUE(visitor) << describe(visitor.error());
    EXPECT_EQ(visitor->address, address);
    EXPECT_EQ(visitor->issued_s, 1'759'999'999);
  }
}

TEST(VisitorToken, is_good_for_its_channel_and_unchanged_only) {
  const std::string token = visitor_token("demo/web", {"v:00", 1'760'000'000}, "sec");
  EXPECT_FALSE(read_visitor_token(token, "demo/other", secrets, now));
  EXPECT_FALSE(read_visitor_token(token, "demo/we", secrets, now));
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(read_visitor_token(changed, "demo/web", secrets, now)) << changed;
    EXPECT_FALSE(read_visitor_token(token.substr(0, i), "demo/web", secrets, now));
  }
}

TEST(VisitorToken, is_no_other_signature_of_the_same_secret) {
  const std::string text = "1760000000.djowMA";
  const std::string plain = text + '.' + hmac(Hash::sha256, Encoding::base64url, "sec", text);
  EXPECT_FALSE(read_visitor_token(plain, "demo/web", secrets, now));
}

TEST(VisitorToken, ends_after_180_days) {
  const auto is_good = [](std::int64_t age_s) {
    const std::string token = visitor_token("demo/web", {"v:00", 1'760'000'000 - age_s}, "sec");
    return read_visitor_token(token, "demo/web", secrets, now).has_value();
  };
  EXPECT_TRUE(is_good(180 * 86'400));
  EXPECT_FALSE(is_good(180 * 86'400 + 1));
  EXPECT_TRUE(is_good(-300));
  EXPECT_FALSE(is_good(-301));
}

TEST(ProvenUser, is_known_by_the_hash_that_other_chats_use_too) {
  const std::string hash = "786ce566d362871a38393b7c52b6456786543e49e395d8ef64b7042c67686c94";
  EXPECT_EQ(proven_user({"cust-1", hash, ""}, secrets, now), "cust-1");
  EXPECT_FALSE(proven_user({"cust-2", hash, ""}, secrets, now));
  EXPECT_FALSE(proven_user({"Cust-1", hash, ""}, secrets, now));
  EXPECT_FALSE(proven_user({"cust-1", hash.substr(1), ""}, secrets, now));
  EXPECT_FALSE(proven_user({"cust-1", hash, ""}, {}, now));
}

TEST(ProvenUser, has_an_id_of_1_to_256_bytes) {
  for (const auto& [bytes, is_right] : {std::pair{0, false}, {1, true}, {256, true}, {257, false}}) {
    const std::string id(static_cast<std::size_t>(bytes), 'x');
    EXPECT_EQ(proven_user({id, hmac(Hash::sha256, Encoding::hex, "sec", id), ""}, secrets, now).has_value(), is_right);
  }
}

TEST(ProvenUser, by_a_token_must_say_when_that_ends) {
  const auto user = [](std::string_view claims) {
    return proven_user({"", "", signed_jwt(claims, "sec")}, secrets, now);
  };
  EXPECT_EQ(user(R"({"user_id":"cust-1","exp":1760000100})"), "cust-1");
  EXPECT_EQ(user(R"({"user_id":"cust-1","exp":1759999940})"), "cust-1") << "a minute of leeway";
  EXPECT_FALSE(user(R"({"user_id":"cust-1","exp":1759999939})"));
  EXPECT_FALSE(user(R"({"user_id":"cust-1"})"));
  EXPECT_FALSE(user(R"({"user_id":"","exp":1760000100})"));
  EXPECT_FALSE(user(R"({"exp":1760000100})"));
  EXPECT_FALSE(user(R"({"user_id":7,"exp":1760000100})"));
}

TEST(ProvenUser, by_a_token_wins_over_a_hash_that_is_wrong_and_never_over_a_wrong_token) {
  const std::string hash = hmac(Hash::sha256, Encoding::hex, "sec", "cust-1");
  EXPECT_FALSE(proven_user({"cust-1", hash, signed_jwt(R"({"user_id":"x","exp":1760000100})", "other")}, secrets, now));
  EXPECT_FALSE(proven_user({"cust-1", hash, "eyJhbGciOiJub25lIn0.eyJ1c2VyX2lkIjoiYSJ9."}, secrets, now));
}

TEST(ChannelIn, is_the_end_of_a_path) {
  EXPECT_EQ(channel_in("/hooks/demo/web"), "demo/web");
  EXPECT_EQ(channel_in("/chat/demo/web"), "demo/web");
  EXPECT_EQ(channel_in("/demo"), "");
  EXPECT_EQ(channel_in("/"), "");
  EXPECT_EQ(channel_in(""), "");
}

}  // namespace
}  // namespace switchroom::connectors
