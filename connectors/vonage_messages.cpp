// Vonage Messages API (SMS, MMS, WhatsApp, Messenger, Viber, RCS). Sources: "Inbound message", "Message status",
// "Signed webhooks", Vonage API documentation; vonage-jwt 1.1.5 (PyPI).
//
// Authorization: Bearer <JWT HS256> with iat, iss Vonage, api_key and payload_hash, the SHA-256 of the raw body.
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/jwt.hpp"
#include "connectors/phone.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"
#include "connectors/vonage_content.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{SettingRule{
    "signature_secrets", true, true, "The signature secret, alone or, of several accounts, as <api_key>=<secret>"}};

constexpr std::string_view header = "Authorization";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

// --- the signature ---------------------------------------------------------------------------------------------------

/// The secrets of an account: those kept under its key, else those kept without one.
std::vector<std::string> secrets_of(std::string_view api_key, const Credentials& credentials) {
  const std::string mark = std::string{api_key} + '=';
  std::vector<std::string> named;
  for (const std::string& value : credentials.values("signature_secrets"))
    if (!api_key.empty() && value.starts_with(mark)) named.push_back(value.substr(mark.size()));
  const std::span<const std::string> all = credentials.values("signature_secrets");
  return named.empty() ? std::vector<std::string>{all.begin(), all.end()} : named;
}

/// Claims of a token that is authentic.
Result<void> check_claims(const JsonReader& claims, std::string_view body, Instant now) {
  if (claims.at("iss").text() != "Vonage") return forged("iss", "another issuer", "Vonage");
  if (!equal_in_constant_time(sha256_hex(body), claims.at("payload_hash").text()))
    return forged("payload_hash", "another hash", "the SHA-256 of the raw body", {masked_bytes(body)});
  return check_age("iat", claims.at("iat").integer(), now, one_day);
}

Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
  constexpr std::string_view scheme = "Bearer ";
  constexpr std::array allowed{Hash::sha256};
  constexpr std::string_view expected = "Bearer and a token signed by HS256";
  const std::string_view value = request.header(header).value_or("");
  if (request.method != "POST" || !value.starts_with(scheme)) return forged(header, "nothing", expected);
  const std::optional<Jwt> token = read_jwt(value.substr(scheme.size()));
  if (!token) return forged(header, "no token", expected);
  JsonReader::Document document{token->claims};
  const JsonReader claims = document.root();
  if (!is_signed(*token, allowed, secrets_of(claims.find("api_key").text(), credentials)))
    return forged(header, "another signature", expected, {masked_bytes(token->signed_part)});
  if (const Result<void> checked = check_claims(claims, request.body, now); !checked) return checked;
  if (const auto error = document.take_error()) return forged(error->where, error->found, error->expected);
  return {};
}

// --- messages and receipts -------------------------------------------------------------------------------------------

std::int64_t read_time(const JsonReader& time) {
  const std::optional<std::int64_t> ms = ms_of_loose_iso_time(time.text());
  if (time && !ms) time.refuse("another text", "an ISO 8601 time");
  return ms.value_or(0);
}

void read_message(const JsonReader& event, InboundMessage& message) {
  const std::string_view channel = event.find("channel").text();
  message.from = message.conversation = vonage_address(event.at("from"), channel);
  message.to = message.account = vonage_address(event.at("to"), channel);
  message.name = event.find("profile").find("name").text();
  message.reply_to = event.find("context").find("message_uuid").id();
  read_vonage_content(event, message);
}

DeliveryStatus status_of(std::string_view word) {
  if (word == "submitted") return DeliveryStatus::sent;
  if (word == "delivered") return DeliveryStatus::delivered;
  if (word == "read") return DeliveryStatus::read;
  return word == "rejected" || word == "undeliverable" ? DeliveryStatus::failed : DeliveryStatus::none;
}

/// `from` is our side, as in the message that this is about.
void read_receipt(const JsonReader& event, std::string_view word, DeliveryStatus status, InboundMessage& message) {
  const std::string_view channel = event.find("channel").text();
  message.kind = MessageKind::status;
  message.status = status;
  message.ref = std::exchange(message.provider_id, message.provider_id + ':' + std::string{word});
  message.payload = event.find("client_ref").text();
  message.from = message.conversation = vonage_address(event.at("to"), channel);
  message.to = message.account = vonage_address(event.find("from"), channel);
  message.error = event.find("error").find("title").id();
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  JsonReader::Document document{request};
  const JsonReader event = document.root();
  Batch batch{document};
  if (!event) return std::move(batch).finish();
  const JsonReader word = event.find("status");
  const DeliveryStatus status = status_of(word.text());
  if (word && status == DeliveryStatus::none) return std::move(batch).finish();
  InboundMessage& message = batch.start();
  message.provider_id = event.at("message_uuid").id();
  message.at_ms = read_time(event.find("timestamp"));
  if (word)
    read_receipt(event, word.text(), status, message);
  else
    read_message(event, message);
  batch.settle(event);
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

// --- what Vonage would send ------------------------------------------------------------------------------------------

/// `key=secret` → both; a secret alone has a made-up key.
std::pair<std::string_view, std::string_view> key_and_secret(std::string_view value) {
  const std::size_t mark = value.find('=');
  if (mark == value.npos) return {"abcd1234", value};
  return {value.substr(0, mark), value.substr(mark + 1)};
}

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = R"({"to":"12025550122","from":)";
  append_json_text(without_plus(draft.from), request.body);
  request.body += R"(,"channel":"whatsapp","message_uuid":)";
  append_json_text(draft.id, request.body);
  request.body += R"(,"timestamp":")" + iso_time_of_ms(draft.at_ms) + R"(","message_type":"text","text":)";
  append_json_text(draft.text, request.body);
  request.body += R"(,"profile":{"name":)";
  append_json_text(draft.name, request.body);
  request.body += "}}";
  const auto [key, secret] = key_and_secret(credentials.value("signature_secrets"));
  std::string claims = R"({"iat":)" + std::to_string(draft.at_ms / 1000) + R"(,"jti":)";
  append_json_text("made-up-" + draft.id, claims);
  claims += R"(,"iss":"Vonage","payload_hash":")" + sha256_hex(request.body) + R"(","api_key":)";
  append_json_text(key, claims);
  claims += "}";
  request.headers = {{"Content-Type", "application/json"},
                     {std::string{header}, "Bearer " + signed_jwt(claims, secret)}};
  return request;
}

}  // namespace

extern const Connector vonage_messages;
const Connector vonage_messages{.kind = "vonage-messages",
                                .name = "Vonage Messages API",
                                .methods = "POST",
                                .settings = settings,
                                .sample = {.from = "+4915112345678", .id = "aaaaaaaa-bbbb-cccc-dddd-0123456789ab"},
                                .handshake = handshake,
                                .verify = verify,
                                .decode = decode,
                                .acknowledge = acknowledge,
                                .compose = compose};

}  // namespace switchroom::connectors
