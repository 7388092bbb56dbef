// Access tokens of WeChat and WeCom: how they are drawn, used and given up.
#include <gtest/gtest.h>

#include "connectors/replies/pulls.hpp"
#include "connectors/replies/replies.hpp"

namespace switchroom::replies {
namespace {

connectors::Credentials credentials(std::vector<std::pair<std::string, std::string>> settings) {
  connectors::Credentials made;
  for (auto& [name, value] : settings) made.settings.push_back({name, {value}});
  return made;
}

TEST(AccessTokens, OfWeChatAreTheSameForAllWhoAsk) {
  const auto asked = find_replies("wechat")->token->ask(credentials({{"app_id", "wx1"}, {"app_secret", "s"}}));
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->server + asked->request.path, "https://api.weixin.qq.com/cgi-bin/stable_token");
  EXPECT_EQ(asked->request.body, R"({"grant_type":"client_credential","appid":"wx1","secret":"s"})");
}

TEST(AccessTokens, OfWeComOpenPullsAndReplies) {
  EXPECT_EQ(find_replies("wecom")->token, find_pulls("wecom")->token);
  const auto asked = find_pulls("wecom")->token->ask(credentials({{"corp_id", "ww1"}, {"corp_secret", "s+"}}));
  EXPECT_EQ(asked->request.path + "?" + asked->request.query, "/cgi-bin/gettoken?corpid=ww1&corpsecret=s%2B");
}

TEST(AccessTokens, WantTheirSettings) {
  EXPECT_EQ(find_replies("wechat")->token->ask({}).error().where, "app_id");
  EXPECT_EQ(find_replies("wechat")->token->ask(credentials({{"app_id", "a"}})).error().where, "app_secret");
  EXPECT_EQ(find_replies("wecom")->token->ask({}).error().where, "corp_secret");
}

TEST(AccessTokens, AreReadOrRefusedWithTheCode) {
  const auto token = find_replies("wechat")->token->read(R"({"access_token":"A","expires_in":7200})");
  ASSERT_TRUE(token);
  EXPECT_EQ(token->text, "A");
  EXPECT_EQ(token->valid, std::chrono::hours{2});
  const auto refused = find_replies("wechat")->token->read(R"({"errcode":40125,"errmsg":"invalid appsecret"})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().found, "40125");
}

TEST(AccessTokens, StandInTheQueryAndAreDrawnAnewWhenRefused) {
  Reply reply{"r0-7-0", "wk1:wm1", "wk1", "wk1", "hi"};
  reply.access_token = "A&B";
  const Replies& wecom = *find_replies("wecom");
  const auto posting = wecom.render(reply, {});
  EXPECT_EQ(posting->request.query, "access_token=A%26B");
  EXPECT_TRUE(posting->request.body.starts_with(R"({"touser":"wm1","open_kfid":"wk1")"));
  const Verdict verdict = wecom.read_answer(200, R"({"errcode":42001,"errmsg":"expired"})");
  EXPECT_EQ(verdict.state, State::later);
  EXPECT_TRUE(verdict.token_refused);
}

}  // namespace
}  // namespace switchroom::replies
