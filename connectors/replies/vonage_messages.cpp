// Sources: "Send a message", "Authentication", Vonage Messages API.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/jwt.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"application_id", false, false, "The id of the Vonage application; needed to answer"},
    connectors::SettingRule{"private_key", false, true,
                            "The private key of that application, in PEM; needed to answer"},
    connectors::SettingRule{"reply_channel", false, false,
                            "sms (if not said), mms, whatsapp, messenger, viber_service, rcs"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

/// A token of its own for each request, good for 5 minutes.
std::string claims_of(std::string_view application, const Reply& reply) {
  constexpr std::int64_t valid_s = 300;
  const std::int64_t now_s = reply.now_ms / 1000;
  std::string claims = R"({"application_id":)";
  connectors::append_json_text(application, claims);
  append_member("jti", reply.id + '-' + std::to_string(reply.now_ms), claims);
  return claims + R"(,"iat":)" + std::to_string(now_s) + R"(,"exp":)" + std::to_string(now_s + valid_s) + "}";
}

std::string without_plus(std::string_view number) {
  return std::string{number.starts_with('+') ? number.substr(1) : number};
}

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  const Result<std::string> application = needed(credentials, "application_id", "vonage-messages");
  if (!application) return std::unexpected(application.error());
  const Result<std::string> key = needed(credentials, "private_key", "vonage-messages");
  if (!key) return std::unexpected(key.error());
  const std::optional<std::string> token = connectors::jwt_by_rsa(claims_of(*application, reply), *key);
  if (!token) return std::unexpected(Error{Fault::invalid_setting, "private_key", "another text", "an RSA key in PEM"});
  const std::string_view channel = credentials.value("reply_channel");
  std::string body = R"({"message_type":"text")";
  append_member("channel", channel.empty() ? "sms" : channel, body);
  append_member("to", without_plus(reply.conversation), body);
  append_member("from", without_plus(reply.to), body);
  append_member("text", reply.text, body);
  append_member("client_ref", reply.id, body);
  body += "}";
  return json_posting(server_of(credentials, "https://api.nexmo.com"), "/v1/messages", std::move(body),
                      {{"Authorization", "Bearer " + *token}});
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (std::string id{root.find("message_uuid").id()}; status == 202 && !id.empty())
    return {State::sent, std::move(id), {}, {}};
  return verdict_of(status, reason_of("HTTP " + std::to_string(status), root.find("title").text()));
}

}  // namespace

extern const Replies vonage_messages;
const Replies vonage_messages{
    .kind = "vonage-messages", .units_max = 1000, .settings = settings, .render = render, .read_answer = read_answer};

}  // namespace switchroom::replies
