// Source: "Send message", Viber REST API. HTTP is 200 also for errors.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"sender_name", false, false, "How answers name their sender; Support if not said"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> token = needed(credentials, "auth_token", "viber");
  if (!token) return std::unexpected(token.error());
  std::string body = R"({"min_api_version":1,"type":"text","sender":{"name":)";
  const std::string_view name = credentials.value("sender_name");
  connectors::append_json_text(name.empty() ? "Support" : name, body);
  body += "}";
  append_member("receiver", reply.conversation, body);
  append_member("text", reply.text, body);
  append_member("tracking_data", reply.id, body);
  body += "}";
  return json_posting(server_of(credentials, "https://chatapi.viber.com"), "/pa/send_message", std::move(body),
                      {{"X-Viber-Auth-Token", *token}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (status != 200) return verdict_of(status, reason_of("HTTP " + std::to_string(status), {}));
  const std::int64_t code = root.find("status").integer();
  if (code == 0 && root.find("message_token"))
    return {State::sent, std::string{root.find("message_token").id()}, {}, {}};
  std::string reason = reason_of(std::to_string(code), root.find("status_message").text());
  if (code == 12) return {State::later, {}, std::move(reason), std::chrono::seconds{1}};  // tooManyRequests
  return {code == 0 || code == 1 ? State::unknown : State::refused, {}, std::move(reason), {}};
}

}  // namespace

extern const Replies viber;
const Replies viber{.kind = "viber",
                    .units_max = 7000,
                    .settings = settings,
                    .repeatable = false,
                    .render = render,
                    .read_answer = read_answer};

}  // namespace switchroom::replies
