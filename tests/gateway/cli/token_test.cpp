#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "gateway/api/tokens.hpp"
#include "program_run.hpp"
#include "tests/storage/redis/redis_server.hpp"

namespace switchroom::cli {
namespace {

using redis::Command;
using testing::HasSubstr;
using testing::Not;

Around with(const redis::test::RedisServer& redis) { return {.variables = {{"SWITCHROOM_REDIS__URL", redis.url()}}}; }

std::string create_admin(const redis::test::RedisServer& redis) {
  const ProgramRun run =
      switchroom({"token", "create", "--role", "admin", "--workspace", "demo", "--label", "ops"}, with(redis));
  EXPECT_EQ(run.exit, 0) << run.err;
  return run.out.substr(0, run.out.size() - 1);
}

TEST(TokenCommand, ACreatedTokenIsShownOnceAndStoredAsItsHash) {
  const redis::test::RedisServer redis;
  const std::string token = create_admin(redis);
  ASSERT_TRUE(api::looks_like_token(token)) << token;
  const redis::Reply stored = redis.ask(Command{"HGET", api::tokens_key, api::sha256_hex(token)});
  const auto record = api::token_record_of(stored.text);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->workspace, "demo");
  EXPECT_EQ(record->role, Role::admin);
  EXPECT_EQ(record->label, "ops");
  EXPECT_GT(record->created_ms, 1'700'000'000'000);
  EXPECT_THAT(stored.text, Not(HasSubstr(token)));
}

TEST(TokenCommand, TwoTokensAreDifferent) {
  const redis::test::RedisServer redis;
  EXPECT_NE(create_admin(redis), create_admin(redis));
}

TEST(TokenCommand, ListNamesTokensWithoutWhatTheyConsistOf) {
  const redis::test::RedisServer redis;
  const std::string token = create_admin(redis);
  const ProgramRun words = switchroom({"token", "list"}, with(redis));
  EXPECT_EQ(words.exit, 0);
  EXPECT_THAT(words.out, HasSubstr(api::sha256_hex(token).substr(0, 12)));
  EXPECT_THAT(words.out, Not(HasSubstr(token)));
  const ProgramRun json = switchroom({"token", "list", "--json"}, with(redis));
  EXPECT_EQ(boost::json::parse(json.out).at("role"), "admin");
}

TEST(TokenCommand, ARevokedTokenIsGoneAndOthersStay) {
  const redis::test::RedisServer redis;
  const std::string first = create_admin(redis);
  const std::string second = create_admin(redis);
  EXPECT_EQ(switchroom({"token", "revoke", api::sha256_hex(first).substr(0, 12)}, with(redis)).exit, 0);
  EXPECT_EQ(redis.ask(Command{"HLEN", api::tokens_key}).integer, 1);
  EXPECT_EQ(switchroom({"token", "revoke", second}, with(redis)).exit, 0);
  EXPECT_EQ(redis.ask(Command{"HLEN", api::tokens_key}).integer, 0);
  EXPECT_EQ(switchroom({"token", "revoke", second}, with(redis)).exit, 1);
}

TEST(TokenCommand, TooShortAnIdRevokesNothing) {
  const redis::test::RedisServer redis;
  const std::string token = create_admin(redis);
  EXPECT_EQ(switchroom({"token", "revoke", api::sha256_hex(token).substr(0, 3)}, with(redis)).exit, 1);
  EXPECT_EQ(redis.ask(Command{"HLEN", api::tokens_key}).integer, 1);
}

TEST(TokenCommand, AnAgentsTokenNeedsTheAgent) {
  const ProgramRun run = switchroom({"token", "create", "--role", "agent", "--workspace", "demo"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.err, HasSubstr("--agent"));
  EXPECT_EQ(switchroom({"token", "create", "--role", "root", "--workspace", "demo"}).exit, 2);
}

TEST(TokenCommand, RedisThatIsNotThereIsCode6) {
  const ProgramRun run =
      switchroom({"token", "list"}, {.variables = {{"SWITCHROOM_REDIS__URL", "unix:///nowhere/redis.sock"}}});
  EXPECT_EQ(run.exit, 6);
  EXPECT_THAT(run.err, HasSubstr("Redis can't be reached"));
}

TEST(TokenCommand, ARedisThatForgetsIsNamedInsteadOfTrusted) {
  const redis::test::RedisServer redis{{"--appendfsync", "everysec"}};
  const ProgramRun run = switchroom({"token", "create", "--role", "admin", "--workspace", "demo"}, with(redis));
  EXPECT_EQ(run.exit, 6);
  EXPECT_THAT(run.err, HasSubstr("appendfsync"));
}

}  // namespace
}  // namespace switchroom::cli
