// By what a receipt names a reply whose answer never came: our request carries it, and the decoder gives it back.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "connectors/replies/replies.hpp"
#include "connectors/reply_id.hpp"

namespace switchroom::replies {
namespace {

struct Carried {
  const char* kind;
  const char* told;  // what the receipt's fixture says
  const char* body;  // where it stands in our request
};

constexpr std::array carried{
    Carried{"aws-ses", "a_receipt_of_our_reply", R"("EmailTags":[{"Name":"reply","Value":"r0-7-0"}])"},
    Carried{"bird", "a_receipt_of_our_reply", R"("reference":"r0-7-0")"},
    Carried{"instagram", "an_echo_of_our_reply", R"("metadata":"r0-7-0")"},
    Carried{"mailgun", "a_receipt_of_our_reply", "&v%3Areply=r0-7-0"},
    Carried{"messenger", "an_echo_of_our_reply", R"("metadata":"r0-7-0")"},
    Carried{"plivo", "a_receipt_of_our_reply",
            R"("url":"https://sw.example.org/hooks/demo/line?reply=r0-7-0","method":"POST")"},
    Carried{"postmark", "a_receipt_of_our_reply", R"("Metadata":{"reply":"r0-7-0"})"},
    Carried{"sinch", "a_receipt_of_our_reply", R"("client_reference":"r0-7-0")"},
    Carried{"twilio", "a_receipt_of_our_reply",
            "&StatusCallback=https%3A%2F%2Fsw.example.org%2Fhooks%2Fdemo%2Fline%3Freply%3Dr0-7-0"},
    Carried{"vonage-sms", "a_receipt_of_our_reply", R"("client-ref":"r0-7-0")"},
    Carried{"whatsapp", "a_receipt_of_our_reply", R"("biz_opaque_callback_data":"r0-7-0")"},
};

class References : public testing::TestWithParam<Carried> {};

TEST_P(References, GoOutWithTheReplyAndComeBackWithItsReceipt) {
  const Carried& one = GetParam();
  connectors::Credentials credentials;
  for (const char* name : {"access_token", "auth_token", "auth_tokens", "account_sid", "auth_id", "service_plan_id",
                           "api_token", "api_key", "api_secret", "access_key", "workspace_id", "channel_id",
                           "server_token", "access_key_id", "secret_access_key", "region"})
    credentials.settings.push_back({name, {"v"}});
  credentials.settings.push_back({"public_base_url", {"https://sw.example.org/"}});
  Reply reply{"r0-7-0", "+4915112345678", "a@shop.example", "a@shop.example", "a"};
  reply.hook = "/hooks/demo/line";
  const auto posting = find_replies(one.kind)->render(reply, credentials);
  ASSERT_TRUE(posting) << describe(posting.error());
  EXPECT_TRUE(posting->request.body.contains(one.body)) << posting->request.body;
  std::ifstream file{std::filesystem::path{"tests/connectors/fixtures"} / one.kind /
                     (std::string{one.told} + ".out.json")};
  const std::string outcome{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_TRUE(outcome.contains(R"("accept":true)") && outcome.contains(R"("payload":"r0-7-0")")) << outcome;
}

INSTANTIATE_TEST_SUITE_P(Replies, References, testing::ValuesIn(carried));

TEST(References, AreNoUrlWithoutAnAddressOfOurs) {
  Reply reply{"r0-7-0", "+1", "+2", "+2", "a"};
  EXPECT_EQ(receipt_url(reply, {}), "");
  reply.hook = "/hooks/demo/line";
  EXPECT_EQ(receipt_url(reply, {}), "");
}

TEST(References, AreOfOurFormOnly) {
  for (const char* text : {"r0-7-0", "r12-18446744073709551615-3"}) EXPECT_TRUE(connectors::is_reply_id(text)) << text;
  for (const char* text : {"", "r", "r-", "r--", "r0-7", "r0-7-", "r0--0", "r-7-0", "x0-7-0", "r0-7-0-1", "r0-7-a",
                           " r0-7-0", "r0-7-0 ", "r0-111111111111111111111-0", "up_to"})
    EXPECT_EQ(connectors::reply_id_in(text), "") << text;
}

}  // namespace
}  // namespace switchroom::replies
