// Sources: "获取access_token", "全局错误码" (企业微信开发者中心); "获取稳定版接口调用凭据", "全局返回码"
// (微信公众平台).
#include "connectors/replies/tencent.hpp"

#include <algorithm>
#include <span>

#include "connectors/form_reader.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

Result<Posting> ask_wechat(const connectors::Credentials& credentials) {
  const Result<std::string> id = needed(credentials, "app_id", "wechat");
  if (!id) return std::unexpected(id.error());
  const Result<std::string> secret = needed(credentials, "app_secret", "wechat");
  if (!secret) return std::unexpected(secret.error());
  std::string body = R"({"grant_type":"client_credential")";
  append_member("appid", *id, body);
  append_member("secret", *secret, body);
  body += "}";
  return json_posting(server_of(credentials, wechat_server), "/cgi-bin/stable_token", std::move(body), {});
}

Result<Posting> ask_wecom(const connectors::Credentials& credentials) {
  const Result<std::string> secret = needed(credentials, "corp_secret", "wecom");
  if (!secret) return std::unexpected(secret.error());
  Posting posting{server_of(credentials, wecom_server), {}};
  posting.request.method = "GET";
  posting.request.path = "/cgi-bin/gettoken";
  posting.request.query = "corpid=";
  connectors::append_form_text(credentials.value("corp_id"), posting.request.query);
  posting.request.query += "&corpsecret=";
  connectors::append_form_text(*secret, posting.request.query);
  return posting;
}

Result<AccessToken> read_token(std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (const connectors::JsonReader code = root.find("errcode"); code && code.integer() != 0)
    code.refuse(code.id(), "0");
  AccessToken token{std::string{root.at("access_token").text()},
                    std::chrono::seconds{root.find("expires_in").integer()}};
  if (auto error = document.take_error()) return std::unexpected(std::move(*error));
  return token;
}

bool is_one_of(std::span<const std::int64_t> codes, std::int64_t code) {
  return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

const TokenWay wechat_token{.ask = ask_wechat, .read = read_token};
const TokenWay wecom_token{.ask = ask_wecom, .read = read_token};

Posting opened_by(std::string_view token, Posting posting) {
  posting.request.query = "access_token=";
  connectors::append_form_text(token, posting.request.query);
  return posting;
}

Verdict read_tencent_answer(int status, std::string_view body) {
  constexpr std::array<std::int64_t, 4> passing{-1, 45009, 45011, 45033};  // busy, quotas
  constexpr std::array<std::int64_t, 3> token_gone{40001, 40014, 42001};
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  const connectors::JsonReader code = root.find("errcode");
  if (status != 200 || !code) return verdict_of(status, reason_of("HTTP " + std::to_string(status), {}));
  if (code.integer() == 0) return {State::sent, std::string{root.find("msgid").id()}, {}, {}};
  const std::int64_t number = code.integer();
  std::string reason = reason_of(code.id(), root.find("errmsg").text());
  if (is_one_of(token_gone, number)) return {State::later, {}, std::move(reason), {}, true};
  if (is_one_of(passing, number)) return {State::later, {}, std::move(reason), std::chrono::seconds{1}};
  return {State::refused, {}, std::move(reason), {}};
}

}  // namespace switchroom::replies
