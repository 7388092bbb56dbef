// Source: "Batches", Sinch SMS API.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"service_plan_id", false, false, "The service plan's id; needed to answer"},
    connectors::SettingRule{"api_token", false, true, "The service plan's token; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> plan = needed(credentials, "service_plan_id", "sinch");
  if (!plan) return std::unexpected(plan.error());
  Result<std::string> token = needed(credentials, "api_token", "sinch");
  if (!token) return std::unexpected(token.error());
  std::string body = R"({"from":)";
  connectors::append_json_text(reply.to, body);
  body += R"(,"to":[)";
  connectors::append_json_text(reply.conversation, body);
  body += "]";
  append_member("body", reply.text, body);
  append_member("client_reference", reply.id, body);
  append_member("delivery_report", "per_recipient", body);
  body += "}";
  return json_posting(server_of(credentials, "https://us.sms.api.sinch.com"), "/xms/v1/" + *plan + "/batches",
                      std::move(body), {{"Authorization", "Bearer " + *token}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (std::string id{root.find("id").id()}; status == 201 && !id.empty()) return {State::sent, std::move(id), {}, {}};
  return verdict_of(status, reason_of("HTTP " + std::to_string(status), root.find("text").text()));
}

}  // namespace

extern const Replies sinch;
const Replies sinch{.kind = "sinch",
                    .units_max = 2000,
                    .settings = settings,
                    .repeatable = false,
                    .render = render,
                    .read_answer = read_answer};

}  // namespace switchroom::replies
