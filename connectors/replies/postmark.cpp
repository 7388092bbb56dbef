// Source: "Send a single email", "API error codes", Postmark Email API.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/mail_reply.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"server_token", false, true, "The server's API token; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
    reply_to_setting,
    keep_cc_setting,
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  const Result<std::string> token = needed(credentials, "server_token", "postmark");
  if (!token) return std::unexpected(token.error());
  std::string body = R"({"From":)";
  connectors::append_json_text(reply_sender(reply), body);
  append_member("To", reply.conversation, body);
  if (!reply.cc.empty()) append_member("Cc", reply_copies(reply), body);
  if (const std::string address = reply_address(reply, credentials); !address.empty())
    append_member("ReplyTo", address, body);
  append_member("Subject", reply_subject(reply), body);
  append_member("TextBody", reply.text, body);
  append_named_headers(reply, body);
  body += R"(,"Metadata":{"reply":)";
  connectors::append_json_text(reply.id, body);
  body += "}";
  body += "}";
  return json_posting(server_of(credentials, "https://api.postmarkapp.com"), "/email", std::move(body),
                      {{"Accept", "application/json"}, {"X-Postmark-Server-Token", *token}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  const connectors::JsonReader code = root.find("ErrorCode");
  if (status == 200 && code && code.integer() == 0)
    return {State::sent, std::string{root.find("MessageID").id()}, {}, {}};
  const std::string name = code ? std::string{code.id()} : "HTTP " + std::to_string(status);
  return verdict_of(status == 200 ? 422 : status, reason_of(name, root.find("Message").text()));
}

}  // namespace

extern const Replies postmark;
const Replies postmark{
    .kind = "postmark", .units_max = 65'536, .settings = settings, .render = render, .read_answer = read_answer};

}  // namespace switchroom::replies
