// GitHub, a preset of `mapped`. Source: "Validating webhook deliveries", "Webhook events and payloads", GitHub Docs.
#include <array>

#include "connectors/connector.hpp"
#include "connectors/mapped_preset.hpp"

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

constexpr MappedPreset descriptions{scheme, preset};
using Functions = PresetFunctions<descriptions>;

}  // namespace

extern const Connector github;
const Connector github{.kind = "github",
                       .name = "GitHub",
                       .methods = "POST",
                       .settings = settings,
                       .sample = {.from = "octocat", .id = "72d3162e-cc78-11e3-81ab-4c9367dc0958"},
                       .handshake = Functions::handshake,
                       .verify = Functions::verify,
                       .decode = Functions::decode,
                       .acknowledge = Functions::acknowledge,
                       .compose = Functions::compose};

}  // namespace switchroom::connectors
