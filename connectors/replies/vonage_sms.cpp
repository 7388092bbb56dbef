// Source: "SMS API reference", Vonage API. HTTP is 200 also for errors.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"api_secret", false, true, "The account's API secret; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> key = needed(credentials, "api_key", "vonage-sms");
  if (!key) return std::unexpected(key.error());
  Result<std::string> secret = needed(credentials, "api_secret", "vonage-sms");
  if (!secret) return std::unexpected(secret.error());
  std::string body = R"({"api_key":)";
  connectors::append_json_text(*key, body);
  append_member("api_secret", *secret, body);
  append_member("from", reply.to, body);
  append_member("to", reply.conversation.starts_with('+') ? reply.conversation.substr(1) : reply.conversation, body);
  append_member("text", reply.text, body);
  append_member("type", "unicode", body);
  append_member("client-ref", reply.id, body);
  body += "}";
  return json_posting(server_of(credentials, "https://rest.nexmo.com"), "/sms/json", std::move(body), {});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (status != 200) return verdict_of(status, reason_of("HTTP " + std::to_string(status), {}));
  for (const connectors::JsonReader& message : root.find("messages").items()) {
    const std::string code{message.find("status").id()};
    if (code == "0") return {State::sent, std::string{message.find("message-id").id()}, {}, {}};
    std::string reason = reason_of(code, message.find("error-text").text());
    if (code == "1") return {State::later, {}, std::move(reason), std::chrono::seconds{1}};  // throttled
    return {code == "5" ? State::unknown : State::refused, {}, std::move(reason), {}};
  }
  return {State::unknown, {}, "the provider named no message", {}};
}

}  // namespace

extern const Replies vonage_sms;
const Replies vonage_sms{.kind = "vonage-sms",
                         .units_max = 3200,
                         .settings = settings,
                         .repeatable = false,
                         .render = render,
                         .read_answer = read_answer};

}  // namespace switchroom::replies
