#include "channel_kinds.hpp"

#include <array>

namespace switchroom::tests {

std::span<const workspace::ChannelKindRules> channel_kinds() {
  static const std::array<workspace::ChannelKindRules, 4> kinds{{
      {"whatsapp", {{"app_secret", true, true}, {"verify_token", true, true}, {"phone_number_id", false, false}}},
      {"twilio", {{"auth_tokens", true, true}, {"public_base_url", true, false}}},
      {"telegram", {{"secret_token", true, true}, {"bot_id", false, false}}},
      {"webchat", {{"visitor_secrets", true, true}, {"allowed_origins", true, false}}},
  }};
  return kinds;
}

}  // namespace switchroom::tests
