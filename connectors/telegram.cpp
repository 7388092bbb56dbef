// Telegram Bot API 10.3. Sources: "setWebhook", "Update", "Message", Telegram Bot API.
//
// One update a request: `update_id` and one key that says what it is. The body is not signed; a secret in a header is
// all.
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"
#include "connectors/number_for.hpp"
#include "connectors/signature.hpp"
#include "connectors/telegram_update.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"secret_token", true, true, "The secret_token given to setWebhook (1–256 of A-Z a-z 0-9 _ -)"},
    SettingRule{"bot_token", false, true, "The bot's token; needed to answer"},
    SettingRule{"bot_id", false, false, "The bot's id; by default the digits before the colon of its token"},
};

constexpr std::string_view secret_header = "X-Telegram-Bot-Api-Secret-Token";

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  const std::optional<std::string_view> secret = request.header(secret_header);
  if (request.method != "POST" || !secret) return forged(secret_header, "nothing", "the channel's secret_token");
  if (!is_one_of(credentials.values("secret_token"), *secret))
    return forged(secret_header, "another text", "the channel's secret_token");
  return {};
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  JsonReader::Document document{request};
  const JsonReader root = document.root();
  root.at("update_id");
  if (std::optional<Error> error = document.take_error()) return std::unexpected{std::move(*error)};
  Batch batch{document};
  read_telegram_update(root, credentials, batch);
  return std::move(batch).finish();
}

Answer acknowledge(const Request&) { return {}; }

// --- what Telegram would send ----------------------------------------------------------------------------------------

std::string body_of(const Draft& draft) {
  constexpr unsigned id_bits = 52;
  const std::string_view id{draft.id};
  const std::size_t colon = id.rfind(':');  // `<chat id>:<message id>`, as we write it
  const std::string message_id = std::to_string(number_for(colon == id.npos ? id : id.substr(colon + 1), id_bits));
  const std::string user = std::to_string(number_for(draft.from, id_bits));
  std::string name;
  append_json_text(draft.name, name);
  std::string body;
  body.reserve(400 + 2 * draft.text.size());
  body.append(R"({"update_id":)").append(message_id).append(",\n\"message\":{\"message_id\":").append(message_id);
  body.append(R"(,"from":{"id":)").append(user).append(R"(,"is_bot":false,"first_name":)").append(name);
  body.append(R"(,"language_code":"en"},"chat":{"id":)").append(user).append(R"(,"first_name":)").append(name);
  body.append(R"(,"type":"private"},"date":)").append(std::to_string(draft.at_ms / 1000)).append(R"(,"text":)");
  append_json_text(draft.text, body);
  body += "}}";
  return body;
}

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.body = body_of(draft);
  request.headers = {{"Content-Type", "application/json"},
                     {"Accept-Encoding", "gzip, deflate"},
                     {std::string{secret_header}, std::string{credentials.value("secret_token")}}};
  return request;
}

}  // namespace

extern const Connector telegram;
const Connector telegram{.kind = "telegram",
                         .name = "Telegram bot",
                         .methods = "POST",
                         .settings = settings,
                         .sample = {.from = "100200300", .id = "100200300:17"},
                         .handshake = handshake,
                         .verify = verify,
                         .decode = decode,
                         .acknowledge = acknowledge,
                         .compose = compose};

}  // namespace switchroom::connectors
