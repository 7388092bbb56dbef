// Source: "Send consultation message", Zalo Official Account API. HTTP is 200 also for errors.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"access_token", false, true, "The OA's access token; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> token = needed(credentials, "access_token", "zalo");
  if (!token) return std::unexpected(token.error());
  std::string body = R"({"recipient":{"user_id":)";
  connectors::append_json_text(reply.conversation, body);
  body += R"(},"message":{"text":)";
  connectors::append_json_text(reply.text, body);
  body += "}}";
  return json_posting(server_of(credentials, "https://openapi.zalo.me"), "/v3.0/oa/message/cs", std::move(body),
                      {{"access_token", *token}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (status != 200 || !root)
    return verdict_of(status == 200 ? 500 : status, reason_of("HTTP " + std::to_string(status), {}));
  const std::int64_t code = root.find("error").integer();
  if (code == 0) return {State::sent, std::string{root.find("data").find("message_id").id()}, {}, {}};
  std::string reason = reason_of(std::to_string(code), root.find("message").text());
  if (code == -32) return {State::later, {}, std::move(reason), std::chrono::seconds{1}};  // rate
  return {State::refused, {}, std::move(reason), {}};
}

}  // namespace

extern const Replies zalo;
const Replies zalo{.kind = "zalo",
                   .units_max = 2000,
                   .settings = settings,
                   .repeatable = false,
                   .render = render,
                   .read_answer = read_answer};

}  // namespace switchroom::replies
