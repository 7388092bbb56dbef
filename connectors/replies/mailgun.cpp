// Source: "Send an email", Mailgun Messages API.
#include <array>

#include "connectors/base64.hpp"
#include "connectors/basic_auth.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/replies/mail_reply.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"api_key", false, true, "A sending key of the domain; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false,
                            "Where answers go, such as https://api.eu.mailgun.net for domains in the EU"},
    reply_to_setting,
    keep_cc_setting,
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  const Result<std::string> key = needed(credentials, "api_key", "mailgun");
  if (!key) return std::unexpected(key.error());
  const std::string subject = reply_subject(reply);
  const std::string sender = reply_sender(reply);
  std::vector<std::pair<std::string, std::string>> more;
  if (std::string address = reply_address(reply, credentials); !address.empty())
    more.emplace_back("h:Reply-To", std::move(address));
  for (auto& [name, value] : reply_headers(reply)) more.emplace_back("h:" + std::string{name}, value);
  std::vector<connectors::Form::Field> fields{
      {"from", sender}, {"to", reply.conversation}, {"subject", subject}, {"text", reply.text}};
  const std::string copies = reply_copies(reply);
  if (!copies.empty()) fields.push_back({"cc", copies});
  fields.push_back({"v:reply", reply.id});
  for (const auto& [name, value] : more) fields.push_back({name, value});
  const std::size_t at = sender.rfind('@');
  Posting posting{server_of(credentials, "https://api.mailgun.net"), {}};
  posting.request.method = "POST";
  posting.request.path = "/v3/" + (at == std::string::npos ? std::string{} : sender.substr(at + 1)) + "/messages";
  posting.request.headers = {{"Authorization", "Basic " + connectors::base64_of("api:" + *key)},
                             {"Content-Type", "application/x-www-form-urlencoded"}};
  connectors::append_form(fields, posting.request.body);
  return posting;
}

/// The id comes in angle brackets, as receipts don't have it.
Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  std::string id{root.find("id").id()};
  if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
  if (status == 200 && !id.empty()) return {State::sent, std::move(id), {}, {}};
  return verdict_of(status, reason_of("HTTP " + std::to_string(status), root.find("message").text()));
}

}  // namespace

extern const Replies mailgun;
const Replies mailgun{
    .kind = "mailgun", .units_max = 65'536, .settings = settings, .render = render, .read_answer = read_answer};

}  // namespace switchroom::replies
