// Source: "chat.postMessage", Slack API. HTTP is 200 also for errors.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"bot_token", false, true, "The bot's token, xoxb-…; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

/// The three characters that mean something to Slack.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> token = needed(credentials, "bot_token", "slack");
  if (!token) return std::unexpected(token.error());
  std::string body = R"({"channel":)";
  connectors::append_json_text(reply.conversation, body);
  append_member("text", escaped(reply.text), body);
  body += "}";
  return json_posting(server_of(credentials, "https://slack.com"), "/api/chat.postMessage", std::move(body),
                      {{"Authorization", "Bearer " + *token}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (status != 200) return verdict_of(status, reason_of("HTTP " + std::to_string(status), {}));
  if (root.find("ok") && root.find("ok").flag())
    return {State::sent, std::string{root.find("channel").id()} + ":" + std::string{root.find("ts").id()}, {}, {}};
  const std::string_view error = root.find("error").text();
  if (error == "ratelimited" || error == "service_unavailable")
    return {State::later, {}, reason_of(error, {}), std::chrono::seconds{1}};
  return {error.empty() || error == "internal_error" || error == "fatal_error" ? State::unknown : State::refused,
          {},
          reason_of(error, {}),
          {}};
}

}  // namespace

extern const Replies slack;
const Replies slack{.kind = "slack",
                    .units_max = 40000,
                    .settings = settings,
                    .repeatable = false,
                    .render = render,
                    .read_answer = read_answer};

}  // namespace switchroom::replies
