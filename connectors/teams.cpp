// Microsoft Teams outgoing webhook. Source: "Create Outgoing Webhooks", Microsoft Teams developer documentation; Bot
// Framework "Activity".
//
// Authorization: HMAC <base64 of HMAC-SHA256(base64-decoded security token, raw body)>
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/base64.hpp"
#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/entities.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/media_kind.hpp"
#include "connectors/signature.hpp"
#include "connectors/teams_text.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"security_token", true, true, "The token that Teams shows once when the webhook is created (base64)"}};

constexpr std::array sample_settings{Sample::Setting{"security_token", "PxJNvwO67BBvvDHs2T8dKOKNJ7tQ1zqvHKuxQdfUiZ8="}};

constexpr std::string_view scheme = "HMAC ";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  constexpr std::string_view expected = "HMAC and the HMAC-SHA256 of the raw body";
  const std::optional<std::string_view> claimed = request.header("Authorization");
  if (request.method != "POST" || !claimed || !claimed->starts_with(scheme))
    return forged("Authorization", claimed ? "another scheme" : "nothing", expected);
  bool fits = false;
  for (const std::string& token : credentials.values("security_token")) {
    std::array<char, 256> room;
    const std::string_view key = bytes_of_base64(token, room).value_or("");  // an empty key fits nothing
    fits |= is_hmac(Hash::sha256, Encoding::base64, key, {request.body}, claimed->substr(scheme.size()));
  }
  if (!fits) return forged("Authorization", "another signature", expected, {masked_bytes(request.body)});
  return {};
}

// --- an activity -----------------------------------------------------------------------------------------------------

/// `19:…@thread.tacv2;messageid=<root>`: the channel, and the thread in it.
void read_conversation(std::string_view id, InboundMessage& message) {
  constexpr std::string_view mark = ";messageid=";
  const std::size_t end = std::min(id.find(mark), id.size());
  message.conversation = message.account = id.substr(0, end);
  message.thread = id.substr(std::min(end + mark.size(), id.size()));
}

/// Our name as it was mentioned: bots have ids that begin with `28:`. Empty: not told.
std::string_view own_name(const JsonReader& activity) {
  const std::string_view recipient = activity.find("recipient").find("name").text();
  if (!recipient.empty()) return recipient;
  for (const JsonReader& entity : activity.find("entities").items()) {
    const JsonReader mentioned = entity.find("mentioned");
    if (mentioned.find("id").text().starts_with("28:")) return mentioned.find("name").text();
  }
  return {};
}

/// The text comes once more as an attachment of text/html; that is no file.
void read_attachments(const JsonReader& attachments, InboundMessage& message) {
  for (const JsonReader& attachment : attachments.items()) {
    const std::string_view type = attachment.find("contentType").text();
    const std::string_view url = attachment.find("contentUrl").text();
    if (type == "text/html" || url.empty()) continue;
    Attachment& file = message.media.emplace_back();
    file.kind = kind_of_media_type(type);
    file.url = url;
    file.filename = attachment.find("name").text();
    if (type.contains('/')) file.mime_type = type;
  }
}

void read_activity(const JsonReader& activity, InboundMessage& message) {
  message.provider_id = activity.at("id").id();
  read_conversation(activity.at("conversation").at("id").text(), message);
  const JsonReader time = activity.find("timestamp");
  message.at_ms = time ? ms_of_iso_time(time.text()).value_or(-1) : 0;
  if (message.at_ms < 0) time.refuse("another text", "an RFC 3339 time");
  const JsonReader sender = activity.at("from");
  message.from = sender.at("id").text();
  message.from_alias = sender.find("aadObjectId").text();
  message.name = sender.find("name").text();
  message.language = activity.find("locale").text();
  message.reply_to = activity.find("replyToId").id();
  read_teams_text(activity.find("text").text(), own_name(activity), message.text);
  read_attachments(activity.find("attachments"), message);
  if (!message.media.empty()) message.kind = message.media.front().kind;
  const bool known = activity.at("type").text() == "message";
  if (!known || (message.text.empty() && message.media.empty())) message.kind = MessageKind::unsupported;
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  JsonReader::Document document{request};
  const JsonReader activity = document.root();
  Batch batch{document};
  if (activity) {
    read_activity(activity, batch.start());
    batch.settle(activity);
  }
  return std::move(batch).finish();
}

/// Teams shows this to the channel; an empty answer shows as an error.
Answer acknowledge(const Request&) {
  return {.content_type = "application/json", .body = R"({"type":"message","text":"✓"})"};
}

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = R"({"type":"message","id":)";
  append_json_text(draft.id, request.body);
  request.body += R"(,"timestamp":")" + iso_time_of_ms(draft.at_ms) + R"(","channelId":"msteams","from":{"id":)";
  append_json_text(draft.from, request.body);
  request.body += R"(,"name":)";
  append_json_text(draft.name, request.body);
  request.body += R"(},"conversation":{"id":"19:253b1f341670408fb6fe51050b6e5ceb@thread.tacv2;messageid=)" +
                  std::to_string(draft.at_ms) + R"("},"textFormat":"plain","text":)";
  append_json_text("<at>Switchroom</at> " + with_markup_escapes(draft.text), request.body);
  request.body +=
      R"(,"entities":[{"type":"mention","mentioned":{"id":"28:c9e8c047","name":"Switchroom"},"text":"<at>Switchroom</at>"}]})";
  const std::string key = bytes_of_base64(credentials.value("security_token")).value_or("");
  request.headers = {{"Content-Type", "application/json; charset=utf-8"},
                     {"Authorization", std::string{scheme} + hmac(Hash::sha256, Encoding::base64, key, request.body)}};
  return request;
}

}  // namespace

extern const Connector teams;
const Connector teams{
    .kind = "teams",
    .name = "Microsoft Teams outgoing webhook",
    .methods = "POST",
    .settings = settings,
    .sample = {.from = "29:1XJKJMvc5GBtc2JwZq0oj8t", .id = "1760000000555", .settings = sample_settings},
    .handshake = handshake,
    .verify = verify,
    .decode = decode,
    .acknowledge = acknowledge,
    .compose = compose};

}  // namespace switchroom::connectors
