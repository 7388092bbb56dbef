// Source: "Create Message", "Rate Limits", Discord Developer Documentation.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"bot_token", false, true, "The bot's token; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> token = needed(credentials, "bot_token", "discord");
  if (!token) return std::unexpected(token.error());
  std::string body = R"({"allowed_mentions":{"parse":[]})";
  append_member("content", reply.text, body);
  body += "}";
  return json_posting(server_of(credentials, "https://discord.com"),
                      "/api/v10/channels/" + reply.conversation + "/messages", std::move(body),
                      {{"Authorization", "Bot " + *token}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (std::string id{root.find("id").id()}; status == 200 && !id.empty()) return {State::sent, std::move(id), {}, {}};
  if (status == 429) {
    const double seconds = root.find("retry_after") ? root.find("retry_after").number() : 1;
    const double bounded = seconds > 0 && seconds < 3600 ? seconds : 1;
    return {State::later, {}, "HTTP 429", std::chrono::milliseconds{static_cast<std::int64_t>(bounded * 1000)}};
  }
  return verdict_of(status, reason_of("HTTP " + std::to_string(status), root.find("message").text()));
}

}  // namespace

extern const Replies discord;
const Replies discord{.kind = "discord",
                      .units_max = 2000,
                      .settings = settings,
                      .repeatable = false,
                      .render = render,
                      .read_answer = read_answer};

}  // namespace switchroom::replies
