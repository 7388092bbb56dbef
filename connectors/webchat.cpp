// Web chat, whose provider is Switchroom itself: what its widget sends (docs/channels/webchat.md). The widget comes by
// WebSocket (gateway/chat); here the same words come as a delivery, one a request, with the visitor's token.
#include <array>

#include "connectors/batch.hpp"
#include "connectors/chat_message.hpp"
#include "connectors/chat_visitor.hpp"
#include "connectors/connector.hpp"
#include "connectors/json_post.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"visitor_secrets", true, true,
                "Sign visitors' tokens; any 32 random characters, two while they change"},
    SettingRule{"allowed_origins", true, false, "Pages that may show the chat: https://shop.example, or self"},
    SettingRule{"identity_secrets", false, true, "Prove who a known user is; shared with your site's server"},
    SettingRule{"enforce_identity", false, false, "true: only known users may write; false by default"},
    SettingRule{"messages_per_minute", false, false, "Of one visitor; 30 by default"},
};

constexpr std::string_view scheme = "Bearer ";

/// The token, as `verify` has found it right.
std::string_view token_in(const Request& request) {
  const std::string_view header = request.header("Authorization").value_or("");
  return header.starts_with(scheme) ? header.substr(scheme.size()) : std::string_view{};
}

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
  const Result<Visitor> visitor =
      read_visitor_token(token_in(request), channel_in(request.path), credentials.values("visitor_secrets"), now);
  if (!visitor) return std::unexpected(visitor.error());
  if (credentials.value("enforce_identity") == "true" && !visitor->address.starts_with(known_prefix))
    return forged("Authorization", "an anonymous visitor", "a known user");
  return {};
}

/// When the token was given out is behind us: `verify` has looked at it.
Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  const std::string_view token = token_in(request);
  const std::string_view issued = token.substr(0, token.find('.'));
  const Instant then = instant_of_ms(whole_number(issued).value_or(0) * 1000);
  const Result<Visitor> visitor =
      read_visitor_token(token, channel_in(request.path), credentials.values("visitor_secrets"), then);
  Batch batch{document};
  read_chat_message(root, visitor ? visitor->address : std::string{}, batch.start());
  batch.settle(root);
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {.content_type = "application/json", .body = R"({"stored":true})"}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  std::string body = R"({"type":"message","id":)";
  append_json_text(draft.id, body);
  body += R"(,"at":)" + std::to_string(draft.at_ms) + R"(,"name":)";
  append_json_text(draft.name, body);
  body += R"(,"text":)";
  append_json_text(draft.text, body);
  body += '}';
  const Visitor visitor{draft.from, draft.at_ms / 1000};
  const std::string token = visitor_token(channel_in(draft.path), visitor, credentials.value("visitor_secrets"));
  return json_post(draft.path, std::move(body), {{"Authorization", std::string{scheme} + token}});
}

}  // namespace

extern const Connector webchat;
const Connector webchat{
    .kind = "webchat",
    .name = "Web chat",
    .methods = "POST",
    .settings = settings,
    .sample = {.from = "v:3f9c2a7be0514d8896a1c4d2e7f05b63", .id = "7c9e6679-7425-40de-944b-e07fc1f90ae7"},
    .handshake = handshake,
    .verify = verify,
    .decode = decode,
    .acknowledge = acknowledge,
    .compose = compose};

}  // namespace switchroom::connectors
