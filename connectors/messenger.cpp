// Facebook Messenger. Sources: "Meta Webhooks for Messenger Platform", "Webhook Events Reference" with message_echoes,
// message_edits, message_reactions and standby, Meta for Developers (2026).
#include <array>

#include "connectors/connector.hpp"
#include "connectors/meta_messaging.hpp"
#include "connectors/meta_webhook.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"app_secret", true, true, "The app's secret (App settings → Basic); signs each webhook"},
    SettingRule{"verify_token", true, true, "The text that you enter as verify token at Meta"},
    SettingRule{"page_id", false, false, "Take only messages to this page's id"},
};

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  return read_meta_messaging(request, "page", credentials.value("page_id"));
}

/// Promptly and always: after an hour of failures Meta unsubscribes the app from the page.
Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  return compose_meta_message(draft, credentials, "page", credentials.value("page_id"));
}

}  // namespace

extern const Connector messenger;
const Connector messenger{.kind = "messenger",
                          .name = "Facebook Messenger",
                          .methods = "GET, POST",
                          .settings = settings,
                          .sample = {.from = "24500184539589174", .id = "m_AG5Hz2Uq7tuwNEhXfYYKj8mJEM"},
                          .handshake = answer_meta_handshake,
                          .verify = verify_meta_signature,
                          .decode = decode,
                          .acknowledge = acknowledge,
                          .compose = compose};

}  // namespace switchroom::connectors
