// Sources: "Send text messages", "Cloud API error codes", WhatsApp Business Platform.
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"access_token", false, true, "A system user's token; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> token = needed(credentials, "access_token", "whatsapp");
  if (!token) return std::unexpected(token.error());
  std::string to = reply.conversation;
  if (to.starts_with('+')) to.erase(0, 1);
  Posting posting{server_of(credentials, "https://graph.facebook.com"), {}};
  posting.request.method = "POST";
  posting.request.path = "/v24.0/" + reply.account + "/messages";
  posting.request.headers = {{"Authorization", "Bearer " + *token}, {"Content-Type", "application/json"}};
  std::string& body = posting.request.body;
  body = R"({"messaging_product":"whatsapp","recipient_type":"individual","to":)";
  connectors::append_json_text(to, body);
  body += R"(,"type":"text","biz_opaque_callback_data":)";
  connectors::append_json_text(reply.id, body);
  body += R"(,"text":{"preview_url":false,"body":)";
  connectors::append_json_text(reply.text, body);
  body += "}}";
  return posting;
}

/// Rates and passing troubles of Meta, told before a message was taken.
bool is_passing(std::int64_t code) {
  constexpr std::array<std::int64_t, 10> passing{1, 2, 4, 80007, 130429, 131000, 131016, 131056, 133004, 131048};
  for (const std::int64_t one : passing)
    if (one == code) return true;
  return false;
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (status >= 200 && status < 300) {
    for (const connectors::JsonReader& message : root.find("messages").items()) {
      std::string id = message.find("id").id();
      if (!id.empty()) return {State::sent, std::move(id), {}, {}};
    }
    return {State::unknown, {}, "the provider said yes, but named no message", {}};
  }
  const connectors::JsonReader error = root.find("error");
  const std::int64_t code = error ? error.find("code").integer() : 0;
  std::string reason =
      reason_of(code != 0 ? std::to_string(code) : "HTTP " + std::to_string(status), error.find("message").text());
  if (status == 429 || is_passing(code))
    return {State::later, {}, std::move(reason), std::chrono::seconds{code == 131056 ? 6 : 1}};
  return {status >= 500 ? State::unknown : State::refused, {}, std::move(reason), {}};
}

}  // namespace

extern const Replies whatsapp;
const Replies whatsapp{.kind = "whatsapp",
                       .units_max = 4096,
                       .settings = settings,
                       .repeatable = false,
                       .render = render,
                       .read_answer = read_answer};

}  // namespace switchroom::replies
