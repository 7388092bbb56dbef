// Discord interactions and webhook events. Sources: "Interactions Overview", "Receiving and Responding to
// Interactions", "Webhook Events", Discord (2026); discord-interactions 0.4.
//
// Discord sends forged requests on purpose and wants exactly 401 for them. Plain messages in channels don't come here.
#include <array>
#include <charconv>
#include <utility>

#include "connectors/base64.hpp"
#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/discord_interaction.hpp"
#include "connectors/ed25519.hpp"
#include "connectors/json_post.hpp"
#include "connectors/number_for.hpp"
#include "connectors/signature.hpp"
#include "connectors/signed_time.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"public_key", true, false, "The application's public key, 64 hex digits (General information)"},
    SettingRule{"application_id", false, false, "Take only interactions of this application"},
};
constexpr std::array sample_settings{
    Sample::Setting{"public_key", "10a6c60ea95dbc85c658118f73f04f4e29b423ed043aabffe9d40224214352bd"},
    Sample::Setting{"private_key", "fcaffa2b4a3131adb445bedf0dc84f628f4f31546f9aaf41268db20ea7129c1f"},
};

constexpr std::string_view signature_header = "X-Signature-Ed25519";
constexpr std::string_view time_header = "X-Signature-Timestamp";
constexpr std::int64_t first_ms = 1'420'070'400'000;  // ids count ms since 2015, above 22 bits

enum Type : std::int64_t { event_ping = 0, ping = 1, command = 2, component = 3, autocomplete = 4, dialog = 5 };

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

/// Discord publishes no window for the time that it signs; five minutes are our rule.
Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
  constexpr std::string_view expected = "the Ed25519 signature of time and raw body in hex";
  const std::optional<std::string_view> claimed = request.header(signature_header);
  const std::string_view time = request.header(time_header).value_or("");
  if (request.method != "POST" || !claimed) return forged(signature_header, "nothing", expected);
  if (const Result<void> recent = check_signed_time(time_header, time, now, std::chrono::seconds{300}); !recent)
    return recent;
  const std::string signature = bytes_of_hex(*claimed).value_or("");
  const std::string bytes = std::string{time}.append(request.body);
  for (const std::string& key : credentials.values("public_key"))
    if (is_ed25519(bytes_of_hex(key).value_or(""), bytes, signature)) return {};
  return forged(signature_header, "another signature", expected, {time, masked_bytes(request.body)});
}

// --- who, and where --------------------------------------------------------------------------------------------------

std::int64_t ms_of_id(const JsonReader& id) {
  std::uint64_t number = 0;
  const std::string_view text = id.id();
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{} || end != text.data() + text.size()) id.refuse("another text", "a snowflake");
  return static_cast<std::int64_t>(number >> 22) + first_ms;
}

/// `member` in servers, `user` in direct messages.
void read_person(const JsonReader& interaction, InboundMessage& message) {
  const JsonReader member = interaction.find("member");
  const JsonReader user = member ? member.at("user") : interaction.at("user");
  message.from = user.at("id").id();
  message.name = member.find("nick").text();
  if (message.name.empty()) message.name = user.find("global_name").text();
  if (message.name.empty()) message.name = user.find("username").text();
}

void read_interaction(const JsonReader& interaction, const Credentials& credentials, InboundMessage& message) {
  const JsonReader application = interaction.at("application_id");
  const std::string_view wanted = credentials.value("application_id");
  message.account = message.to = application.id();
  if (!wanted.empty() && message.account != wanted) application.refuse("another application", "the channel's own");
  const JsonReader id = interaction.at("id");
  message.provider_id = id.id();
  message.at_ms = ms_of_id(id);
  message.language = interaction.find("locale").text();
  message.reply_token = interaction.find("token").text();
  read_person(interaction, message);
  const JsonReader channel = interaction.find("channel_id");
  message.conversation = channel ? channel.id() : message.from;
  read_discord_interaction(interaction, message);
}

/// Webhook events share the signature and the words, and carry no message.
bool is_message(const JsonReader& root) {
  const std::int64_t type = root.at("type").integer();
  return !root.find("event") && type != event_ping && type != ping && type != autocomplete;
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  Batch batch{document};
  if (is_message(root)) {
    read_interaction(root, credentials, batch.start());
    batch.settle(root);
  }
  return std::move(batch).finish();
}

/// A choice is acknowledged silently (6); a command or dialog shows that we think (5) until the agent answers.
Answer acknowledge(const Request& request) {
  constexpr std::string_view json = "application/json";
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  const JsonReader type = root.find("type");
  if (!type || root.find("event") || type.integer() == event_ping)
    return {.status = 204, .content_type = {}, .body = {}};
  switch (type.integer()) {
    case ping:
      return {.content_type = json, .body = R"({"type":1})"};
    case component:
      return {.content_type = json, .body = R"({"type":6})"};
    case autocomplete:
      return {.content_type = json, .body = R"({"type":8,"data":{"choices":[]}})"};
    default:
      return {.content_type = json, .body = R"({"type":5})"};
  }
}

// --- what Discord would send: a dialog with one field ----------------------------------------------------------------

std::string id_of(const Draft& draft) {
  if (const std::uint64_t number = number_for(draft.id, 63); std::to_string(number) == draft.id) return draft.id;
  const auto since = static_cast<std::uint64_t>(draft.at_ms - first_ms);
  return std::to_string(since << 22 | (number_for(draft.id, 22) & 0x3FFFFF));
}

std::string body_of(const Draft& draft, std::string_view application) {
  std::string body =
      R"({"type":5,"version":1,"token":"aW50ZXJhY3Rpb24","locale":"en-US","channel_id":"645027906669510667","id":)";
  append_json_text(id_of(draft), body);
  body += R"(,"application_id":)";
  append_json_text(application.empty() ? "775799577604522054" : application, body);
  body += R"(,"user":{"id":)";
  append_json_text(draft.from, body);
  body += R"(,"username":)";
  append_json_text(draft.name, body);
  body += R"(},"data":{"custom_id":"ask","components":[{"type":18,"component":{"type":4,"custom_id":"text","value":)";
  append_json_text(draft.text, body);
  body += "}}]}}";
  return body;
}

/// Signs with the setting `private_key`, which stands for Discord's side.
OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  std::string body = body_of(draft, credentials.value("application_id"));
  const std::string time = std::to_string(draft.at_ms / 1000);
  std::string_view key = credentials.value("private_key");
  if (key.empty()) key = sample_settings[1].value;
  const std::string signature = ed25519_signature(bytes_of_hex(key).value_or(""), time + body).value_or("");
  return json_post(draft.path, std::move(body),
                   {{std::string{signature_header}, hex_of(signature)}, {std::string{time_header}, time}});
}

}  // namespace

extern const Connector discord;
const Connector discord{
    .kind = "discord",
    .name = "Discord interactions",
    .methods = "POST",
    .settings = settings,
    .sample = {.from = "53908232506183680", .id = "1425708442214400017", .settings = sample_settings},
    .handshake = handshake,
    .verify = verify,
    .decode = decode,
    .acknowledge = acknowledge,
    .compose = compose};

}  // namespace switchroom::connectors
