// Source: "发送消息" (微信客服, 企业微信开发者中心). Within 48 hours of the customer's message, five messages.
#include "connectors/replies/tencent.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

/// The conversation is `<open_kfid>:<external_userid>`. The id of the message is ours: a failure names it later.
Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  const std::size_t colon = reply.conversation.find(':');
  std::string body = R"({"touser":)";
  connectors::append_json_text(colon == std::string::npos ? reply.conversation : reply.conversation.substr(colon + 1),
                               body);
  append_member("open_kfid", reply.account, body);
  append_member("msgid", reply.id, body);
  body += R"(,"msgtype":"text","text":{"content":)";
  connectors::append_json_text(reply.text, body);
  body += "}}";
  return opened_by(reply.access_token,
                   json_posting(server_of(credentials, wecom_server), "/cgi-bin/kf/send_msg", std::move(body), {}));
}

}  // namespace

extern const Replies wecom;
const Replies wecom{.kind = "wecom",
                    .units_max = 2048,
                    .bytes_max = 2048,
                    .settings = wecom_settings,
                    .token = &wecom_token,
                    .render = render,
                    .read_answer = read_tencent_answer};

}  // namespace switchroom::replies
