// Source: "Send a message", Plivo API.
#include <array>

#include "connectors/base64.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"auth_id", false, false, "The account's auth id; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> account = needed(credentials, "auth_id", "plivo");
  if (!account) return std::unexpected(account.error());
  Result<std::string> token = needed(credentials, "auth_token", "plivo");
  if (!token) return std::unexpected(token.error());
  std::string body = R"({"src":)";
  connectors::append_json_text(reply.to, body);
  append_member("dst", reply.conversation, body);
  append_member("text", reply.text, body);
  if (const std::string url = receipt_url(reply, credentials); !url.empty()) {
    append_member("url", url, body);
    append_member("method", "POST", body);
  }
  body += "}";
  return json_posting(server_of(credentials, "https://api.plivo.com"), "/v1/Account/" + *account + "/Message/",
                      std::move(body), {{"Authorization", "Basic " + connectors::base64_of(*account + ":" + *token)}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  for (const connectors::JsonReader& id : root.find("message_uuid").items())
    if (status < 300) return {State::sent, std::string{id.id()}, {}, {}};
  return verdict_of(status, reason_of("HTTP " + std::to_string(status), root.find("error").text()));
}

}  // namespace

extern const Replies plivo;
const Replies plivo{.kind = "plivo",
                    .units_max = 1600,
                    .settings = settings,
                    .repeatable = false,
                    .render = render,
                    .read_answer = read_answer};

}  // namespace switchroom::replies
