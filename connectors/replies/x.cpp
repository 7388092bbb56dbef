// Source: "Create a message in a conversation", X API v2.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"access_token", false, true, "A user token with dm.write; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> token = needed(credentials, "access_token", "x");
  if (!token) return std::unexpected(token.error());
  std::string body = R"({"text":)";
  connectors::append_json_text(reply.text, body);
  body += "}";
  return json_posting(server_of(credentials, "https://api.x.com"),
                      "/2/dm_conversations/with/" + reply.conversation + "/messages", std::move(body),
                      {{"Authorization", "Bearer " + *token}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (std::string id{root.find("data").find("dm_event_id").id()}; status < 300 && !id.empty())
    return {State::sent, std::move(id), {}, {}};
  return verdict_of(status, reason_of("HTTP " + std::to_string(status), root.find("detail").text()));
}

}  // namespace

extern const Replies x;
const Replies x{.kind = "x",
                .units_max = 10000,
                .settings = settings,
                .per_second = 1.0 / 60,
                .render = render,
                .read_answer = read_answer};

}  // namespace switchroom::replies
