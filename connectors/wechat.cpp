// WeChat Official Account in plain, compatible and encrypted mode. Sources: "接收普通消息", "接收事件推送",
// "消息加解密说明" (微信公众平台); wechatpy 1.8.
//
// The plain signature covers token, time and nonce, not the body; the encrypted one also covers `Encrypt`.
#include <array>
#include <utility>

#include "connectors/connector.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/number_for.hpp"
#include "connectors/signature.hpp"
#include "connectors/wechat_crypto.hpp"
#include "connectors/wechat_message.hpp"
#include "connectors/xml_reader.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"token", true, true, "The Token that you enter at 开发 → 基本配置 → 服务器配置"},
    SettingRule{"encoding_aes_key", false, true, "The EncodingAESKey, 43 letters; needed unless the mode is plain"},
    SettingRule{"app_id", false, false, "The account's AppID; needed unless the mode is plain"},
    SettingRule{"mode", false, false,
                "plain (明文), compatible (兼容) or encrypted (安全), as set there; plain by default"},
};

bool is_plain(const Credentials& credentials) {
  const std::string_view mode = credentials.value("mode");
  return mode.empty() || mode == "plain";
}

std::optional<Result<Answer>> handshake(const Request& request, const Credentials& credentials) {
  if (request.method != "GET") return std::nullopt;
  const Result<Form> query = Form::read(request.query);
  if (!query) return std::unexpected{query.error()};
  if (!is_wechat_signature(credentials.values("token"), query->value("timestamp"), query->value("nonce"), std::nullopt,
                           query->value("signature")))
    return std::unexpected{Error{Fault::handshake_refused, "signature", "another signature",
                                 "the SHA-1 of token, timestamp and nonce, sorted"}};
  return Answer{.content_type = "text/plain", .body = std::string{query->value("echostr")}};
}

/// The encrypted part opened; in these modes nothing else of the body counts, or a forger could leave it out.
Result<std::string> open(const Request& request, const Credentials& credentials) {
  const Result<XmlFields> body = XmlFields::read(request.body);
  if (!body) return std::unexpected{body.error()};
  std::optional<std::string> message =
      decrypt_wechat(credentials.values("encoding_aes_key"), credentials.value("app_id"), body->text("Encrypt"));
  if (!message)
    return std::unexpected{Error{Fault::forged_signature, "Encrypt", "what does not open", "a message for the app_id"}};
  return *std::move(message);
}

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  const Result<Form> query = Form::read(request.query);
  const std::string_view name = is_plain(credentials) ? "signature" : "msg_signature";
  if (request.method != "POST" || !query || query->value(name).empty())
    return forged(name, "nothing", "a SHA-1 in hex");
  std::optional<std::string_view> encrypted;
  const Result<XmlFields> body = is_plain(credentials) ? XmlFields{} : XmlFields::read(request.body);
  if (!is_plain(credentials)) encrypted = body ? body->text("Encrypt") : std::string_view{};
  if (encrypted && encrypted->empty()) return forged("Encrypt", "nothing", "an encrypted message: the channel's mode");
  if (!is_wechat_signature(credentials.values("token"), query->value("timestamp"), query->value("nonce"), encrypted,
                           query->value(name)))
    return forged(name, "another signature", "the SHA-1 of token, timestamp, nonce and any Encrypt, sorted",
                  {"<token> ", query->value("timestamp"), " ", query->value("nonce"),
                   encrypted ? " " + masked_bytes(*encrypted) : ""});
  if (!encrypted) return {};
  const Result<std::string> message = open(request, credentials);
  return message ? Result<void>{} : std::unexpected{message.error()};
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  if (is_plain(credentials)) return read_wechat_message(request.body);
  const Result<std::string> message = open(request, credentials);
  if (message) return read_wechat_message(*message);
  return std::unexpected{
      Error{Fault::undecodable_message, message.error().where, message.error().found, message.error().expected}};
}

/// Anything else, or silence for 5 s, shows the customer an error.
Answer acknowledge(const Request&) { return {.content_type = "text/plain", .body = "success"}; }

// --- what WeChat would send ------------------------------------------------------------------------------------------

std::string message_of(const Draft& draft) {
  std::string xml;
  append_xml_text("ToUserName", "gh_b1eb3f8bd6c6", xml);
  append_xml_text("FromUserName", draft.from, xml);
  xml += "<CreateTime>" + std::to_string(draft.at_ms / 1000) + "</CreateTime>";
  append_xml_text("MsgType", "text", xml);
  append_xml_text("Content", draft.text, xml);
  xml += "<MsgId>" + std::to_string(number_for(draft.id, 63)) + "</MsgId>";
  return xml;
}

OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  const std::string message = message_of(draft);
  const std::string whole = "<xml>" + message + "</xml>";
  if (!is_plain(credentials))
    return compose_encrypted_wechat(draft, credentials, credentials.value("app_id"), whole,
                                    credentials.value("mode") == "compatible" ? message : std::string{});
  const std::string time = std::to_string(draft.at_ms / 1000);
  OwnedRequest request;
  request.method = "POST";
  request.path = draft.path;
  request.query = "signature=" + wechat_signature({credentials.value("token"), time, "nonce1"}) + "&timestamp=" + time +
                  "&nonce=nonce1&openid=";
  append_form_text(draft.from, request.query);
  request.body = whole;
  request.headers = {{"Content-Type", "text/xml"}};
  return request;
}

}  // namespace

extern const Connector wechat;
const Connector wechat{.kind = "wechat",
                       .name = "WeChat Official Account",
                       .methods = "GET, POST",
                       .settings = settings,
                       .sample = {.from = "oLVPpjqs9BhvzwPj5A-vTYAX3GLc", .id = "6054768590064713728"},
                       .handshake = handshake,
                       .verify = verify,
                       .decode = decode,
                       .acknowledge = acknowledge,
                       .compose = compose};

}  // namespace switchroom::connectors
