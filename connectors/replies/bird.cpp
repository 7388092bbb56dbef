// Source: "Send a message", Bird Channels API.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"access_key", false, true, "An access key; needed to answer"},
    connectors::SettingRule{"workspace_id", false, false, "Bird's workspace; needed to answer"},
    connectors::SettingRule{"channel_id", false, false, "Bird's channel; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> key = needed(credentials, "access_key", "bird");
  if (!key) return std::unexpected(key.error());
  Result<std::string> workspace = needed(credentials, "workspace_id", "bird");
  if (!workspace) return std::unexpected(workspace.error());
  Result<std::string> channel = needed(credentials, "channel_id", "bird");
  if (!channel) return std::unexpected(channel.error());
  std::string body = R"({"receiver":{"contacts":[{"identifierValue":)";
  connectors::append_json_text(reply.conversation, body);
  body += R"(}]},"reference":)";
  connectors::append_json_text(reply.id, body);
  body += R"(,"body":{"type":"text","text":{"text":)";
  connectors::append_json_text(reply.text, body);
  body += "}}}";
  return json_posting(server_of(credentials, "https://api.bird.com"),
                      "/workspaces/" + *workspace + "/channels/" + *channel + "/messages", std::move(body),
                      {{"Authorization", "AccessKey " + *key}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (std::string id{root.find("id").id()}; status < 300 && !id.empty()) return {State::sent, std::move(id), {}, {}};
  return verdict_of(status, reason_of("HTTP " + std::to_string(status), root.find("message").text()));
}

}  // namespace

extern const Replies bird;
const Replies bird{.kind = "bird",
                   .units_max = 1600,
                   .settings = settings,
                   .repeatable = false,
                   .render = render,
                   .read_answer = read_answer};

}  // namespace switchroom::replies
