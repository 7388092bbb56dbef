// Source: "读取消息" (企业微信开发者中心).
#include "connectors/replies/pulls.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/replies/tencent.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

Posting ask_page(const PageWanted& page, const AccessToken& token, const connectors::Credentials& credentials) {
  std::string body = R"({"limit":1000,"voice_format":0)";
  if (!page.cursor.empty()) append_member("cursor", page.cursor, body);
  append_member("token", page.token, body);
  if (!page.account.empty()) append_member("open_kfid", page.account, body);
  body += "}";
  return opened_by(token.text,
                   json_posting(server_of(credentials, wecom_server), "/cgi-bin/kf/sync_msg", std::move(body), {}));
}

constexpr Pulls wecom{.kind = "wecom", .settings = wecom_settings, .token = &wecom_token, .ask_page = ask_page};

}  // namespace

const Pulls* find_pulls(std::string_view kind) { return kind == wecom.kind ? &wecom : nullptr; }

}  // namespace switchroom::replies
