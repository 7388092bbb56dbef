// GitHub, a preset of `mapped`. Source: "Validating webhook deliveries", "Webhook events and payloads", GitHub Docs.
#include <array>

#include "connectors/connector.hpp"
#include "connectors/mapped_channel.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"secrets", true, true, "The webhook's secret; two while it is rotated"},
    SettingRule{"tolerance_s", false, false, "Ignored: GitHub signs no time"},
    SettingRule{"map", false, false, "What of a delivery is a message, if not the preset's (docs/channels/mapped.md)"},
};

constexpr std::string_view scheme =
    R"json({"algorithm":"hmac-sha256","signed":["body"],"signature":{"header":"X-Hub-Signature-256","prefix":"sha256="}})json";

// Comments and new issues are messages of who wrote them, in the conversation of their issue; all else is a notice. The
// delivery's id recognises a repetition.
constexpr std::string_view preset =
    R"json({"parameter":"payload","cases":[
      {"when":[{"header":"X-GitHub-Event","is":["issue_comment"]},{"at":"/action","is":["created"]}],
       "id":{"header":"X-GitHub-Delivery"},"from":"/sender/login","name":"/sender/login","to":"/repository/full_name",
       "conversation":"/issue/html_url","subject":"/issue/title","text":"/comment/body",
       "time":{"value":"/comment/created_at","unit":"iso"},"kind":{"literal":"text"}},
      {"when":[{"header":"X-GitHub-Event","is":["issues"]},{"at":"/action","is":["opened"]}],
       "id":{"header":"X-GitHub-Delivery"},"from":"/sender/login","name":"/sender/login","to":"/repository/full_name",
       "conversation":"/issue/html_url","subject":"/issue/title","text":["/issue/body","/issue/title"],
       "time":{"value":"/issue/created_at","unit":"iso"},"kind":{"literal":"text"}},
      {"when":[{"header":"X-GitHub-Event","present":"true"}],
       "id":{"header":"X-GitHub-Delivery"},"from":["/sender/login","/repository/full_name",{"literal":"github"}],
       "to":"/repository/full_name","conversation":"/issue/html_url",
       "payload":{"join":[{"header":"X-GitHub-Event"},{"literal":":"},{"first":["/action",{"literal":"-"}]}]},
       "kind":{"first":[{"join":[{"header":"X-GitHub-Event"},{"literal":":"},{"first":["/action",{"literal":"-"}]}]}],
               "words":{"issue_comment:created":"ignore","issues:opened":"ignore"},"otherwise":"system"}}]})json";

MappedChannel channel_of(const Credentials& credentials) {
  const std::string_view map = credentials.value("map");
  return {.scheme = scheme,
          .keys = credentials.values("secrets"),
          .map = map.empty() ? preset : map,
          .tolerance_s = credentials.value("tolerance_s")};
}

std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }

Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
  return verify_mapped(channel_of(credentials), request, credentials, now);
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  return decode_mapped(channel_of(credentials), request);
}

Answer acknowledge(const Request&) { return {}; }

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  return compose_mapped(channel_of(credentials), draft, credentials);
}

}  // namespace

extern const Connector github;
const Connector github{.kind = "github",
                       .name = "GitHub",
                       .methods = "POST",
                       .settings = settings,
                       .sample = {.from = "octocat", .id = "72d3162e-cc78-11e3-81ab-4c9367dc0958"},
                       .handshake = handshake,
                       .verify = verify,
                       .decode = decode,
                       .acknowledge = acknowledge,
                       .compose = compose};

}  // namespace switchroom::connectors
