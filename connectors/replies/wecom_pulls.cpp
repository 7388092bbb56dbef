// Sources: "获取access_token", "读取消息" (企业微信开发者中心).
#include <array>

#include "connectors/form_reader.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/replies/pulls.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"corp_secret", false, true, "The secret of 微信客服; needed to fetch messages"},
    connectors::SettingRule{"api_base_url", false, false, "Where messages are fetched; WeCom's API if not said"},
};
constexpr std::string_view standard = "https://qyapi.weixin.qq.com";

Result<Posting> ask_token(const connectors::Credentials& credentials) {
  Result<std::string> secret = needed(credentials, "corp_secret", "wecom");
  if (!secret) return std::unexpected(secret.error());
  Posting posting{server_of(credentials, standard), {}};
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

Posting ask_page(const PageWanted& page, const AccessToken& token, const connectors::Credentials& credentials) {
  std::string body = R"({"limit":1000,"voice_format":0)";
  if (!page.cursor.empty()) append_member("cursor", page.cursor, body);
  append_member("token", page.token, body);
  if (!page.account.empty()) append_member("open_kfid", page.account, body);
  body += "}";
  Posting posting = json_posting(server_of(credentials, standard), "/cgi-bin/kf/sync_msg", std::move(body), {});
  posting.request.query = "access_token=";
  connectors::append_form_text(token.text, posting.request.query);
  return posting;
}

constexpr Pulls wecom{
    .kind = "wecom", .settings = settings, .ask_token = ask_token, .read_token = read_token, .ask_page = ask_page};

}  // namespace

const Pulls* find_pulls(std::string_view kind) { return kind == wecom.kind ? &wecom : nullptr; }

}  // namespace switchroom::replies
