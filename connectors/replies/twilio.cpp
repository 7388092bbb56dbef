// Sources: "Message resource", "Error and warning dictionary", Twilio Docs.
#include <array>

#include "connectors/base64.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"account_sid", false, false, "The account's id, AC…; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> account = needed(credentials, "account_sid", "twilio");
  if (!account) return std::unexpected(account.error());
  Result<std::string> token = needed(credentials, "auth_tokens", "twilio");
  if (!token) return std::unexpected(token.error());
  Posting posting{server_of(credentials, "https://api.twilio.com"), {}};
  posting.request.method = "POST";
  posting.request.path = "/2010-04-01/Accounts/" + *account + "/Messages.json";
  posting.request.headers = {{"Authorization", "Basic " + connectors::base64_of(*account + ":" + *token)},
                             {"Content-Type", "application/x-www-form-urlencoded"}};
  std::string& body = posting.request.body;
  body = "To=";
  connectors::append_form_text(reply.conversation, body);
  body += "&From=";
  connectors::append_form_text(reply.to, body);
  body += "&Body=";
  connectors::append_form_text(reply.text, body);
  if (const std::string url = receipt_url(reply, credentials); !url.empty()) {
    body += "&StatusCallback=";
    connectors::append_form_text(url, body);
  }
  return posting;
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  std::string sid{root.find("sid").id()};
  if (status >= 200 && status < 300 && !sid.empty()) return {State::sent, std::move(sid), {}, {}};
  const std::int64_t code = root ? root.find("code").integer() : 0;
  std::string reason =
      reason_of(code != 0 ? std::to_string(code) : "HTTP " + std::to_string(status), root.find("message").text());
  if (status == 429) return {State::later, {}, std::move(reason), std::chrono::seconds{1}};  // never processed (20429)
  return {status >= 400 && status < 500 ? State::refused : State::unknown, {}, std::move(reason), {}};
}

}  // namespace

extern const Replies twilio;
const Replies twilio{.kind = "twilio",
                     .units_max = 1600,
                     .settings = settings,
                     .repeatable = false,
                     .render = render,
                     .read_answer = read_answer};

}  // namespace switchroom::replies
