// Source: "Mail Send", Twilio SendGrid Web API v3. The answer has no body; the id stands in a header that a mail's
// receipts do not repeat in this form, so none is kept.
#include <array>
#include <utility>

#include "connectors/json_reader.hpp"
#include "connectors/replies/mail_reply.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"api_key", false, true, "An API key that may send mail; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
    reply_to_setting,
    keep_cc_setting,
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  const Result<std::string> key = needed(credentials, "api_key", "sendgrid");
  if (!key) return std::unexpected(key.error());
  std::string body = R"({"personalizations":[{"to":[{"email":)";
  connectors::append_json_text(reply.conversation, body);
  std::string_view before = R"(}],"cc":[{"email":)";
  for (const std::string& address : reply.cc) {
    body += std::exchange(before, R"(},{"email":)");
    connectors::append_json_text(address, body);
  }
  body += R"(}]}],"from":{"email":)";
  connectors::append_json_text(reply_sender(reply), body);
  body += "}";
  if (const std::string address = reply_address(reply, credentials); !address.empty()) {
    body += R"(,"reply_to":{"email":)";
    connectors::append_json_text(address, body);
    body += "}";
  }
  append_member("subject", reply_subject(reply), body);
  if (const auto headers = reply_headers(reply); !headers.empty()) {
    body += R"(,"headers":{)";
    for (const auto& [name, value] : headers) {
      if (body.back() != '{') body += ',';
      connectors::append_json_text(name, body);
      body += ':';
      connectors::append_json_text(value, body);
    }
    body += "}";
  }
  body += R"(,"content":[{"type":"text/plain")";
  append_member("value", reply.text, body);
  body += "}]}";
  return json_posting(server_of(credentials, "https://api.sendgrid.com"), "/v3/mail/send", std::move(body),
                      {{"Authorization", "Bearer " + *key}});
}

Verdict read_answer(int status, std::string_view body) {
  if (status == 202) return {State::sent, {}, {}, {}};
  connectors::JsonReader::Document document{body};
  std::string reason = "HTTP " + std::to_string(status);
  for (const connectors::JsonReader& error : document.root().find("errors").items())
    return verdict_of(status, reason_of(reason, error.find("message").text()));
  return verdict_of(status, std::move(reason));
}

}  // namespace

extern const Replies sendgrid;
const Replies sendgrid{
    .kind = "sendgrid", .units_max = 65'536, .settings = settings, .render = render, .read_answer = read_answer};

}  // namespace switchroom::replies
