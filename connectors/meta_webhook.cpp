#include "connectors/meta_webhook.hpp"

#include "connectors/form_reader.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {

std::optional<Result<Answer>> answer_meta_handshake(const Request& request, const Credentials& credentials) {
  if (request.method != "GET") return std::nullopt;
  const Result<Form> query = Form::read(request.query);
  if (!query) return std::unexpected{query.error()};
  const bool subscribes = query->value("hub.mode") == "subscribe";
  if (!subscribes || !is_one_of(credentials.values("verify_token"), query->value("hub.verify_token")))
    return std::unexpected{Error{Fault::handshake_refused, "hub.verify_token", "another mode or token",
                                 "hub.mode=subscribe and the channel's verify_token"}};
  return Answer{.content_type = "text/plain", .body = std::string{query->value("hub.challenge")}};
}

Result<void> verify_meta_signature(const Request& request, const Credentials& credentials, Instant) {
  constexpr std::string_view header = "X-Hub-Signature-256";
  constexpr std::string_view expected = "sha256= and the HMAC of the raw body";
  const std::optional<std::string_view> signature = request.header(header);
  if (request.method != "POST" || !signature) return forged(header, "nothing", expected);
  if (!signature->starts_with("sha256=")) return forged(header, "another algorithm", expected);
  if (!is_hmac(Hash::sha256, Encoding::hex, credentials.values("app_secret"), request.body, signature->substr(7)))
    return forged(header, "another signature", expected, {masked_bytes(request.body)});
  return {};
}

std::vector<OwnedRequest::Field> meta_headers(std::string_view body, const Credentials& credentials) {
  const std::string_view secret = credentials.value("app_secret");
  return {{"Accept", "*/*"},
          {"User-Agent", "facebookexternalua"},
          {"Content-Type", "application/json"},
          {"X-Hub-Signature", "sha1=" + hmac(Hash::sha1, Encoding::hex, secret, body)},
          {"X-Hub-Signature-256", "sha256=" + hmac(Hash::sha256, Encoding::hex, secret, body)}};
}

OwnedRequest compose_meta_message(const Draft& draft, const Credentials& credentials, std::string_view object,
                                  std::string_view account) {
  const std::string time = std::to_string(draft.at_ms);
  std::string us;
  append_json_ascii(account.empty() ? "17841400008460056" : account, us);
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  std::string& body = request.body;
  body.append(R"({"object":")").append(object).append(R"(","entry":[{"time":)").append(time);
  body.append(R"(,"id":)").append(us).append(R"(,"messaging":[{"sender":{"id":)");
  append_json_ascii(draft.from, body);
  body.append(R"(},"recipient":{"id":)").append(us).append(R"(},"timestamp":)").append(time);
  body.append(R"(,"message":{"mid":)");
  append_json_ascii(draft.id, body);
  body.append(R"(,"text":)");
  append_json_ascii(draft.text, body);
  body.append("}}]}]}");
  request.headers = meta_headers(body, credentials);
  return request;
}

}  // namespace switchroom::connectors
