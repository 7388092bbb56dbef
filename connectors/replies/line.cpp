// Source: "Send push message", "Retry failed API requests", LINE Messaging API reference.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

/// LINE wants a UUID: the same for the same reply, so that a repeat is recognised.
std::string retry_key(std::string_view id) {
  std::string digits = connectors::sha256_hex(id).substr(0, 32);
  for (const std::size_t at : {8UL, 13UL, 18UL, 23UL}) digits.insert(at, 1, '-');
  return digits;
}

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> token = needed(credentials, "channel_access_token", "line");
  if (!token) return std::unexpected(token.error());
  std::string body = R"({"to":)";
  connectors::append_json_text(reply.conversation, body);
  body += R"(,"messages":[{"type":"text")";
  append_member("text", reply.text, body);
  body += "}]}";
  return json_posting(server_of(credentials, "https://api.line.me"), "/v2/bot/message/push", std::move(body),
                      {{"Authorization", "Bearer " + *token}, {"X-Line-Retry-Key", retry_key(reply.id)}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  for (const connectors::JsonReader& message : root.find("sentMessages").items())
    if (std::string id{message.find("id").id()}; !id.empty() && status < 300)
      return {State::sent, std::move(id), {}, {}};
  if (status < 300 || status == 409) return {State::sent, {}, {}, {}};  // 409: this key was accepted before
  return verdict_of(status, reason_of("HTTP " + std::to_string(status), root.find("message").text()));
}

}  // namespace

extern const Replies line;
const Replies line{.kind = "line",
                   .units_max = 5000,
                   .settings = settings,
                   .repeatable = true,
                   .render = render,
                   .read_answer = read_answer};

}  // namespace switchroom::replies
