#include "connectors/replies/replies.hpp"

#include <gtest/gtest.h>

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
  EXPECT_EQ(posting->request.body,
            R"({"messaging_product":"whatsapp","recipient_type":"individual","to":"4915112345678","type":"text",)"
            R"("biz_opaque_callback_data":"r0-7-0","text":{"preview_url":false,"body":"Grüße \"you\" 👋"}})");
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
                 "131047: Re-engagement"},
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
        Answered{"twilio", 503, "", State::unknown, "HTTP 503"}));

TEST(Replies, WaitAsLongAsTelegramAsks) {
  const Verdict verdict = find_replies("telegram")->read_answer(429, R"({"parameters":{"retry_after":3}})");
  EXPECT_EQ(verdict.wait, std::chrono::seconds{3});
}

TEST(Replies, CountWhatProvidersCount) { EXPECT_EQ(utf16_units("aü你👋"), 5u); }

TEST(Replies, HaveNoWayWhereThereIsNone) { EXPECT_EQ(find_replies("pigeon"), nullptr); }

}  // namespace
}  // namespace switchroom::replies
