// X direct messages. Sources: "V2 Webhooks API", "Account Activity API v2", "X Activity API", X developer platform;
// twitter-autohook 1.7.2.
//
//   {"for_user_id":…,"direct_message_events":[…],"users":{…}}                                Account Activity
//   {"data":{"filter":{"user_id":…},"event_type":"dm.received","payload":{as above}}}        X Activity
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/entities.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"
#include "connectors/x_event.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"consumer_secret", true, true, "The app's API key secret; signs deliveries and answers challenges"},
    SettingRule{"for_user_id", false, false, "Take only messages to this account's id"},
};

constexpr std::string_view signature_header = "x-twitter-webhooks-signature";
constexpr std::string_view hash_mark = "sha256=";

std::string signature(std::string_view secret, std::string_view bytes) {
  return std::string{hash_mark} + hmac(Hash::sha256, Encoding::base64, secret, bytes);
}

/// The secret that signed `bytes` as the header says; empty if none did.
std::string_view signer(const Request& request, std::string_view bytes, const Credentials& credentials) {
  std::string_view claimed = request.header(signature_header).value_or("");
  if (!claimed.starts_with(hash_mark)) return {};
  claimed.remove_prefix(hash_mark.size());
  std::string_view found;
  for (const std::string& secret : credentials.values("consumer_secret"))
    if (is_hmac(Hash::sha256, Encoding::base64, {&secret, 1}, bytes, claimed)) found = secret;
  return found;
}

/// A token that can't be a delivery's body: an answer must not sign what a stranger would then post as X's.
bool is_plain_token(std::string_view token) {
  return !token.empty() && token.size() <= 256 && std::ranges::all_of(token, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '=' || c == '+' || c == '/' || c == '.';
  });
}

/// The challenge. A wrong answer with 2xx stops all events at once, so whoever can't be answered rightly gets an error.
std::optional<Result<Answer>> handshake(const Request& request, const Credentials& credentials) {
  if (request.method != "GET") return std::nullopt;
  const auto refused = [](std::string_view where, std::string_view expected) {
    return std::unexpected{
        Error{Fault::handshake_refused, std::string{where}, "something else", std::string{expected}}};
  };
  const Result<Form> query = Form::read(request.query);
  const std::string_view token = query ? query->value("crc_token") : std::string_view{};
  if (!is_plain_token(token)) return refused("crc_token", "a token of letters, digits and -_=+/.");
  const bool is_signed = request.header(signature_header).has_value();
  const std::string_view secret =
      is_signed ? signer(request, request.query, credentials) : credentials.value("consumer_secret");
  if (secret.empty()) return refused(signature_header, "sha256= and the HMAC of the query");
  return Answer{.content_type = "application/json",
                .body = R"({"response_token":")" + signature(secret, token) + R"("})"};
}

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  constexpr std::string_view expected = "sha256= and the HMAC of the raw body";
  if (request.method != "POST" || !request.header(signature_header))
    return forged(signature_header, "nothing", expected);
  if (signer(request, request.body, credentials).empty())
    return forged(signature_header, "another signature", expected, {masked_bytes(request.body)});
  return {};
}

// --- what happened ---------------------------------------------------------------------------------------------------

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  const JsonReader data = root.find("data");
  const JsonReader account = data ? data.at("filter").at("user_id") : root.find("for_user_id");
  const XEnvelope envelope{account.id(), data ? data.at("payload") : root};
  const std::string_view ours = credentials.value("for_user_id");
  if (account && !ours.empty() && envelope.account != ours) account.refuse("another account", "the channel's account");
  const std::string_view type = data.find("event_type").text();
  if (std::optional<Error> error = document.take_error()) return std::unexpected{std::move(*error)};

  Batch batch{document};
  if (type == "chat.received")
    read_x_encrypted(data, envelope, batch);
  else
    read_x_lists(envelope, batch);
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  const std::string_view ours =
      credentials.value("for_user_id").empty() ? "4337869213" : credentials.value("for_user_id");
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  std::string& body = request.body;
  body = R"({"for_user_id":)";
  append_json_text(ours, body);
  body += R"(,"direct_message_events":[{"type":"message_create","id":)";
  append_json_text(draft.id, body);
  body += R"(,"created_timestamp":")" + std::to_string(draft.at_ms);
  body += R"(","message_create":{"target":{"recipient_id":)";
  append_json_text(ours, body);
  body += R"(},"sender_id":)";
  append_json_text(draft.from, body);
  body += R"(,"message_data":{"text":)";
  append_json_text(with_markup_escapes(draft.text), body);
  body += R"(,"entities":{"hashtags":[],"symbols":[],"user_mentions":[],"urls":[]}}}}],"users":{)";
  append_json_text(draft.from, body);
  body += R"(:{"name":)";
  append_json_text(draft.name, body);
  body += "}}}";
  request.headers = {{"Content-Type", "application/json"},
                     {std::string{signature_header}, signature(credentials.value("consumer_secret"), body)}};
  return request;
}

}  // namespace

extern const Connector x;
const Connector x{.kind = "x",
                  .name = "X direct messages",
                  .methods = "GET, POST",
                  .settings = settings,
                  .sample = {.from = "3001969357000000001", .id = "1099999999999999999"},
                  .handshake = handshake,
                  .verify = verify,
                  .decode = decode,
                  .acknowledge = acknowledge,
                  .compose = compose};

}  // namespace switchroom::connectors
