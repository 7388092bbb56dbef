// Source: "SendEmail", Amazon SES API v2 Reference.
#include <array>
#include <utility>

#include "connectors/json_reader.hpp"
#include "connectors/replies/aws_signature.hpp"
#include "connectors/replies/mail_reply.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::array settings{aws_settings[0], aws_settings[1],  aws_settings[2],
                              aws_settings[3], reply_to_setting, keep_cc_setting};

Result<Posting> render(const Reply& reply, const connectors::Credentials& credentials) {
  const Result<AwsScope> scope = aws_scope_of(credentials, "ses", "aws-ses");
  if (!scope) return std::unexpected(scope.error());
  std::string body = R"({"FromEmailAddress":)";
  connectors::append_json_text(reply_sender(reply), body);
  body += R"(,"Destination":{"ToAddresses":[)";
  connectors::append_json_text(reply.conversation, body);
  body += "]";
  std::string_view before = R"(,"CcAddresses":[)";
  for (const std::string& address : reply.cc) {
    body += std::exchange(before, ",");
    connectors::append_json_text(address, body);
  }
  body += reply.cc.empty() ? "}" : "]}";
  if (const std::string address = reply_address(reply, credentials); !address.empty()) {
    body += R"(,"ReplyToAddresses":[)";
    connectors::append_json_text(address, body);
    body += "]";
  }
  body += R"(,"EmailTags":[{"Name":"reply")";
  append_member("Value", reply.id, body);
  body += R"(}],"Content":{"Simple":{"Subject":{"Charset":"UTF-8")";
  append_member("Data", reply_subject(reply), body);
  body += R"(},"Body":{"Text":{"Charset":"UTF-8")";
  append_member("Data", reply.text, body);
  body += "}}";
  append_named_headers(reply, body);
  body += "}}}";
  Posting posting = json_posting(server_of(credentials, "https://email." + scope->region + ".amazonaws.com"),
                                 "/v2/email/outbound-emails", std::move(body), {});
  sign_for_aws(*scope, reply.now_ms, posting);
  return posting;
}

Verdict read_answer(int status, std::string_view body) {
  connectors::JsonReader::Document document{body};
  const connectors::JsonReader root = document.root();
  if (std::string id{root.find("MessageId").id()}; status == 200 && !id.empty())
    return {State::sent, std::move(id), {}, {}};
  return verdict_of(status, reason_of("HTTP " + std::to_string(status), root.find("message").text()));
}

}  // namespace

extern const Replies aws_ses;
const Replies aws_ses{
    .kind = "aws-ses", .units_max = 65'536, .settings = settings, .render = render, .read_answer = read_answer};

}  // namespace switchroom::replies
