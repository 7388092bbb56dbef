#include "connectors/replies/replies.hpp"

#include <gtest/gtest.h>

#include "connectors/replies/mail_reply.hpp"

namespace switchroom::replies {
namespace {

connectors::Credentials credentials(std::vector<std::pair<std::string, std::string>> settings) {
  connectors::Credentials made;
  for (auto& [name, value] : settings) made.settings.push_back({name, {value}});
  return made;
}

const Reply reply{"r0-7-0", "+4915112345678", "1234", "+12025550122", "Grüße \"you\" 👋"};

TEST(Replies, OnWhatsAppGoToTheGraphApi) {
  const auto posting = find_replies("whatsapp")->render(reply, credentials({{"access_token", "T0"}}));
  ASSERT_TRUE(posting);
  EXPECT_EQ(posting->server, "https://graph.facebook.com");
  EXPECT_EQ(posting->request.path, "/v24.0/1234/messages");
  EXPECT_EQ(posting->request.headers[0].value, "Bearer T0");
  EXPECT_EQ(
      posting->request.body,
      R"({"messaging_product":"whatsapp","recipient_type":"individual","to":"4915112345678",)"
      R"("biz_opaque_callback_data":"r0-7-0","type":"text","text":{"preview_url":false,"body":"Grüße \"you\" 👋"}})");
}

TEST(Replies, OnTelegramCarryTheTokenInThePath) {
  const auto posting =
      find_replies("telegram")
          ->render(reply, credentials({{"bot_token", "1:A"}, {"api_base_url", "http://localhost:81/"}}));
  ASSERT_TRUE(posting);
  EXPECT_EQ(posting->server, "http://localhost:81");
  EXPECT_EQ(posting->request.path, "/bot1:A/sendMessage");
  EXPECT_EQ(posting->request.body, R"({"chat_id":"+4915112345678","text":"Grüße \"you\" 👋"})");
}

TEST(Replies, OnTwilioAreAFormFromOurEndAsTwilioSpellsIt) {
  const auto posting =
      find_replies("twilio")->render(reply, credentials({{"account_sid", "AC1"}, {"auth_tokens", "tok"}}));
  ASSERT_TRUE(posting);
  EXPECT_EQ(posting->request.path, "/2010-04-01/Accounts/AC1/Messages.json");
  EXPECT_EQ(posting->request.headers[0].value, "Basic QUMxOnRvaw==");
  EXPECT_EQ(posting->request.body,
            "To=%2B4915112345678&From=%2B12025550122&Body=Gr%C3%BC%C3%9Fe+%22you%22+%F0%9F%91%8B");
}

TEST(Replies, SayWhichSettingIsMissing) {
  for (const auto& [kind, setting] :
       {std::pair{"whatsapp", "access_token"}, {"telegram", "bot_token"}, {"twilio", "account_sid"}}) {
    const auto posting = find_replies(kind)->render(reply, {});
    ASSERT_FALSE(posting);
    EXPECT_EQ(posting.error().where, setting);
  }
}

connectors::Credentials full(std::string_view kind) {
  connectors::Credentials made;
  for (const char* name :
       {"access_token", "channel_access_token", "auth_token", "auth_tokens", "bot_token", "account_sid", "auth_id",
        "service_plan_id", "api_token", "api_key", "api_secret", "access_key", "workspace_id", "channel_id",
        "server_token", "app_id", "app_secret", "corp_id", "corp_secret"})
    made.settings.push_back({name, {std::string{"v-"} + name}});
  EXPECT_NE(find_replies(kind), nullptr) << kind;
  return made;
}

struct Sent {
  const char* kind;
  const char* url;
  const char* header;
  const char* body;
};

class Render : public testing::TestWithParam<Sent> {};

TEST_P(Render, AsksWhatTheProviderDescribes) {
  const Sent& one = GetParam();
  const auto posting = find_replies(one.kind)->render({"r0-7-0", "C7", "A1", "T2", "a<b"}, full(one.kind));
  ASSERT_TRUE(posting) << describe(posting.error());
  EXPECT_EQ(posting->server + posting->request.path, one.url);
  EXPECT_EQ(posting->request.headers.front().name + ": " + posting->request.headers.front().value, one.header);
  EXPECT_EQ(posting->request.body, one.body);
}

INSTANTIATE_TEST_SUITE_P(
    Replies, Render,
    testing::Values(
        Sent{"line", "https://api.line.me/v2/bot/message/push", "Authorization: Bearer v-channel_access_token",
             R"({"to":"C7","messages":[{"type":"text","text":"a<b"}]})"},
        Sent{
            "viber", "https://chatapi.viber.com/pa/send_message", "X-Viber-Auth-Token: v-auth_token",
            R"({"min_api_version":1,"type":"text","sender":{"name":"Support"},"receiver":"C7","text":"a<b","tracking_data":"r0-7-0"})"},
        Sent{"messenger", "https://graph.facebook.com/v24.0/A1/messages", "Authorization: Bearer v-access_token",
             R"({"messaging_type":"RESPONSE","recipient":{"id":"C7"},"message":{"metadata":"r0-7-0","text":"a<b"}})"},
        Sent{"instagram", "https://graph.instagram.com/v24.0/me/messages", "Authorization: Bearer v-access_token",
             R"({"messaging_type":"RESPONSE","recipient":{"id":"C7"},"message":{"metadata":"r0-7-0","text":"a<b"}})"},
        Sent{"slack", "https://slack.com/api/chat.postMessage", "Authorization: Bearer v-bot_token",
             R"({"channel":"C7","text":"a&lt;b"})"},
        Sent{"discord", "https://discord.com/api/v10/channels/C7/messages", "Authorization: Bot v-bot_token",
             R"({"allowed_mentions":{"parse":[]},"content":"a<b"})"},
        Sent{"wechat", "https://api.weixin.qq.com/cgi-bin/message/custom/send", "Content-Type: application/json",
             R"({"touser":"C7","msgtype":"text","text":{"content":"a<b"}})"},
        Sent{"wecom", "https://qyapi.weixin.qq.com/cgi-bin/kf/send_msg", "Content-Type: application/json",
             R"({"touser":"C7","open_kfid":"A1","msgid":"r0-7-0","msgtype":"text","text":{"content":"a<b"}})"},
        Sent{"postmark", "https://api.postmarkapp.com/email", "Accept: application/json",
             R"({"From":"T2","To":"C7","Subject":"Re: ","TextBody":"a<b","Metadata":{"reply":"r0-7-0"}})"},
        Sent{
            "sendgrid", "https://api.sendgrid.com/v3/mail/send", "Authorization: Bearer v-api_key",
            R"({"personalizations":[{"to":[{"email":"C7"}]}],"from":{"email":"T2"},"subject":"Re: ","content":[{"type":"text/plain","value":"a<b"}]})"},
        Sent{"zalo", "https://openapi.zalo.me/v3.0/oa/message/cs", "access_token: v-access_token",
             R"({"recipient":{"user_id":"C7"},"message":{"text":"a<b"}})"},
        Sent{"x", "https://api.x.com/2/dm_conversations/with/C7/messages", "Authorization: Bearer v-access_token",
             R"({"text":"a<b"})"},
        Sent{"plivo", "https://api.plivo.com/v1/Account/v-auth_id/Message/",
             "Authorization: Basic di1hdXRoX2lkOnYtYXV0aF90b2tlbg==", R"({"src":"T2","dst":"C7","text":"a<b"})"},
        Sent{"sinch", "https://us.sms.api.sinch.com/xms/v1/v-service_plan_id/batches",
             "Authorization: Bearer v-api_token",
             R"({"from":"T2","to":["C7"],"body":"a<b","client_reference":"r0-7-0","delivery_report":"per_recipient"})"},
        Sent{
            "vonage-sms", "https://rest.nexmo.com/sms/json", "Content-Type: application/json",
            R"({"api_key":"v-api_key","api_secret":"v-api_secret","from":"T2","to":"C7","text":"a<b","type":"unicode","client-ref":"r0-7-0"})"},
        Sent{
            "bird", "https://api.bird.com/workspaces/v-workspace_id/channels/v-channel_id/messages",
            "Authorization: AccessKey v-access_key",
            R"({"receiver":{"contacts":[{"identifierValue":"C7"}]},"reference":"r0-7-0","body":{"type":"text","text":{"text":"a<b"}}})"}));

Reply mail_reply() {
  Reply made{"r0-7-0", "ann@example.org", "support@shop.example", "support@shop.example", "Gern! 早"};
  made.subject = "Kettle";
  made.in_reply_to = "m1@example.org";
  made.now_ms = 1'760'000'000'000;
  return made;
}

TEST(Replies, OnMailStandInTheThreadUnderAnIdOfOurOwn) {
  connectors::Credentials credentials;
  credentials.settings = {{"relay", {"127.0.0.1:25"}}};
  const auto posting = find_replies("mail")->render(mail_reply(), credentials);
  ASSERT_TRUE(posting);
  EXPECT_EQ(posting->server, "smtp://127.0.0.1:25");
  EXPECT_EQ(posting->message_id, "r0-7-0@shop.example");
  EXPECT_EQ(posting->request.headers.front().value, "<support@shop.example>");
  EXPECT_EQ(posting->request.body,
            "From: <support@shop.example>\r\nTo: <ann@example.org>\r\nSubject: Re: Kettle\r\n"
            "Date: 09 Oct 2025 08:53:20 +0000\r\nMessage-ID: <r0-7-0@shop.example>\r\n"
            "In-Reply-To: <m1@example.org>\r\nReferences: <m1@example.org>\r\n"
            "X-Loop: support@shop.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\nR2VybiEg5pep\r\n");
  EXPECT_EQ(find_replies("mail")->read_answer(451, "4.3.0 busy").state, State::later);
  EXPECT_EQ(find_replies("mail")->read_answer(550, "no").state, State::refused);
  EXPECT_EQ(find_replies("mail")->read_answer(250, "ok").state, State::sent);
}

TEST(Replies, OnMailCarryTheTicketsTokenAndTheThread) {
  connectors::Credentials credentials;
  credentials.settings = {{"relay", {"127.0.0.1:25"}}};
  Reply ours = mail_reply();
  ours.thread = "t0-42-abcdefghij2345672345";
  ours.references = {"m0@example.org"};
  const auto posting = find_replies("mail")->render(ours, credentials);
  ASSERT_TRUE(posting);
  EXPECT_EQ(posting->message_id, "r0-7-0.t0-42-abcdefghij2345672345@shop.example");
  const std::string& body = posting->request.body;
  EXPECT_TRUE(body.contains("\r\nMessage-ID: <r0-7-0.t0-42-abcdefghij2345672345@shop.example>\r\n")) << body;
  EXPECT_TRUE(body.contains("\r\nReply-To: <support+t0-42-abcdefghij2345672345@shop.example>\r\n")) << body;
  EXPECT_TRUE(body.contains("\r\nReferences: <m0@example.org>\r\n <m1@example.org>\r\n")) << body;
  credentials.settings.push_back({"reply_to", {"plain"}});
  EXPECT_FALSE(find_replies("mail")->render(ours, credentials)->request.body.contains("\r\nReply-To: "));
  credentials.settings.pop_back();
  ours.account = std::string(40, 'a') + "@shop.example";
  EXPECT_FALSE(find_replies("mail")->render(ours, credentials)->request.body.contains("\r\nReply-To: ")) << "too long";
}

TEST(Replies, OnMailNameTheFirstAndTheLastTwentyOfALongThreadInShortLines) {
  connectors::Credentials credentials;
  credentials.settings = {{"relay", {"127.0.0.1:25"}}};
  Reply ours = mail_reply();
  for (int i = 0; i < 100; ++i) ours.references.push_back(std::string(800, 'a') + std::to_string(i) + "@example.org");
  ours.references.push_back(std::string(1000, 'b') + "@example.org");
  ours.references.push_back("no id");
  const std::vector<std::string_view> kept = reply_references(ours);
  ASSERT_EQ(kept.size(), 40u);
  EXPECT_TRUE(kept[19].ends_with("a19@example.org"));
  EXPECT_TRUE(kept[20].ends_with("a81@example.org"));
  EXPECT_EQ(kept.back(), "m1@example.org");
  const auto posting = find_replies("mail")->render(ours, credentials);
  ASSERT_TRUE(posting);
  std::string_view body = posting->request.body;
  for (std::size_t end = body.find("\r\n"); end != body.npos; end = body.find("\r\n")) {
    EXPECT_LE(end, 998u);
    body.remove_prefix(end + 2);
  }
}

TEST(Replies, ThroughProvidersNameTheThreadInOneLineThatAmazonTakes) {
  Reply ours = mail_reply();
  for (int i = 0; i < 30; ++i) ours.references.push_back(std::to_string(i) + std::string(90, 'a') + "@example.org");
  for (const auto& [name, value] : reply_headers(ours)) {
    EXPECT_LE(value.size(), 870u);
    if (name != "References") continue;
    EXPECT_TRUE(value.starts_with("<0a")) << value;
    EXPECT_TRUE(value.contains(" <29a")) << value;
    EXPECT_TRUE(value.ends_with(" <m1@example.org>")) << value;
  }
}

TEST(Replies, ThatNobodyWroteSaySoInAMail) {
  connectors::Credentials credentials;
  for (const auto& [name, value] : {std::pair{"relay", "localhost:25"}, {"server_token", "t"}, {"api_key", "k"}})
    credentials.settings.push_back({name, {value}});
  Reply ours = mail_reply();
  ours.automatic = true;
  const auto mail = find_replies("mail")->render(ours, credentials);
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->request.headers[0].value, "<>");
  EXPECT_TRUE(mail->request.body.contains("Auto-Submitted: auto-replied\r\nPrecedence: bulk\r\n"));
  for (const std::string_view kind : {"postmark", "sendgrid", "mailgun"}) {
    const auto posting = find_replies(kind)->render(ours, credentials);
    ASSERT_TRUE(posting);
    EXPECT_TRUE(posting->request.body.contains("auto-replied")) << posting->request.body;
  }
  ours.automatic = false;
  EXPECT_FALSE(find_replies("postmark")->render(ours, credentials)->request.body.contains("auto-replied"));
}

TEST(Replies, OnLineHaveTheSameUuidForTheSameReply) {
  const auto key = [](std::string id) {
    return find_replies("line")->render({std::move(id), "C7", "", "", "a"}, full("line"))->request.headers.at(1).value;
  };
  EXPECT_EQ(key("r0-7-0"), key("r0-7-0"));
  EXPECT_NE(key("r0-7-0"), key("r0-7-1"));
  EXPECT_EQ(key("r0-7-0").size(), 36u);
  EXPECT_TRUE(find_replies("line")->repeatable);
}

struct Answered {
  const char* kind;
  int status;
  const char* body;
  State state;
  const char* told;  // id or reason
};

class ReadAnswer : public testing::TestWithParam<Answered> {};

TEST_P(ReadAnswer, MeansWhatTheProviderSays) {
  const Answered& one = GetParam();
  const Verdict verdict = find_replies(one.kind)->read_answer(one.status, one.body);
  EXPECT_EQ(verdict.state, one.state) << verdict.reason;
  EXPECT_EQ(verdict.state == State::sent ? verdict.provider_id : verdict.reason, one.told);
}

INSTANTIATE_TEST_SUITE_P(
    Replies, ReadAnswer,
    testing::Values(
        Answered{"whatsapp", 200, R"({"messages":[{"id":"wamid.1"}]})", State::sent, "wamid.1"},
        Answered{"whatsapp", 200, "{}", State::unknown, "the provider said yes, but named no message"},
        Answered{"whatsapp", 400, R"({"error":{"code":131047,"message":"Re-engagement"}})", State::refused,
                 "131047: Re-engagement (only a template reaches the customer now)"},
        Answered{"whatsapp", 400, R"({"error":{"code":131056,"message":"Pair rate"}})", State::later,
                 "131056: Pair rate"},
        Answered{"whatsapp", 502, "<html>", State::unknown, "HTTP 502"},
        Answered{"telegram", 200, R"({"ok":true,"result":{"message_id":9,"chat":{"id":-5}}})", State::sent, "-5:9"},
        Answered{"telegram", 429, R"({"ok":false,"description":"Too many","parameters":{"retry_after":3}})",
                 State::later, "HTTP 429: Too many"},
        Answered{"telegram", 403, R"({"ok":false,"description":"bot was blocked"})", State::refused,
                 "HTTP 403: bot was blocked"},
        Answered{"telegram", 500, "", State::unknown, "HTTP 500"},
        Answered{"twilio", 201, R"({"sid":"SM1"})", State::sent, "SM1"},
        Answered{"twilio", 429, R"({"code":20429,"message":"Too Many"})", State::later, "20429: Too Many"},
        Answered{"twilio", 400, R"({"code":21610,"message":"unsubscribed"})", State::refused, "21610: unsubscribed"},
        Answered{"twilio", 503, "", State::unknown, "HTTP 503"},
        Answered{"line", 200, R"({"sentMessages":[{"id":"461230966842064897"}]})", State::sent, "461230966842064897"},
        Answered{"line", 409, R"({"message":"The retry key is already accepted"})", State::sent, ""},
        Answered{"line", 400, R"({"message":"Not found"})", State::refused, "HTTP 400: Not found"},
        Answered{"viber", 200, R"({"status":0,"message_token":4912661846655238145})", State::sent,
                 "4912661846655238145"},
        Answered{"viber", 200, R"({"status":6,"status_message":"notSubscribed"})", State::refused, "6: notSubscribed"},
        Answered{"viber", 200, R"({"status":12,"status_message":"tooManyRequests"})", State::later,
                 "12: tooManyRequests"},
        Answered{"messenger", 200, R"({"message_id":"m_1"})", State::sent, "m_1"},
        Answered{"messenger", 400, R"({"error":{"code":613,"message":"rate"}})", State::later, "613: rate"},
        Answered{"instagram", 403, R"({"error":{"code":10,"message":"window"}})", State::refused, "10: window"},
        Answered{"slack", 200, R"({"ok":true,"channel":"C7","ts":"1.2"})", State::sent, "C7:1.2"},
        Answered{"slack", 200, R"({"ok":false,"error":"not_in_channel"})", State::refused, "not_in_channel"},
        Answered{"slack", 429, "", State::later, "HTTP 429"},
        Answered{"discord", 200, R"({"id":"11"})", State::sent, "11"},
        Answered{"discord", 429, R"({"retry_after":0.5})", State::later, "HTTP 429"},
        Answered{"zalo", 200, R"({"error":0,"data":{"message_id":"z1"}})", State::sent, "z1"},
        Answered{"zalo", 200, R"({"error":-230,"message":"window"})", State::refused, "-230: window"},
        Answered{"x", 201, R"({"data":{"dm_event_id":"12"}})", State::sent, "12"},
        Answered{"x", 403, R"({"detail":"cannot DM"})", State::refused, "HTTP 403: cannot DM"},
        Answered{"plivo", 202, R"({"message_uuid":["u1"]})", State::sent, "u1"},
        Answered{"sinch", 201, R"({"id":"b1"})", State::sent, "b1"},
        Answered{"vonage-sms", 200, R"({"messages":[{"status":"0","message-id":"v1"}]})", State::sent, "v1"},
        Answered{"vonage-sms", 200, R"({"messages":[{"status":"1","error-text":"Throttled"}]})", State::later,
                 "1: Throttled"},
        Answered{"wechat", 200, R"({"errcode":0,"errmsg":"ok"})", State::sent, ""},
        Answered{"wechat", 200, R"({"errcode":45015,"errmsg":"out of time"})", State::refused, "45015: out of time"},
        Answered{"wechat", 200, R"({"errcode":-1,"errmsg":"busy"})", State::later, "-1: busy"},
        Answered{"wechat", 502, "<html>", State::unknown, "HTTP 502"},
        Answered{"wecom", 200, R"({"errcode":0,"msgid":"r0-7-0"})", State::sent, "r0-7-0"},
        Answered{"wecom", 200, R"({"errcode":95018,"errmsg":"session"})", State::refused, "95018: session"},
        Answered{"aws-sns-sms", 200, R"({"MessageId":"m1"})", State::sent, "m1"},
        Answered{"aws-sns-sms", 400, R"({"__type":"ThrottlingException","Message":"slow"})", State::later,
                 "ThrottlingException: slow"},
        Answered{"aws-sns-sms", 400, R"({"__type":"com.amazonaws#ConflictException","Message":"opted out"})",
                 State::refused, "ConflictException: opted out"},
        Answered{"aws-sns-sms", 500, R"({"__type":"InternalServerException"})", State::unknown,
                 "InternalServerException"},
        Answered{"aws-ses", 200, R"({"MessageId":"m2"})", State::sent, "m2"},
        Answered{"aws-ses", 429, R"({"message":"rate"})", State::later, "HTTP 429: rate"},
        Answered{"vonage-messages", 202, R"({"message_uuid":"u2"})", State::sent, "u2"},
        Answered{"vonage-messages", 422, R"({"title":"Invalid params"})", State::refused, "HTTP 422: Invalid params"},
        Answered{"postmark", 200, R"({"ErrorCode":0,"MessageID":"p1"})", State::sent, "p1"},
        Answered{"postmark", 422, R"({"ErrorCode":406,"Message":"inactive"})", State::refused, "406: inactive"},
        Answered{"sendgrid", 202, "", State::sent, ""},
        Answered{"sendgrid", 400, R"({"errors":[{"message":"no sender"}]})", State::refused, "HTTP 400: no sender"},
        Answered{"mailgun", 200, R"({"id":"<1@d.example>"})", State::sent, "1@d.example"},
        Answered{"teams", 202, "", State::sent, ""}, Answered{"teams", 404, "", State::refused, "HTTP 404"},
        Answered{"bird", 202, R"({"id":"bd1"})", State::sent, "bd1"}));

TEST(Replies, WaitAsLongAsTelegramAsks) {
  const Verdict verdict = find_replies("telegram")->read_answer(429, R"({"parameters":{"retry_after":3}})");
  EXPECT_EQ(verdict.wait, std::chrono::seconds{3});
}

TEST(Replies, CountWhatProvidersCount) { EXPECT_EQ(utf16_units("aü你👋"), 5u); }

TEST(Replies, HaveNoWayWhereThereIsNone) { EXPECT_EQ(find_replies("pigeon"), nullptr); }

}  // namespace
}  // namespace switchroom::replies
