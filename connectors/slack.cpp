// Slack Events API, interactivity and slash commands. Sources: "The Events API", "Verifying requests from Slack",
// "app_rate_limited event", Slack; slack_sdk 3.48.
//
//   {"type": "event_callback", "team_id": …, "event_id": …, "event": {"type": "message", …}}       or a form
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/entities.hpp"
#include "connectors/joined.hpp"
#include "connectors/json_post.hpp"
#include "connectors/number_for.hpp"
#include "connectors/signature.hpp"
#include "connectors/signed_time.hpp"
#include "connectors/slack_event.hpp"
#include "connectors/slack_form.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"signing_secret", true, true,
                "The app's signing secret (Basic information); not the verification token"},
    SettingRule{"bot_user_id", false, false,
                "Our bot's user (U…): what it writes is an echo, its mention is taken out"},
    SettingRule{"app_id", false, false, "Take only events of this app (A…)"},
};

constexpr std::string_view signature_header = "X-Slack-Signature";
constexpr std::string_view time_header = "X-Slack-Request-Timestamp";
constexpr std::string_view version = "v0=";

/// The check of our URL is signed like any event: `acknowledge` answers it.
std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
  constexpr std::string_view expected = "v0= and the HMAC of v0:, time, : and raw body";
  const std::optional<std::string_view> signature = request.header(signature_header);
  const std::string_view time = request.header(time_header).value_or("");
  if (request.method != "POST" || !signature) return forged(signature_header, "nothing", expected);
  if (const Result<void> recent = check_signed_time(time_header, time, now, std::chrono::seconds{300}); !recent)
    return recent;
  if (!signature->starts_with(version) || !is_hmac(Hash::sha256, Encoding::hex, credentials.values("signing_secret"),
                                                   {"v0:", time, ":", request.body}, signature->substr(version.size())))
    return forged(signature_header, "another signature", expected, {"v0:", time, ":", masked_bytes(request.body)});
  return {};
}

bool is_form(const Request& request) {
  return request.header("Content-Type").value_or("").starts_with("application/x-www-form-urlencoded");
}

/// Slack drops events of this minute: the operator should hear of it.
void read_rate_limit(const JsonReader& root, Batch& batch) {
  const JsonReader minute = root.at("minute_rate_limited");
  InboundMessage& message = batch.start();
  message.kind = MessageKind::system;
  message.payload = root.at("type").text();
  message.account = root.at("team_id").id();
  join({message.payload, ":", minute.id()}, message.provider_id);
  message.at_ms = minute.seconds_as_ms();
  batch.settle(root);
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  if (is_form(request)) return read_slack_form(request, credentials);
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  const std::string_view type = root.at("type").text();
  Batch batch{document};
  if (type == "event_callback")
    read_slack_event(root, credentials, batch);
  else if (type == "app_rate_limited")
    read_rate_limit(root, batch);
  else if (type != "url_verification")
    root.at("type").refuse("an unknown type", "event_callback");
  batch.refused(root);
  return std::move(batch).finish();
}

/// Within 3 s; more than an empty body only for the check of our URL.
Answer acknowledge(const Request& request) {
  if (is_form(request) || !request.body.contains("url_verification")) return {};
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  if (root.find("type").text() != "url_verification") return {};
  return {.content_type = "text/plain", .body = std::string{root.find("challenge").text()}};
}

// --- what Slack would send -------------------------------------------------------------------------------------------

/// Our id is `<channel>:<ts>`; of any other text a time is made.
std::pair<std::string, std::string> place_of(const Draft& draft) {
  const std::size_t colon = draft.id.find(':');
  if (colon != draft.id.npos) return {draft.id.substr(0, colon), draft.id.substr(colon + 1)};
  std::string micros = std::to_string(1'000'000 + number_for(draft.id, 40) % 1'000'000);
  return {"D024BE91L", std::to_string(draft.at_ms / 1000) + '.' + micros.substr(1)};
}

std::string body_of(const Draft& draft, std::string_view app) {
  const auto [channel, ts] = place_of(draft);
  std::string body = R"({"token":"deprecated","team_id":"T0001","api_app_id":)";
  append_json_text(app.empty() ? "A0FFV41KK" : app, body);
  body += R"(,"event":{"type":"message","channel":)";
  append_json_text(channel, body);
  body += R"(,"channel_type":"im","user":)";
  append_json_text(draft.from, body);
  body += R"(,"text":)";
  append_json_text(with_markup_escapes(draft.text), body);
  body += R"(,"ts":)";
  append_json_text(ts, body);
  body += R"(},"type":"event_callback","event_id":)";
  append_json_text("Ev" + ts, body);
  body += R"(,"event_time":)" + std::to_string(draft.at_ms / 1000) + '}';
  return body;
}

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  std::string body = body_of(draft, credentials.value("app_id"));
  const std::string time = std::to_string(draft.at_ms / 1000);
  std::string signature{version};
  signature += hmac(Hash::sha256, Encoding::hex, credentials.value("signing_secret"), "v0:" + time + ':' + body);
  return json_post(draft.path, std::move(body),
                   {{std::string{signature_header}, signature}, {std::string{time_header}, time}});
}

}  // namespace

extern const Connector slack;
const Connector slack{.kind = "slack",
                      .name = "Slack",
                      .methods = "POST",
                      .settings = settings,
                      .sample = {.from = "U2147483697", .id = "D024BE91L:1759999998.000200"},
                      .handshake = handshake,
                      .verify = verify,
                      .decode = decode,
                      .acknowledge = acknowledge,
                      .compose = compose};

}  // namespace switchroom::connectors
