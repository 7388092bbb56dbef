// Messenger and Instagram. Source: "Send API", Messenger Platform and Instagram Platform, Meta for Developers.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"access_token", false, true, "The page's or the account's token; needed to answer"},
    connectors::SettingRule{"message_tag", false, false, "HUMAN_AGENT, once Meta allows it: answers within 7 days"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(std::string_view kind, std::string_view server, std::string path, const Reply& reply,
                       const connectors::Credentials& credentials) {
  Result<std::string> token = needed(credentials, "access_token", kind);
  if (!token) return std::unexpected(token.error());
  const std::string_view tag = credentials.value("message_tag");
  std::string body = tag.empty() ? R"({"messaging_type":"RESPONSE")" : R"({"messaging_type":"MESSAGE_TAG")";
  if (!tag.empty()) append_member("tag", tag, body);
  body += R"(,"recipient":{"id":)";
  connectors::append_json_text(reply.conversation, body);
  body += R"(},"message":{"metadata":)";
  connectors::append_json_text(reply.id, body);
  append_member("text", reply.text, body);
  body += "}}";
  return json_posting(server_of(credentials, server), std::move(path), std::move(body),
                      {{"Authorization", "Bearer " + *token}});
}

Result<Posting> render_messenger(const Reply& reply, const connectors::Credentials& credentials) {
  return render("messenger", "https://graph.facebook.com", "/v24.0/" + reply.account + "/messages", reply, credentials);
}

Result<Posting> render_instagram(const Reply& reply, const connectors::Credentials& credentials) {
  return render("instagram", "https://graph.instagram.com", "/v24.0/me/messages", reply, credentials);
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (std::string id{root.find("message_id").id()}; status == 200 && !id.empty())
    return {State::sent, std::move(id), {}, {}};
  const connectors::JsonReader error = root.find("error");
  const std::int64_t code = error ? error.find("code").integer() : 0;
  std::string reason =
      reason_of(code != 0 ? std::to_string(code) : "HTTP " + std::to_string(status), error.find("message").text());
  for (const std::int64_t passing : {1, 2, 4, 17, 32, 613, 1200})
    if (code == passing) return {State::later, {}, std::move(reason), std::chrono::seconds{1}};
  return verdict_of(status, std::move(reason));
}

}  // namespace

extern const Replies instagram;
const Replies instagram{.kind = "instagram",
                        .units_max = 1000,
                        .bytes_max = 1000,
                        .settings = settings,
                        .repeatable = false,
                        .render = render_instagram,
                        .read_answer = read_answer};

extern const Replies messenger;
const Replies messenger{.kind = "messenger",
                        .units_max = 2000,
                        .settings = settings,
                        .repeatable = false,
                        .render = render_messenger,
                        .read_answer = read_answer};

}  // namespace switchroom::replies
