// Pigeon Post. Source: "Webhooks", Pigeon Post for Developers (invented, for docs/adding-a-channel.md).
#include <array>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/phone.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"secret", true, true, "Signs each delivery (Pigeon Post → Settings → Webhooks)"}};

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  const std::optional<std::string_view> signature = request.header("X-Pigeon-Signature");
  if (!signature) return forged("X-Pigeon-Signature", "nothing", "the HMAC of the raw body");
  if (!is_hmac(Hash::sha256, Encoding::hex, credentials.values("secret"), request.body, *signature))
    return forged("X-Pigeon-Signature", "another signature", "the HMAC of the raw body", {masked_bytes(request.body)});
  return {};
}

void read_letter(const JsonReader& letter, InboundMessage& message) {
  const JsonReader from = letter.at("from");
  message.from = e164(from.text()).value_or("");
  if (message.from.empty()) from.refuse("another text", "a telephone number");
  message.provider_id = letter.at("id").id();
  message.conversation = message.from;
  message.at_ms = letter.at("sent").seconds_as_ms();
  message.text = letter.at("text").text();
}

Result<Delivery> decode(const Request& request, const Credentials&) {
  JsonReader::Document webhook{request};
  const JsonReader letters = webhook.root().at("letters");
  Batch batch{webhook};
  for (const JsonReader& letter : letters.items()) {
    read_letter(letter, batch.start());
    batch.settle(letter);
  }
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = R"({"letters":[{"id":)";
  append_json_text(draft.id, request.body);
  request.body += R"(,"from":)";
  append_json_text(draft.from, request.body);
  request.body += R"(,"sent":)" + std::to_string(draft.at_ms / 1000) + R"(,"text":)";
  append_json_text(draft.text, request.body);
  request.body += "}]}";
  request.headers = {
      {"X-Pigeon-Signature", hmac(Hash::sha256, Encoding::hex, credentials.value("secret"), request.body)}};
  return request;
}

}  // namespace

extern const Connector pigeon;
const Connector pigeon{.kind = "pigeon",
                       .name = "Pigeon Post",
                       .methods = "POST",
                       .settings = settings,
                       .handshake = handshake,
                       .verify = verify,
                       .decode = decode,
                       .acknowledge = acknowledge,
                       .compose = compose};

}  // namespace switchroom::connectors
