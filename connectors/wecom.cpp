// WeCom customer service (微信客服). Sources: "接收消息和事件", "回调配置", "加解密方案说明" (企业微信开发者中心);
// @wecom/crypto 1.0.
//
// A delivery holds no message: it says that there are some, and gives a token for 10 minutes with which they are
// pulled.
#include <array>
#include <utility>

#include "connectors/connector.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/signature.hpp"
#include "connectors/wechat_crypto.hpp"
#include "connectors/wecom_page.hpp"
#include "connectors/xml_reader.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"token", true, true, "The Token of the callback (管理后台 → 微信客服 → API → 回调配置)"},
    SettingRule{"encoding_aes_key", true, true, "The EncodingAESKey of the callback, 43 letters"},
    SettingRule{"corp_id", true, false, "The corporation's id (ww…), or the suite's id of a third-party app"},
};
constexpr std::array<std::string_view, 1> hosts{"qyapi.weixin.qq.com"};
constexpr std::array sample_settings{
    Sample::Setting{"token", "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo"},
    Sample::Setting{"encoding_aes_key", "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt"},
    Sample::Setting{"corp_id", "ww1436e0e65a779aee"},
};

/// The text behind an `Encrypt` or `echostr` that the query's `msg_signature` covers. Error: `forged_signature`.
Result<std::string> open(const Form& query, std::string_view encrypted, const Credentials& credentials) {
  const std::string_view claimed = query.value("msg_signature");
  if (!is_wechat_signature(credentials.values("token"), query.value("timestamp"), query.value("nonce"), encrypted,
                           claimed))
    return forged("msg_signature", claimed.empty() ? "nothing" : "another signature",
                  "the SHA-1 of token, timestamp, nonce and encrypted text, sorted",
                  {"<token> ", query.value("timestamp"), " ", query.value("nonce"), " ", masked_bytes(encrypted)});
  std::optional<std::string> message =
      decrypt_wechat(credentials.values("encoding_aes_key"), credentials.value("corp_id"), encrypted);
  if (!message) return forged("Encrypt", "what does not open", "a message for the corp_id");
  return *std::move(message);
}

/// The whole text within 1 s: no quotes, no line end. The query is decoded once; `echostr` has `+`, `/` and `=`.
std::optional<Result<Answer>> handshake(const Request& request, const Credentials& credentials) {
  if (request.method != "GET") return std::nullopt;
  const Result<Form> query = Form::read(request.query);
  if (!query) return std::unexpected{query.error()};
  Result<std::string> echo = open(*query, query->value("echostr"), credentials);
  if (!echo) {
    const Error& error = echo.error();
    return std::unexpected{Error{Fault::handshake_refused, error.where, error.found, error.expected}};
  }
  return Answer{.content_type = "text/plain", .body = *std::move(echo)};
}

Result<std::string> open(const Request& request, const Credentials& credentials) {
  const Result<Form> query = Form::read(request.query);
  if (request.method != "POST" || !query) return forged("msg_signature", "nothing", "a SHA-1 in hex");
  const Result<XmlFields> body = XmlFields::read(request.body);
  if (!body) return forged("Encrypt", "nothing", "an encrypted message");
  return open(*query, body->text("Encrypt"), credentials);
}

Result<void> verify(const Request& request, const Credentials& credentials, Instant) {
  const Result<std::string> message = open(request, credentials);
  return message ? Result<void>{} : std::unexpected{message.error()};
}

Result<Delivery> decode(const Request& request, const Credentials& credentials) {
  const Result<std::string> message = open(request, credentials);
  const Result<XmlFields> xml = message ? XmlFields::read(*message) : std::unexpected{message.error()};
  if (!xml)
    return std::unexpected{
        Error{Fault::undecodable_message, xml.error().where, xml.error().found, xml.error().expected}};
  Delivery delivery;
  if (xml->text("Event") != "kf_msg_or_event") return delivery;  // news of the corporation: nobody wrote to us
  Errand& errand = delivery.errands.emplace_back();
  errand.kind = Errand::Kind::pull_messages;
  errand.url = "https://qyapi.weixin.qq.com/cgi-bin/kf/sync_msg";
  errand.token = xml->text("Token");
  errand.account = xml->text("OpenKfId");
  errand.id = errand.account + ':' + errand.token;
  if (errand.token.empty())
    return std::unexpected{Error{Fault::undecodable_message, "Token", "nothing", "the token for the pull"}};
  return delivery;
}

Answer acknowledge(const Request&) { return {}; }

/// WeCom tells that there is a message; the draft's id is the token.
OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
  const std::string_view corp = credentials.value("corp_id");
  std::string message = "<xml>";
  append_xml_text("ToUserName", corp, message);
  message += "<CreateTime>" + std::to_string(draft.at_ms / 1000) + "</CreateTime>";
  append_xml_text("MsgType", "event", message);
  append_xml_text("Event", "kf_msg_or_event", message);
  append_xml_text("Token", draft.id, message);
  append_xml_text("OpenKfId", "wkxxxxxxxxxxxxxxxxxxxxxxxxxxxx", message);
  message += "</xml>";
  std::string start;
  append_xml_text("ToUserName", corp, start);
  return compose_encrypted_wechat(draft, credentials, corp, message, start);
}

}  // namespace

extern const Connector wecom;
const Connector wecom{.kind = "wecom",
                      .name = "WeCom customer service",
                      .methods = "GET, POST",
                      .settings = settings,
                      .hosts = hosts,
                      .sample = {.from = "wmxxxxxxxxxxxxxxxxxxxxxxxxxx",
                                 .id = "ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR",
                                 .settings = sample_settings},
                      .handshake = handshake,
                      .verify = verify,
                      .decode = decode,
                      .acknowledge = acknowledge,
                      .compose = compose,
                      .read_page = read_wecom_page};

}  // namespace switchroom::connectors
