// LINE Messaging API. Sources: "Verify webhook signature", "Receive messages (webhook)", line-openapi webhook.yml, LINE
// Developers (2026).
//
//   {"destination": …, "events": [{"type": "message", "mode": "active", "source": {…}, "message": {…}}, …]}
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/joined.hpp"
#include "connectors/json_post.hpp"
#include "connectors/mention.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"channel_secret", true, true, "The channel's secret, as text (LINE Developers → Basic settings)"},
    SettingRule{"channel_access_token", false, true, "The channel's access token; needed to answer"},
};

constexpr std::string_view signature_header = "x-line-signature";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

/// No time is signed, and a redelivery has other bytes: repeats are found by the message's id.
Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  constexpr std::string_view expected = "the HMAC of the raw body in base64";
  const std::optional<std::string_view> signature = request.header(signature_header);
  if (request.method != "POST" || !signature) return forged(signature_header, "nothing", expected);
  if (!is_hmac(Hash::sha256, Encoding::base64, credentials.values("channel_secret"), request.body, *signature))
    return forged(signature_header, "another signature", expected, {masked_bytes(request.body)});
  return {};
}

// --- what a message says ---------------------------------------------------------------------------------------------

/// Its content is fetched by the message's id, unless it lies elsewhere.
void read_file(const JsonReader& item, MessageKind kind, InboundMessage& message) {
  message.kind = kind;
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = kind;
  attachment.id = message.provider_id;
  attachment.filename = item.find("fileName").text();
  attachment.url = item.find("contentProvider").find("originalContentUrl").text();
  if (const JsonReader set = item.find("imageSet")) join({"album:", set.find("id").id()}, message.payload);
}

void read_sticker(const JsonReader& item, InboundMessage& message) {
  message.kind = MessageKind::sticker;
  message.text = item.find("text").text();
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = MessageKind::sticker;
  join({item.at("packageId").id(), "/", item.at("stickerId").id()}, attachment.id);
}

void read_location(const JsonReader& item, InboundMessage& message) {
  message.kind = MessageKind::location;
  message.location.present = true;
  message.location.latitude = item.at("latitude").number();
  message.location.longitude = item.at("longitude").number();
  message.location.name = item.find("title").text();
  message.location.address = item.find("address").text();
  message.text = message.location.name;
}

/// Mentions of the bot itself are taken out; places are counted in UTF-16 units.
void read_text(const JsonReader& item, InboundMessage& message) {
  message.kind = MessageKind::text;
  message.text = item.at("text").text();
  std::vector<Mention> own;
  for (const JsonReader& mention : item.find("mention").find("mentionees").items())
    if (mention.find("isSelf").flag())
      own.push_back({mention.find("index").integer(), mention.find("length").integer()});
  take_mentions_out(std::move(own), message.text);
}

void read_content(const JsonReader& item, InboundMessage& message) {
  const std::string_view type = item.at("type").text();
  if (type == "text") return read_text(item, message);
  if (type == "image") return read_file(item, MessageKind::image, message);
  if (type == "video") return read_file(item, MessageKind::video, message);
  if (type == "audio") return read_file(item, MessageKind::audio, message);
  if (type == "file") return read_file(item, MessageKind::file, message);
  if (type == "location") return read_location(item, message);
  if (type == "sticker") return read_sticker(item, message);
  message.kind = MessageKind::unsupported;
  message.payload = type;
}

// --- events ----------------------------------------------------------------------------------------------------------

/// The person, and the group or room if there is one; either may be untold.
void read_source(const JsonReader& event, InboundMessage& message) {
  const JsonReader source = event.find("source");
  message.from = source.find("userId").id();
  message.conversation = source.find("groupId").id();
  if (message.conversation.empty()) message.conversation = source.find("roomId").id();
  if (message.conversation.empty()) message.conversation = message.from;
  if (message.from.empty()) message.from = message.conversation;
}

void read_message(const JsonReader& event, InboundMessage& message) {
  const JsonReader item = event.at("message");
  message.provider_id = item.at("id").id();
  message.reply_to = item.find("quotedMessageId").id();
  read_content(item, message);
}

void read_unsend(const JsonReader& event, InboundMessage& message) {
  message.kind = MessageKind::deletion;
  message.ref = event.at("unsend").at("messageId").id();
}

/// A button that shows no text; a date or time that was picked is its text.
void read_postback(const JsonReader& event, InboundMessage& message) {
  const JsonReader postback = event.at("postback");
  message.kind = MessageKind::button;
  message.payload = postback.at("data").text();
  for (const std::string_view picked : {"datetime", "date", "time"})
    if (message.text.empty()) message.text = postback.find("params").find(picked).text();
}

void read_event(const JsonReader& event, InboundMessage& message) {
  const std::string_view type = event.at("type").text();
  message.provider_id = event.find("webhookEventId").id();
  message.at_ms = event.at("timestamp").ms();
  message.reply_token = event.find("replyToken").text();
  read_source(event, message);
  const bool is_personal = type == "message" || type == "unsend" || type == "postback";
  if (is_personal && message.from.empty()) event.at("source").at("userId");
  if (type == "message") return read_message(event, message);
  if (type == "unsend") return read_unsend(event, message);
  if (type == "postback") return read_postback(event, message);
  message.kind = MessageKind::system;  // follow, join, beacon …: nobody wrote anything
  message.payload = type;
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  const std::string_view destination = root.at("destination").id();
  const JsonReader events = root.at("events");
  if (std::optional<Error> error = document.take_error()) return std::unexpected{std::move(*error)};
  Batch batch{document};
  for (const JsonReader& event : events.items()) {
    InboundMessage& message = batch.start();
    message.account = message.to = destination;
    read_event(event, message);
    if (event.find("mode").text() == "standby") {  // another module answers
      message.kind = MessageKind::system;
      message.payload = "standby";
    }
    batch.settle(event);
  }
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

// --- what LINE would send --------------------------------------------------------------------------------------------

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  std::string body =
      R"({"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[{"type":"message","message":{"type":"text","id":)";
  append_json_text(draft.id, body);
  body += R"(,"quoteToken":"q3Plxr4AgKd","text":)";
  append_json_text(draft.text, body);
  body += R"(},"webhookEventId":)";
  append_json_text(draft.id, body);
  body += R"(,"deliveryContext":{"isRedelivery":false},"timestamp":)" + std::to_string(draft.at_ms);
  body += R"(,"source":{"type":"user","userId":)";
  append_json_text(draft.from, body);
  body += R"(},"replyToken":"38ef843bde154d9b91c21320ffd17a0f","mode":"active"}]})";
  const std::string_view secret = credentials.value("channel_secret");
  std::string signature = hmac(Hash::sha256, Encoding::base64, secret, body);
  return json_post(draft.path, std::move(body), {{std::string{signature_header}, std::move(signature)}});
}

}  // namespace

extern const Connector line;
const Connector line{.kind = "line",
                     .name = "LINE Messaging API",
                     .methods = "POST",
                     .settings = settings,
                     .sample = {.from = "U4af4980629a57bd0d1b2c3d4e5f60718", .id = "468789577898262530"},
                     .handshake = handshake,
                     .verify = verify,
                     .decode = decode,
                     .acknowledge = acknowledge,
                     .compose = compose};

}  // namespace switchroom::connectors
