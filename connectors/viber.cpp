// Viber bots. Sources: "Viber REST API / Bot API", "FAQ", Viber for Developers; viberbot 1.0.12.
//
// One event a request: {"event": "message", "timestamp": …, "message_token": …, "sender": {…}, "message": {…}}. The
// token is a number of 62 bits that is also seen as text.
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/joined.hpp"
#include "connectors/json_post.hpp"
#include "connectors/number_for.hpp"
#include "connectors/phone.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"auth_token", true, true, "The bot's auth token; signs each event and is needed to answer"},
};

constexpr std::string_view signature_header = "X-Viber-Content-Signature";

/// `webhook`, Viber's check of our URL, is signed like any event and wants no more than 200.
std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  constexpr std::string_view expected = "the HMAC of the raw body in hex";
  const std::optional<std::string_view> signature = request.header(signature_header);
  if (request.method != "POST" || !signature) return forged(signature_header, "nothing", expected);
  if (!is_hmac(Hash::sha256, Encoding::hex, credentials.values("auth_token"), request.body, *signature))
    return forged(signature_header, "another signature", expected, {masked_bytes(request.body)});
  return {};
}

// --- what a message says ---------------------------------------------------------------------------------------------

void read_file(const JsonReader& item, MessageKind kind, InboundMessage& message) {
  message.kind = kind;
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = kind;
  attachment.id = item.find("sticker_id").id();
  attachment.url = item.find("media").text();
  attachment.filename = item.find("file_name").text();
}

void read_location(const JsonReader& location, InboundMessage& message) {
  message.kind = MessageKind::location;
  message.location.present = true;
  message.location.latitude = location.at("lat").number();
  message.location.longitude = location.at("lon").number();
  message.location.address = location.find("address").text();
}

void read_contact(const JsonReader& contact, InboundMessage& message) {
  message.kind = MessageKind::contact;
  message.text = contact.find("name").text();
  message.payload = plain_number(contact.find("phone_number").id());
}

void read_url(const JsonReader& item, InboundMessage& message) {
  message.kind = MessageKind::share;
  if (message.text.empty()) message.text = item.find("media").text();
}

void read_content(const JsonReader& item, InboundMessage& message) {
  const std::string_view type = item.at("type").text();
  message.text = item.find("text").text();
  if (type == "text") return;
  if (type == "picture") return read_file(item, MessageKind::image, message);
  if (type == "video") return read_file(item, MessageKind::video, message);
  if (type == "file") return read_file(item, MessageKind::file, message);
  if (type == "sticker") return read_file(item, MessageKind::sticker, message);
  if (type == "location") return read_location(item.at("location"), message);
  if (type == "contact") return read_contact(item.at("contact"), message);
  if (type == "url") return read_url(item, message);
  message.kind = MessageKind::unsupported;
  message.payload = type;
}

// --- events ----------------------------------------------------------------------------------------------------------

void read_person(const JsonReader& person, InboundMessage& message) {
  message.from = message.conversation = person.at("id").id();
  message.name = person.find("name").text();
  message.language = person.find("language").text();
}

void read_message(const JsonReader& event, InboundMessage& message) {
  message.provider_id = event.at("message_token").id();
  read_person(event.at("sender"), message);
  if (const JsonReader group = event.find("chat_id")) message.conversation = group.id();
  read_content(event.at("message"), message);
}

/// The token is that of our message; each device of the customer may tell the same once more.
void read_receipt(const JsonReader& event, DeliveryStatus status, InboundMessage& message) {
  message.kind = MessageKind::status;
  message.status = status;
  message.ref = event.at("message_token").id();
  join({message.ref, ":", event.at("event").text()}, message.provider_id);
  message.from = message.conversation = event.at("user_id").id();
  message.error = event.find("desc").text();
}

void read_notice(const JsonReader& event, std::string_view word, InboundMessage& message) {
  message.kind = MessageKind::system;
  message.payload = word;
  message.provider_id = event.at("message_token").id();
  if (const JsonReader user = event.find("user")) return read_person(user, message);
  message.from = message.conversation = event.at("user_id").id();
}

void read_event(const JsonReader& event, std::string_view word, InboundMessage& message) {
  message.at_ms = event.at("timestamp").ms();
  if (word == "message") return read_message(event, message);
  if (word == "delivered") return read_receipt(event, DeliveryStatus::delivered, message);
  if (word == "seen") return read_receipt(event, DeliveryStatus::read, message);
  if (word == "failed") return read_receipt(event, DeliveryStatus::failed, message);
  if (word == "subscribed" || word == "unsubscribed" || word == "conversation_started")
    return read_notice(event, word, message);
  event.at("event").refuse("an unknown event", "message, delivered, seen, failed, subscribed …");
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  JsonReader::Document document{request};
  const JsonReader event = document.root();
  const std::string_view word = event.at("event").text();
  if (std::optional<Error> error = document.take_error()) return std::unexpected{std::move(*error)};
  Batch batch{document};
  if (word == "webhook" || word == "client_status" || word == "action") return std::move(batch).finish();
  read_event(event, word, batch.start());
  batch.settle(event);
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

// --- what Viber would send -------------------------------------------------------------------------------------------

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  std::string body = R"({"event":"message","timestamp":)" + std::to_string(draft.at_ms) + R"(,"message_token":)";
  body += std::to_string(number_for(draft.id, 63)) + R"(,"sender":{"id":)";
  append_json_text(draft.from, body);
  body += R"(,"name":)";
  append_json_text(draft.name, body);
  body += R"(,"country":"US","language":"en-US","api_version":10},"message":{"type":"text","text":)";
  append_json_text(draft.text, body);
  body += R"(},"silent":false})";
  const std::string_view token = credentials.value("auth_token");
  std::string signature = hmac(Hash::sha256, Encoding::hex, token, body);
  return json_post(draft.path, std::move(body), {{std::string{signature_header}, std::move(signature)}});
}

}  // namespace

extern const Connector viber;
const Connector viber{.kind = "viber",
                      .name = "Viber bot",
                      .methods = "POST",
                      .settings = settings,
                      .sample = {.from = "01234567890A=", .id = "4912661846655238145"},
                      .handshake = handshake,
                      .verify = verify,
                      .decode = decode,
                      .acknowledge = acknowledge,
                      .compose = compose};

}  // namespace switchroom::connectors
