// Source: "Telegram Bot API", sendMessage, ResponseParameters.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> token = needed(credentials, "bot_token", "telegram");
  if (!token) return std::unexpected(token.error());
  Posting posting{server_of(credentials, "https://api.telegram.org"), {}};
  posting.request.method = "POST";
  posting.request.path = "/bot" + *token + "/sendMessage";
  posting.request.headers = {{"Content-Type", "application/json"}};
  std::string& body = posting.request.body;
  body = R"({"chat_id":)";
  connectors::append_json_text(reply.conversation, body);
  body += R"(,"text":)";
  connectors::append_json_text(reply.text, body);
  body += "}";
  return posting;
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  const connectors::JsonReader result = root.find("result");
  if (status == 200 && result) {
    const std::string chat{result.find("chat").find("id").id()}, message{result.find("message_id").id()};
    if (!message.empty()) return {State::sent, chat + ":" + message, {}, {}};
  }
  std::string reason = reason_of("HTTP " + std::to_string(status), root.find("description").text());
  if (status == 429) {
    const std::int64_t seconds = root.find("parameters").find("retry_after").integer();
    return {State::later, {}, std::move(reason), std::chrono::seconds{seconds > 0 && seconds < 3600 ? seconds : 1}};
  }
  return {status >= 400 && status < 500 ? State::refused : State::unknown, {}, std::move(reason), {}};
}

}  // namespace

extern const Replies telegram;
const Replies telegram{.kind = "telegram",
                       .units_max = 4096,
                       .settings = settings,
                       .per_second = 30,
                       .render = render,
                       .read_answer = read_answer};

}  // namespace switchroom::replies
