// Source: "SendTextMessage", AWS End User Messaging SMS and Voice v2 API Reference.
#include "connectors/json_reader.hpp"
#include "connectors/replies/aws_signature.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  const Result<AwsScope> scope = aws_scope_of(credentials, "sms-voice", "aws-sns-sms");
  if (!scope) return std::unexpected(scope.error());
  Posting posting{server_of(credentials, "https://sms-voice." + scope->region + ".amazonaws.com"), {}};
  posting.request.method = "POST";
  posting.request.path = "/";
  posting.request.headers = {{"Content-Type", "application/x-amz-json-1.0"},
                             {"X-Amz-Target", "PinpointSMSVoiceV2.SendTextMessage"}};
  std::string& body = posting.request.body;
  body = R"({"DestinationPhoneNumber":)";
  connectors::append_json_text(reply.conversation, body);
  append_member("OriginationIdentity", reply.to, body);
  append_member("MessageBody", reply.text, body);
  body += R"(,"MessageType":"TRANSACTIONAL"})";
  sign_for_aws(*scope, reply.now_ms, posting);
  return posting;
}

/// Errors are named in `__type`, sometimes with a namespace in front.
Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (std::string id{root.find("MessageId").id()}; status == 200 && !id.empty())
    return {State::sent, std::move(id), {}, {}};
  std::string_view type = root.find("__type").text();
  type.remove_prefix(type.rfind('#') == type.npos ? 0 : type.rfind('#') + 1);
  std::string reason =
      reason_of(type.empty() ? "HTTP " + std::to_string(status) : std::string{type}, root.find("Message").text());
  if (type == "ThrottlingException") return {State::later, {}, std::move(reason), std::chrono::seconds{1}};
  return verdict_of(status, std::move(reason));
}

}  // namespace

extern const Replies aws_sns_sms;
const Replies aws_sns_sms{
    .kind = "aws-sns-sms", .units_max = 1600, .settings = aws_settings, .render = render, .read_answer = read_answer};

}  // namespace switchroom::replies
