// Source: "Create incoming webhooks with Workflows for Microsoft Teams", Microsoft Teams documentation. What an
// outgoing webhook brought has no way back of its own; a workflow of the same channel has.
#include <array>

#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"workflow_url", false, true,
                            "The URL of a workflow that posts into the channel; needed to answer"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  constexpr std::string_view scheme = "://";
  const Result<std::string> url = needed(credentials, "workflow_url", "teams");
  if (!url) return std::unexpected(url.error());
  const std::size_t host = url->find(scheme);
  const std::size_t path = host == std::string::npos ? host : url->find('/', host + scheme.size());
  if (path == std::string::npos)
    return std::unexpected(Error{Fault::invalid_setting, "workflow_url", "another text", "a URL with a path"});
  std::string body =
      R"({"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":)"
      R"({"type":"AdaptiveCard","version":"1.4","body":[{"type":"TextBlock","wrap":true)";
  append_member("text", reply.text, body);
  body += "}]}}]}";
  const std::size_t query = url->find('?', path);
  Posting posting = json_posting(url->substr(0, path), url->substr(path, query - path), std::move(body), {});
  if (query != std::string::npos) posting.request.query = url->substr(query + 1);
  return posting;
}

/// Nothing names the message.
Verdict read_answer(int status, std::string_view) {
  if (status >= 200 && status < 300) return {State::sent, {}, {}, {}};
  return verdict_of(status, reason_of("HTTP " + std::to_string(status), {}));
}

}  // namespace

extern const Replies teams;
const Replies teams{
    .kind = "teams", .units_max = 7000, .settings = settings, .render = render, .read_answer = read_answer};

}  // namespace switchroom::replies
