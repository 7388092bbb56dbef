#include "gateway/chat/channel_rules.hpp"

#include <gtest/gtest.h>

namespace switchroom::chat {
namespace {

connectors::Credentials with(std::string name, std::vector<std::string> values) {
  connectors::Credentials settings;
  settings.settings = {{std::move(name), std::move(values)}};
  return settings;
}

TEST(AllowedOrigins, are_whole_and_have_no_case) {
  const auto settings = with("allowed_origins", {"https://shop.example", "http://localhost:3000"});
  for (const char* origin : {"https://shop.example", "https://SHOP.example", "http://localhost:3000"})
    EXPECT_TRUE(allows_origin(settings, origin, "gateway")) << origin;
  for (const char* origin : {"", "null", "http://shop.example", "https://shop.example:444", "https://shop.example.evil",
                             "https://evil-shop.example", "http://localhost", "https://gateway", "*"})
    EXPECT_FALSE(allows_origin(settings, origin, "gateway")) << origin;
}

TEST(AllowedOrigins, may_be_the_gateways_own) {
  const auto settings = with("allowed_origins", {"self"});
  EXPECT_TRUE(allows_origin(settings, "http://127.0.0.1:8080", "127.0.0.1:8080"));
  EXPECT_TRUE(allows_origin(settings, "https://chat.example", "chat.example"));
  EXPECT_FALSE(allows_origin(settings, "http://127.0.0.1:8081", "127.0.0.1:8080"));
  EXPECT_FALSE(allows_origin(settings, "http://", ""));
  EXPECT_FALSE(allows_origin(settings, "self", "self"));
}

TEST(AllowedOrigins, are_nobodys_without_the_setting) { EXPECT_FALSE(allows_origin({}, "https://a", "a")); }

TEST(MessagesPerMinute, are_30_unless_a_number_says_else) {
  for (const auto& [text, count] : {std::pair{"1", 1U},
                                    {"6000", 6000U},
                                    {"0", 30U},
                                    {"6001", 30U},
                                    {"-1", 30U},
                                    {"7 ", 30U},
                                    {"", 30U},
                                    {"many", 30U}})
    EXPECT_EQ(messages_per_minute(with("messages_per_minute", {text})), count) << text;
}

TEST(EnforcedIdentity, is_the_word_true) {
  EXPECT_TRUE(enforces_identity(with("enforce_identity", {"true"})));
  EXPECT_FALSE(enforces_identity(with("enforce_identity", {"false"})));
  EXPECT_FALSE(enforces_identity({}));
}

}  // namespace
}  // namespace switchroom::chat
