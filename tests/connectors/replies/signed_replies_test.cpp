// Replies whose requests are signed or carry more than a text. The signatures of Amazon were made with botocore.
#include <gtest/gtest.h>

#include "connectors/base64.hpp"
#include "connectors/jwt.hpp"
#include "connectors/public_key.hpp"
#include "connectors/registry.hpp"
#include "connectors/replies/replies.hpp"
#include "connectors/sample_keys.hpp"

namespace switchroom::replies {
namespace {

connectors::Credentials credentials(std::vector<std::pair<std::string, std::string>> settings) {
  connectors::Credentials made;
  for (auto& [name, value] : settings) made.settings.push_back({name, {value}});
  return made;
}

Reply reply_at(std::int64_t now_ms) {
  Reply reply{"r0-7-0", "C7", "A1", "T2", "a<b"};
  reply.now_ms = now_ms;
  return reply;
}

std::string_view header(const Posting& posting, std::string_view name) {
  for (const connectors::OwnedRequest::Field& field : posting.request.headers)
    if (field.name == name) return field.value;
  return {};
}

constexpr std::int64_t morning = 1'769'847'330'000;  // 2026-01-31 08:15:30 UTC

const connectors::Credentials amazon = credentials({{"access_key_id", "AKIDEXAMPLE"},
                                                    {"secret_access_key", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
                                                    {"region", "eu-central-1"}});

TEST(SignedReplies, OfAmazonSmsHaveTheSignatureOfItsSdk) {
  const auto posting = find_replies("aws-sns-sms")->render(reply_at(morning), amazon);
  ASSERT_TRUE(posting);
  EXPECT_EQ(posting->server, "https://sms-voice.eu-central-1.amazonaws.com");
  EXPECT_EQ(
      posting->request.body,
      R"({"DestinationPhoneNumber":"C7","OriginationIdentity":"T2","MessageBody":"a<b","MessageType":"TRANSACTIONAL"})");
  EXPECT_EQ(header(*posting, "X-Amz-Date"), "20260131T081530Z");
  EXPECT_EQ(header(*posting, "Authorization"),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/eu-central-1/sms-voice/aws4_request, "
            "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
            "Signature=12c0443da75cf5e134929620bcba45825e058e840b0c4117811e6154674a55cf");
}

TEST(SignedReplies, OfAmazonMailHaveTheSignatureOfItsSdk) {
  const auto posting = find_replies("aws-ses")->render(reply_at(morning), amazon);
  ASSERT_TRUE(posting);
  EXPECT_EQ(posting->server + posting->request.path,
            "https://email.eu-central-1.amazonaws.com/v2/email/outbound-emails");
  EXPECT_EQ(posting->request.body,
            R"({"FromEmailAddress":"T2","Destination":{"ToAddresses":["C7"]},)"
            R"("EmailTags":[{"Name":"reply","Value":"r0-7-0"}],"Content":{"Simple":{"Subject":)"
            R"({"Charset":"UTF-8","Data":"Re: "},"Body":{"Text":{"Charset":"UTF-8","Data":"a<b"}}}}})");
  EXPECT_TRUE(header(*posting, "Authorization")
                  .ends_with("Signature=2246f11716bd9c77e565e7fbc3d97ce9a7c1b8b91db6183a04c5cf74ced26121"));
}

TEST(SignedReplies, OfVonageCarryATokenOfTheirOwn) {
  const connectors::Credentials settings =
      credentials({{"application_id", "app-1"}, {"private_key", std::string{connectors::sample_keys::rsa_private}}});
  Reply reply = reply_at(morning);
  reply.conversation = "+4915112345678";
  const auto posting = find_replies("vonage-messages")->render(reply, settings);
  ASSERT_TRUE(posting);
  EXPECT_EQ(
      posting->request.body,
      R"({"message_type":"text","channel":"sms","to":"4915112345678","from":"T2","text":"a<b","client_ref":"r0-7-0"})");
  const auto token = connectors::read_jwt(header(*posting, "Authorization").substr(7));
  ASSERT_TRUE(token);
  EXPECT_EQ(token->algorithm, "RS256");
  EXPECT_EQ(token->claims,
            R"({"application_id":"app-1","jti":"r0-7-0-1769847330000","iat":1769847330,"exp":1769847630})");
  const std::string_view certificate =
      connectors::sample_keys::rsa_certificate.substr(connectors::sample_keys::rsa_certificate_url.size() + 1);
  const std::string signature = connectors::bytes_of_base64url(token->signature).value_or("");
  EXPECT_TRUE(connectors::check_certified(certificate, connectors::KeyHash::sha256, token->signed_part, signature,
                                          instant_of_ms(morning), "jwt"));
}

TEST(SignedReplies, OfVonageWantAKeyThatIsOne) {
  const auto posting = find_replies("vonage-messages")
                           ->render(reply_at(morning), credentials({{"application_id", "a"}, {"private_key", "none"}}));
  ASSERT_FALSE(posting);
  EXPECT_EQ(posting.error().where, "private_key");
}

TEST(MailReplies, NameTheMailThatTheyAnswer) {
  Reply reply{"r0-7-0", "ann@example.org", "support@shop.example", "support+7@shop.example", "Grüße"};
  reply.subject = "Lost\r\nparcel";
  reply.in_reply_to = "1@example.org";
  const connectors::Credentials settings = credentials(
      {{"server_token", "t"}, {"api_key", "k"}, {"access_key_id", "a"}, {"secret_access_key", "s"}, {"region", "r"}});
  for (const char* kind : {"postmark", "sendgrid", "aws-ses"}) {
    const std::string body = find_replies(kind)->render(reply, settings)->request.body;
    EXPECT_TRUE(body.contains(R"("Re: Lost  parcel")")) << body;
    EXPECT_TRUE(body.contains(R"("<1@example.org>")")) << body;
  }
  const auto mailgun = find_replies("mailgun")->render(reply, settings);
  EXPECT_EQ(mailgun->request.path, "/v3/shop.example/messages");
  EXPECT_EQ(header(*mailgun, "Authorization"), "Basic YXBpOms=");
  EXPECT_EQ(mailgun->request.body,
            "from=support%40shop.example&to=ann%40example.org&subject=Re%3A+Lost++parcel&text=Gr%C3%BC%C3%9Fe&v%"
            "3Areply=r0-7-0"
            "&h%3AIn-Reply-To=%3C1%40example.org%3E&h%3AReferences=%3C1%40example.org%3E");
}

TEST(MailReplies, AskForTheNextMailAtTheAddressWithTheToken) {
  Reply reply{"r0-7-0", "ann@example.org", "support@shop.example", "support@shop.example", "x"};
  reply.thread = "t0-1-abc";
  const connectors::Credentials settings = credentials(
      {{"server_token", "t"}, {"api_key", "k"}, {"access_key_id", "a"}, {"secret_access_key", "s"}, {"region", "r"}});
  for (const auto& [kind, member] : {std::pair{"postmark", R"(,"ReplyTo":"support+t0-1-abc@shop.example")"},
                                     {"sendgrid", R"(,"reply_to":{"email":"support+t0-1-abc@shop.example"})"},
                                     {"aws-ses", R"(,"ReplyToAddresses":["support+t0-1-abc@shop.example"])"},
                                     {"mailgun", "&h%3AReply-To=support%2Bt0-1-abc%40shop.example"}}) {
    const std::string body = find_replies(kind)->render(reply, settings)->request.body;
    EXPECT_TRUE(body.contains(member)) << body;
  }
}

TEST(MailReplies, NameWhoGetsThemToo) {
  Reply ours{"r0-7-0", "ann@example.org", "s@c.example", "s@c.example", "x"};
  ours.cc = {"bob@example.org", "cem@example.org"};
  const connectors::Credentials all = credentials({{"relay", "localhost:25"},
                                                   {"server_token", "t"},
                                                   {"api_key", "k"},
                                                   {"access_key_id", "A"},
                                                   {"secret_access_key", "s"},
                                                   {"region", "eu"}});
  for (const auto& [kind, said] :
       {std::pair{"mail", "\r\nTo: <ann@example.org>\r\nCc: <bob@example.org>,\r\n <cem@example.org>\r\n"},
        {"postmark", R"("To":"ann@example.org","Cc":"bob@example.org, cem@example.org",)"},
        {"sendgrid",
         R"({"to":[{"email":"ann@example.org"}],"cc":[{"email":"bob@example.org"},{"email":"cem@example.org"}]})"},
        {"mailgun", "&cc=bob%40example.org%2C+cem%40example.org&"},
        {"aws-ses", R"({"ToAddresses":["ann@example.org"],"CcAddresses":["bob@example.org","cem@example.org"]})"}}) {
    const auto posting = find_replies(kind)->render(ours, all);
    ASSERT_TRUE(posting) << kind;
    EXPECT_TRUE(posting->request.body.contains(said)) << posting->request.body;
  }
  const auto posting = find_replies("mail")->render(ours, all);
  std::vector<std::string> recipients;
  for (const connectors::OwnedRequest::Field& field : posting->request.headers)
    if (field.name == "Rcpt-To") recipients.push_back(field.value);
  EXPECT_EQ(recipients, (std::vector<std::string>{"ann@example.org", "bob@example.org", "cem@example.org"}));
}

TEST(MailReplies, PutNoIdInAHeaderThatCouldEndIt) {
  Reply reply{"r0-7-0", "a@b.example", "", "s@c.example", "x"};
  reply.subject = "re: once";
  reply.in_reply_to = "1@b.example>\r\nBcc: all@b.example";
  const std::string body = find_replies("postmark")->render(reply, credentials({{"server_token", "t"}}))->request.body;
  EXPECT_EQ(
      body,
      R"({"From":"s@c.example","To":"a@b.example","Subject":"re: once","TextBody":"x","Metadata":{"reply":"r0-7-0"}})");
}

TEST(ApprovedTexts, GoOutByTheNameThatMetaApproved) {
  Reply reply{"r0-7-0", "+4915112345678", "1234", "", "Hello Ann, parcel 42"};
  reply.approved = {"order-late", "", {"Ann", "\"42\""}};
  const auto posting = find_replies("whatsapp")->render(reply, credentials({{"access_token", "T0"}}));
  EXPECT_EQ(posting->request.body,
            R"({"messaging_product":"whatsapp","recipient_type":"individual","to":"4915112345678",)"
            R"("biz_opaque_callback_data":"r0-7-0","type":"template","template":{"name":"order_late",)"
            R"("language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ann"},)"
            R"({"type":"text","text":"\"42\""}]}]}})");
  reply.approved = {"hello", "de", {}};
  const auto bare = find_replies("whatsapp")->render(reply, credentials({{"access_token", "T0"}}));
  EXPECT_TRUE(
      bare->request.body.ends_with(R"("type":"template","template":{"name":"hello","language":{"code":"de"}}})"))
      << bare->request.body;
}

TEST(Replies, OnMessengerCarryATagThatMetaAllowed) {
  const auto posting = find_replies("messenger")
                           ->render(reply_at(0), credentials({{"access_token", "T"}, {"message_tag", "HUMAN_AGENT"}}));
  EXPECT_TRUE(posting->request.body.starts_with(
      R"({"messaging_type":"MESSAGE_TAG","tag":"HUMAN_AGENT","recipient":{"id":"C7"})"));
}

TEST(Replies, OnTeamsGoToTheWorkflowOfTheChannel) {
  const auto posting =
      find_replies("teams")->render(reply_at(0), credentials({{"workflow_url", "https://flow.example:443/a/b?sig=1"}}));
  ASSERT_TRUE(posting);
  EXPECT_EQ(posting->server, "https://flow.example:443");
  EXPECT_EQ(posting->request.path, "/a/b");
  EXPECT_EQ(posting->request.query, "sig=1");
  EXPECT_TRUE(posting->request.body.contains(R"({"type":"TextBlock","wrap":true,"text":"a<b"})"));
  EXPECT_FALSE(find_replies("teams")->render(reply_at(0), credentials({{"workflow_url", "flow"}})));
}

TEST(Replies, ExistForEachKindOrAReasonDoes) {
  for (const connectors::Connector* connector : connectors::all_connectors())
    EXPECT_NE(find_replies(connector->kind) != nullptr, !why_no_way(connector->kind).empty()) << connector->kind;
}

}  // namespace
}  // namespace switchroom::replies
