// WhatsApp Cloud API. Sources: "Create a webhook endpoint", "messages webhook reference" with its pages Status, Edit,
// Revoke, System, Unsupported and smb_message_echoes, WhatsApp Business Platform (2026).
//
//   entry[] → changes[] → field, value → metadata, contacts[], messages[] | statuses[] | message_echoes[]
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/meta_webhook.hpp"
#include "connectors/text_encoding.hpp"
#include "connectors/whatsapp_change.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"app_secret", true, true, "The app's secret (App settings → Basic); signs each webhook"},
    SettingRule{"verify_token", true, true, "The text that you enter as verify token at Meta"},
    SettingRule{"phone_number_id", false, false, "Take only messages to this number's id"},
};

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  JsonReader::Document webhook{request};
  const JsonReader root = webhook.root();
  const JsonReader object = root.at("object");
  if (object.text() != "whatsapp_business_account") object.refuse("another object", "whatsapp_business_account");
  const JsonReader entries = root.at("entry");
  if (std::optional<Error> error = webhook.take_error()) return std::unexpected{std::move(*error)};

  Batch batch{webhook};
  for (const JsonReader& entry : entries.items()) {
    for (const JsonReader& change : entry.at("changes").items()) {
      read_whatsapp_change(change, credentials, batch);
      batch.refused(change);
    }
    batch.refused(entry);
  }
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

// --- what Meta would send --------------------------------------------------------------------------------------------

std::string_view digits_of(std::string_view number) { return number.starts_with('+') ? number.substr(1) : number; }

std::string body_of(const Draft& draft, std::string_view phone_number_id) {
  std::string body;
  body.reserve(768 + 6 * draft.text.size());
  body +=
      R"({"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":)";
  append_json_ascii(phone_number_id.empty() ? "106540352242922" : phone_number_id, body);
  body += R"(},"contacts":[{"profile":{"name":)";
  append_json_ascii(draft.name, body);
  body += R"(},"wa_id":)";
  append_json_ascii(digits_of(draft.from), body);
  body += R"(}],"messages":[{"from":)";
  append_json_ascii(digits_of(draft.from), body);
  body += R"(,"id":)";
  append_json_ascii(draft.id, body);
  body += R"(,"timestamp":")" + std::to_string(draft.at_ms / 1000) + R"(","text":{"body":)";
  append_json_ascii(draft.text, body);
  body += R"(},"type":"text"}]},"field":"messages"}]}]})";
  return body;
}

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = body_of(draft, credentials.value("phone_number_id"));
  request.headers = meta_headers(request.body, credentials);
  return request;
}

}  // namespace

extern const Connector whatsapp;
const Connector whatsapp{.kind = "whatsapp",
                         .name = "WhatsApp Cloud API",
                         .methods = "GET, POST",
                         .settings = settings,
                         .handshake = answer_meta_handshake,
                         .verify = verify_meta_signature,
                         .decode = decode,
                         .acknowledge = acknowledge,
                         .compose = compose};

}  // namespace switchroom::connectors
