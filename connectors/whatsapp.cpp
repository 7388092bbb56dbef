// WhatsApp Cloud API. Sources: "Create a webhook endpoint", "messages webhook reference" with its pages Status, Edit,
// Revoke, System, Unsupported and smb_message_echoes, WhatsApp Business Platform (2026).
//
//   entry[] → changes[] → field, value → metadata, contacts[], messages[] | statuses[] | message_echoes[]
#include <array>
#include <utility>

#include "config/vocabulary/words.hpp"
#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/meta_webhook.hpp"
#include "connectors/phone.hpp"
#include "connectors/text_encoding.hpp"
#include "connectors/whatsapp_content.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"app_secret", true, true, "The app's secret (App settings → Basic); signs each webhook"},
    SettingRule{"verify_token", true, true, "The text that you enter as verify token at Meta"},
    SettingRule{"phone_number_id", false, false, "Take only messages to this number's id"},
};

// --- who wrote it ----------------------------------------------------------------------------------------------------

/// What all items of one `value` share.
struct Line {
  JsonReader value;
  JsonReader phone_number_id;
  std::string account;
  std::string number;
  bool ours = true;  ///< false: for another number than the channel's
};

Line read_line(const JsonReader& value, const Credentials& credentials) {
  const JsonReader metadata = value.at("metadata");
  Line line;
  line.value = value;
  line.phone_number_id = metadata.at("phone_number_id");
  line.account = line.phone_number_id.id();
  line.number = plain_number(metadata.find("display_phone_number").text());
  const std::string_view wanted = credentials.value("phone_number_id");
  line.ours = wanted.empty() || line.account == wanted;
  return line;
}

/// The E.164 number under `number_key`, or else the business-scoped user id under `user_key`; whoever hides the number
/// has only the latter.
struct Party {
  std::string address;
  std::string user_id;
};

Party read_party(const JsonReader& item, std::string_view number_key, std::string_view user_key) {
  Party party;
  party.user_id = item.find(user_key).id();
  if (const JsonReader number = item.find(number_key)) {
    party.address = e164(number.id()).value_or("");
    if (party.address.empty()) number.refuse("another text", "the digits of a telephone number");
  }
  return party;
}

bool is_contact_of(const JsonReader& contact, const Party& party) {
  if (const JsonReader number = contact.find("wa_id"); number && !party.address.empty())
    return std::string_view{party.address}.substr(1) == number.id();
  return !party.user_id.empty() && contact.find("user_id").id() == party.user_id;
}

/// Name and second address from `contacts[]`. Without any address in the message a single contact is its author.
void read_author(const JsonReader& item, const Line& line, InboundMessage& message) {
  Party party = read_party(item, "from", "from_user_id");
  const bool nameless = party.address.empty() && party.user_id.empty();
  for (const JsonReader& contact : line.value.find("contacts").items()) {
    if (!nameless && !is_contact_of(contact, party)) continue;
    if (party.user_id.empty()) party.user_id = contact.find("user_id").id();
    const JsonReader profile = contact.find("profile");
    message.name = profile.find("name").text();
    if (message.name.empty()) message.name = profile.find("username").text();
    break;
  }
  if (party.address.empty()) std::swap(party.address, party.user_id);
  if (party.address.empty()) item.at("from");  // records that it is missing
  message.from = std::move(party.address);
  message.from_alias = std::move(party.user_id);
}

// --- the three kinds of items ----------------------------------------------------------------------------------------

void read_message(const JsonReader& item, const Line& line, InboundMessage& message) {
  message.provider_id = item.at("id").id();
  message.at_ms = item.at("timestamp").seconds_as_ms();
  message.to = line.number;
  read_author(item, line, message);
  read_whatsapp_content(item, message);
  message.reply_to = item.find("context").find("id").id();
  const JsonReader group = item.find("group_id");
  message.conversation = group ? group.id() : message.from;
}

/// A message that our side wrote in the Business app, or its edit or deletion (told by `payload`).
void read_echo(const JsonReader& item, const Line& line, InboundMessage& message) {
  message.provider_id = item.at("id").id();
  message.at_ms = item.at("timestamp").seconds_as_ms();
  Party customer = read_party(item, "to", "to_user_id");
  if (customer.address.empty()) std::swap(customer.address, customer.user_id);
  if (customer.address.empty()) item.at("to");
  read_whatsapp_content(item, message);
  if (message.kind == MessageKind::edit) message.payload = "edit";
  if (message.kind == MessageKind::deletion) message.payload = "delete";
  message.kind = MessageKind::echo;
  message.from = line.number;
  message.to = customer.address;
  message.conversation = std::move(customer.address);
  message.reply_to = item.find("context").find("id").id();
}

DeliveryStatus status_of(const JsonReader& status) {
  const std::string_view word = status.text();
  if (word == "played") return DeliveryStatus::read;  // a voice message was listened to
  const auto known = from_word<DeliveryStatus>(delivery_status_names, word);
  if (!known || *known == DeliveryStatus::none)
    status.refuse(word.substr(0, 40), "sent, delivered, read, failed or played");
  return known.value_or(DeliveryStatus::none);
}

/// A receipt. Its id is the message's id and the status, since each of them comes once.
void read_status(const JsonReader& item, const Line& line, InboundMessage& message) {
  message.kind = MessageKind::status;
  message.ref = item.at("id").id();
  message.payload = item.find("biz_opaque_callback_data").text();  // our own id of the reply
  message.status = status_of(item.at("status"));
  message.provider_id = message.ref + ':' + std::string{item.find("status").text()};
  message.at_ms = item.at("timestamp").seconds_as_ms();
  message.to = line.number;
  message.from = plain_number(item.find("recipient_id").id());
  if (message.from.empty()) message.from = item.at("recipient_user_id").id();
  message.conversation = message.from;
  for (const JsonReader& error : item.find("errors").items()) {
    message.error = error.find("code").id();
    message.text = error.find("title").text();
    break;
  }
}

// --- the delivery ----------------------------------------------------------------------------------------------------

using ReadItem = void (*)(const JsonReader& item, const Line& line, InboundMessage& message);

void read_items(const JsonReader& items, const Line& line, ReadItem read, Batch& batch) {
  for (const JsonReader& item : items.items()) {
    InboundMessage& message = batch.start();
    message.account = line.account;
    if (!line.ours) line.phone_number_id.refuse(line.account.substr(0, 40), "the channel's phone_number_id");
    read(item, line, message);
    batch.settle(item);
  }
}

void read_change(const JsonReader& change, const Credentials& credentials, Batch& batch) {
  const std::string_view field = change.at("field").text();
  if (field != "messages" && field != "smb_message_echoes") return;  // account news: nobody wrote anything
  const Line line = read_line(change.at("value"), credentials);
  if (batch.refused(change)) return;
  if (field == "smb_message_echoes") return read_items(line.value.find("message_echoes"), line, read_echo, batch);
  read_items(line.value.find("messages"), line, read_message, batch);
  read_items(line.value.find("statuses"), line, read_status, batch);
}

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
      read_change(change, credentials, batch);
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
