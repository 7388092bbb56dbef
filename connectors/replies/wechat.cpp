// Source: "发送客服消息" (微信公众平台). Within 48 hours of the customer's message, five messages.
#include <array>

#include "connectors/replies/tencent.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{
    connectors::SettingRule{"app_secret", false, true, "The AppSecret of the account; needed to answer"},
    connectors::SettingRule{"api_base_url", false, false, "Where answers go; the provider's API if not said"},
};

/// Text must stand there as UTF-8: escapes would be shown to the customer.
Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  std::string body = R"({"touser":)";
  connectors::append_json_text(reply.conversation, body);
  body += R"(,"msgtype":"text","text":{"content":)";
  connectors::append_json_text(reply.text, body);
  body += "}}";
  return opened_by(reply.access_token, json_posting(server_of(credentials, wechat_server),
                                                    "/cgi-bin/message/custom/send", std::move(body), {}));
}

}  // namespace

extern const Replies wechat;
const Replies wechat{.kind = "wechat",
                     .units_max = 2048,
                     .bytes_max = 2048,
                     .settings = settings,
                     .token = &wechat_token,
                     .render = render,
                     .read_answer = read_tencent_answer};

}  // namespace switchroom::replies
