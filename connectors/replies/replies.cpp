#include "connectors/replies/replies.hpp"

#include <array>

#include "connectors/json_post.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {

extern const Replies aws_ses;
extern const Replies aws_sns_sms;
extern const Replies bird;
extern const Replies discord;
extern const Replies instagram;
extern const Replies line;
extern const Replies mail_relay;
extern const Replies mailgun;
extern const Replies messenger;
extern const Replies plivo;
extern const Replies postmark;
extern const Replies sendgrid;
extern const Replies sinch;
extern const Replies slack;
extern const Replies teams;
extern const Replies telegram;
extern const Replies twilio;
extern const Replies viber;
extern const Replies vonage_messages;
extern const Replies vonage_sms;
extern const Replies webchat;
extern const Replies wechat;
extern const Replies wecom;
extern const Replies whatsapp;
extern const Replies x;
extern const Replies zalo;

namespace {

constexpr std::array all{
    &aws_ses,         &aws_sns_sms, &bird,     &discord, &instagram, &line,     &mail_relay, &mailgun, &messenger,
    &plivo,           &postmark,    &sendgrid, &sinch,   &slack,     &teams,    &telegram,   &twilio,  &viber,
    &vonage_messages, &vonage_sms,  &webchat,  &wechat,  &wecom,     &whatsapp, &x,          &zalo};  // alphabetical

constexpr std::array for_all{connectors::SettingRule{
    "replies_per_second", false, false, "At most so many answers a second go out; the provider's limit if not said"}};

struct Reason {
  std::string_view kind;
  std::string_view why;
};
constexpr std::array no_way{
    Reason{"kakao",
           "KakaoTalk takes an answer only while it waits for the skill's; a later one needs its consultation talk"},
    Reason{"github", "nobody reads what is answered to an event of GitHub"},
    Reason{"stripe", "nobody reads what is answered to an event of Stripe"},
    Reason{"standard-webhooks", "the sender of these webhooks named no way back"},
    Reason{"mapped", "the channel's description says how to receive only"},
};

}  // namespace

const Replies* find_replies(std::string_view kind) {
  for (const Replies* one : all)
    if (one->kind == kind) return one;
  return nullptr;
}

std::span<const connectors::SettingRule> common_settings() { return for_all; }

std::string_view why_no_way(std::string_view kind) {
  for (const Reason& reason : no_way)
    if (reason.kind == kind) return reason.why;
  return {};
}

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) ++units;  // a sequence begins
    if (byte >= 0xF0) ++units;           // outside the basic plane: a surrogate pair
  }
  return units;
}

std::string server_of(const connectors::Credentials& credentials, std::string_view standard) {
  const std::string_view own = credentials.value("api_base_url");
  std::string server{own.empty() ? standard : own};
  while (server.ends_with('/')) server.pop_back();
  return server;
}

Result<std::string> needed(const connectors::Credentials& credentials, std::string_view setting,
                           std::string_view kind) {
  const std::string_view value = credentials.value(setting);
  if (!value.empty()) return std::string{value};
  return std::unexpected(Error{Fault::invalid_setting, std::string{setting}, "nothing",
                               "a value: replies on a channel of kind " + std::string{kind} + " need it"});
}

std::string receipt_url(const Reply& reply, const connectors::Credentials& credentials) {
  std::string url{credentials.value("public_base_url")};
  while (url.ends_with('/')) url.pop_back();
  if (url.empty() || reply.hook.empty()) return {};
  return url + reply.hook + "?reply=" + reply.id;
}

Posting json_posting(std::string server, std::string_view path, std::string body,
                     std::vector<connectors::OwnedRequest::Field> headers) {
  return {std::move(server), connectors::json_post(path, std::move(body), std::move(headers))};
}

void append_member(std::string_view name, std::string_view text, std::string& body) {
  body += ",\"";
  body.append(name).append("\":");
  connectors::append_json_text(text, body);
}

Verdict verdict_of(int status, std::string reason) {
  if (status == 429) return {State::later, {}, std::move(reason), std::chrono::seconds{1}};
  return {status >= 400 && status < 500 ? State::refused : State::unknown, {}, std::move(reason), {}};
}

std::string reason_of(std::string_view code, std::string_view words) {
  constexpr std::size_t bytes_max = 500;
  std::string reason{code};
  if (!code.empty() && !words.empty()) reason += ": ";
  reason += words.substr(0, bytes_max);
  while (!reason.empty() && (static_cast<unsigned char>(reason.back()) & 0xC0) == 0x80 && words.size() > bytes_max)
    reason.pop_back();
  return reason;
}

}  // namespace switchroom::replies
