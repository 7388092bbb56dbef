// Instagram messaging. Sources: "Webhooks for Instagram Messaging", "Instagram Platform Webhook Notification Examples",
// "Story Mention", Meta for Developers (2026).
#include <array>

#include "connectors/connector.hpp"
#include "connectors/meta_messaging.hpp"
#include "connectors/meta_webhook.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"app_secret", true, true,
                "With Instagram Login the Instagram app's secret, else the app's; both may be given"},
    SettingRule{"verify_token", true, true, "The text that you enter as verify token at Meta"},
    SettingRule{"account_id", false, false, "Take only messages to this professional account's id (1784…)"},
};

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  return read_meta_messaging(request, "instagram", credentials.value("account_id"));
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  return compose_meta_message(draft, credentials, "instagram", credentials.value("account_id"));
}

}  // namespace

extern const Connector instagram;
const Connector instagram{.kind = "instagram",
                          .name = "Instagram messaging",
                          .methods = "GET, POST",
                          .settings = settings,
                          .sample = {.from = "1254459154682919", .id = "aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlE"},
                          .handshake = answer_meta_handshake,
                          .verify = verify_meta_signature,
                          .decode = decode,
                          .acknowledge = acknowledge,
                          .compose = compose};

}  // namespace switchroom::connectors
