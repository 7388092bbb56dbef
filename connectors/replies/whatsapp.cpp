// Sources: "Send text messages", "Send template messages", "Cloud API error codes", WhatsApp Business Platform.
#include <algorithm>
#include <array>

#include "connectors/json_reader.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"access_token", false, true, "A system user's token; needed to answer"},
    connectors::SettingRule{"template_language", false, false, "Language of the approved templates; en_US if not said"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

void append_text(const Reply& reply, std::string& body) {
  body += R"(,"type":"text","text":{"preview_url":false)";
  append_member("body", reply.text, body);
  body += "}}";
}

/// Meta's names have letters, digits and `_` only.
std::string name_at_meta(std::string name) {
  std::ranges::replace_if(name, [](char c) { return c == '-' || c == '.' || c == ':'; }, '_');
  return name;
}

/// A template that Meta has approved: a name, a language, and what stands in the gaps of its body.
void append_template(const ApprovedText& text, std::string_view standard_language, std::string& body) {
  body += R"(,"type":"template","template":{"name":)";
  connectors::append_json_text(name_at_meta(text.name), body);
  body += R"(,"language":{"code":)";
  connectors::append_json_text(text.language.empty() ? standard_language : text.language, body);
  body += "}";
  if (!text.parameters.empty()) body += R"(,"components":[{"type":"body","parameters":[)";
  for (const std::string& parameter : text.parameters) {
    if (!body.ends_with('[')) body += ',';
    body += R"({"type":"text")";
    append_member("text", parameter, body);
    body += "}";
  }
  body += text.parameters.empty() ? "}}" : "]}]}}";
}

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  Result<std::string> token = needed(credentials, "access_token", "whatsapp");
  if (!token) return std::unexpected(token.error());
  std::string to = reply.conversation;
  if (to.starts_with('+')) to.erase(0, 1);
  std::string body = R"({"messaging_product":"whatsapp","recipient_type":"individual","to":)";
  connectors::append_json_text(to, body);
  append_member("biz_opaque_callback_data", reply.id, body);
  const std::string_view language = credentials.value("template_language");
  if (reply.approved.name.empty())
    append_text(reply, body);
  else
    append_template(reply.approved, language.empty() ? "en_US" : language, body);
  return json_posting(server_of(credentials, "https://graph.facebook.com"), "/v24.0/" + reply.account + "/messages",
                      std::move(body), {{"Authorization", "Bearer " + *token}});
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
      std::string id{message.find("id").id()};
      if (!id.empty()) return {State::sent, std::move(id), {}, {}};
    }
    return {State::unknown, {}, "the provider said yes, but named no message", {}};
  }
  const connectors::JsonReader error = root.find("error");
  const std::int64_t code = error ? error.find("code").integer() : 0;
  std::string reason =
      reason_of(code != 0 ? std::to_string(code) : "HTTP " + std::to_string(status), error.find("message").text());
  constexpr std::int64_t window_closed = 131047;
  if (code == window_closed) reason += " (only a template reaches the customer now)";
  if (status == 429 || is_passing(code))
    return {State::later, {}, std::move(reason), std::chrono::seconds{code == 131056 ? 6 : 1}};
  return {status >= 500 ? State::unknown : State::refused, {}, std::move(reason), {}};
}

}  // namespace

extern const Replies whatsapp;
const Replies whatsapp{.kind = "whatsapp",
                       .units_max = 4096,
                       .settings = settings,
                       .approved_texts = true,
                       .per_second = 80,
                       .render = render,
                       .read_answer = read_answer};

}  // namespace switchroom::replies
