#include "storage/redis/connection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/detached.hpp>
#include <string>
#include <vector>

#include "tests/storage/redis/client.hpp"
#include "tests/storage/redis/redis_server.hpp"

namespace switchroom::redis::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const Script increment{"increment", "return redis.call('INCRBY', KEYS[1], ARGV[1])"};

const std::vector<std::string> with_password{"--user", "switchroom", "on", ">s3cret", "~*", "+@all"};

Command add(std::string_view amount) {
  const std::vector<std::string_view> keys{"sum"};
  const std::vector<std::string_view> arguments{amount};
  return Command::call(increment, keys, arguments);
}

std::vector<const Script*> scripts() { return {&increment}; }

std::int64_t commands_processed_by(const RedisServer& server) {
  ServerWords words;
  add_words(server.ask({"INFO", "stats"}), words);
  return std::stoll(words.at("total_commands_processed"));
}

TEST(Connection, answers_commands_and_scripts_once_it_is_ready) {
  const RedisServer server;
  Client client{settings_for(server.url()), scripts()};
  EXPECT_FALSE(client.connection.ready());
  EXPECT_THAT(describe(*client.connection.trouble()), HasSubstr("not connected yet"));
  client.run_until_ready();
  EXPECT_EQ(client.ask({"SET", "k", "v"})->text, "OK");
  EXPECT_EQ(client.ask(add("40"))->integer, 40);
  EXPECT_EQ(client.ask(add("2"))->integer, 42);
}

TEST(Connection, reaches_redis_by_name_over_tcp) {
  const std::string port = std::to_string(free_port());
  const RedisServer server{{"--port", port}};
  Client client{settings_for("redis://localhost:" + port)};
  client.run_until_ready();
  EXPECT_EQ(client.ask({"PING"})->text, "PONG");
}

TEST(Connection, can_be_awaited) {
  const RedisServer server;
  Client client{settings_for(server.url())};
  std::string heard;
  const auto talk = [](Connection& connection, std::string& result) -> boost::asio::awaitable<void> {
    co_await connection.until_ready();
    Command command{"ECHO", "hello"};
    const Result<Reply> reply = co_await connection.request(std::move(command));
    result = reply->text;
  };
  boost::asio::co_spawn(client.io, talk(client.connection, heard), boost::asio::detached);
  client.run_until([&] { return !heard.empty(); });
  EXPECT_EQ(heard, "hello");
}

TEST(Connection, refuses_at_once_while_it_is_not_ready) {
  Client client{settings_for("unix:///nowhere/redis.sock")};
  const std::string trouble = client.run_until_trouble(Fault::storage_unavailable);
  EXPECT_THAT(trouble, HasSubstr("unix:///nowhere/redis.sock"));
  bool inside = true;
  std::optional<Result<Reply>> answer;
  client.connection.send({"PING"}, [&](Result<Reply> reply) {
    EXPECT_FALSE(inside) << "a completion ran inside send";
    answer = std::move(reply);
  });
  inside = false;
  client.run_until([&] { return answer.has_value(); });
  EXPECT_EQ(answer->error().fault, Fault::storage_unavailable);
}

TEST(Connection, keeps_the_order_of_ten_thousand_commands) {
  const RedisServer server{{"--appendfsync", "everysec"}};
  Settings settings = settings_for(server.url());
  settings.durability = Durability::process;
  Client client{std::move(settings), scripts()};
  client.run_until_ready();
  std::int64_t answered = 0;
  for (int i = 1; i <= 10'000; ++i)
    client.connection.send(add("1"), [&, i](Result<Reply> reply) {
      ASSERT_TRUE(reply);
      EXPECT_EQ(reply->integer, i);
      ++answered;
    });
  client.run_until([&] { return answered == 10'000; });
}

TEST(Connection, comes_back_after_redis_was_killed) {
  RedisServer server;
  Client client{settings_for(server.url()), scripts()};
  client.run_until_ready();
  client.ask(add("5"));
  server.kill();
  client.run_until_trouble(Fault::storage_unavailable);
  server.start();
  client.run_until_ready();
  EXPECT_EQ(client.connection.times_ready(), 2U);
  EXPECT_EQ(client.ask(add("1"))->integer, 6) << "the scripts are loaded anew, the data is what the AOF holds";
}

TEST(Connection, says_unknown_when_redis_dies_before_it_answers) {
  RedisServer server;
  Client client{settings_for(server.url())};
  client.run_until_ready();
  std::optional<Result<Reply>> answer;
  client.connection.send({"BLPOP", "never", "0"}, [&](Result<Reply> reply) { answer = std::move(reply); });
  client.run_until([&] { return server.ask({"INFO", "clients"}).text.contains("blocked_clients:1"); });
  server.kill();
  client.run_until([&] { return answer.has_value(); });
  EXPECT_EQ(answer->error().fault, Fault::outcome_unknown);
}

TEST(Connection, loads_its_scripts_again_when_they_were_flushed) {
  const RedisServer server;
  Client client{settings_for(server.url()), scripts()};
  client.run_until_ready();
  server.ask({"SCRIPT", "FLUSH"});
  const Result<Reply> refused = client.ask(add("1"));
  EXPECT_EQ(refused.error().fault, Fault::storage_unavailable) << "nothing was executed: safe to send again";
  client.run_until([&] { return client.connection.times_ready() == 2; });
  EXPECT_EQ(client.ask(add("1"))->integer, 1);
}

TEST(Connection, comes_back_after_client_kill) {
  const RedisServer server;
  Client client{settings_for(server.url()), scripts()};
  client.run_until_ready();
  EXPECT_EQ(server.ask({"CLIENT", "KILL", "TYPE", "normal"}).integer, 1);
  client.run_until([&] { return client.connection.times_ready() == 2; });
  EXPECT_EQ(client.ask(add("1"))->integer, 1);
}

TEST(Connection, is_cut_when_redis_is_silent_for_longer_than_the_deadline) {
  RedisServer server;
  Settings settings = settings_for(server.url());
  settings.command_deadline = 150ms;
  settings.connect_deadline = 150ms;
  Client client{std::move(settings)};
  client.run_until_ready();
  server.pause();
  EXPECT_EQ(client.ask({"PING"}).error().fault, Fault::outcome_unknown);
  EXPECT_THAT(client.run_until_trouble(Fault::storage_unavailable), HasSubstr("no reply in 150 ms"));
  client.run_until([&] { return describe(*client.connection.trouble()).contains("no answer in 150 ms"); });
  server.resume();
  client.run_until_ready();
}

TEST(Connection, names_the_setting_that_makes_redis_less_durable_than_configured) {
  const RedisServer server{{"--appendfsync", "everysec"}};
  Client client{settings_for(server.url())};
  EXPECT_EQ(client.run_until_trouble(Fault::storage_not_durable),
            "Redis setting appendfsync: found everysec; expected always");
  EXPECT_EQ(client.ask({"PING"}).error().fault, Fault::storage_not_durable);
  server.ask({"CONFIG", "SET", "appendfsync", "always"});
  client.run_until_ready();
}

TEST(Connection, does_not_serve_from_a_replica) {
  const RedisServer server{{"--replicaof", "127.0.0.1", "1"}};
  Settings settings = settings_for(server.url());
  settings.durability = Durability::memory;
  Client client{std::move(settings)};
  EXPECT_THAT(client.run_until_trouble(Fault::storage_not_durable), HasSubstr("role: found slave; expected master"));
}

TEST(Connection, looks_again_when_the_server_was_demoted) {
  const RedisServer server;
  Client client{settings_for(server.url()), scripts()};
  client.run_until_ready();
  server.ask({"REPLICAOF", "127.0.0.1", "1"});
  EXPECT_EQ(client.ask({"SET", "k", "v"}).error().fault, Fault::storage_unavailable);
  client.run_until_trouble(Fault::storage_not_durable);
  server.ask({"REPLICAOF", "NO", "ONE"});
  client.run_until_ready();
}

TEST(Connection, gives_a_full_server_s_words_as_a_reply) {
  const RedisServer server;
  Client client{settings_for(server.url())};
  client.run_until_ready();
  server.ask({"CONFIG", "SET", "maxmemory", "1"});
  const Result<Reply> reply = client.ask({"SET", "k", "v"});
  ASSERT_TRUE(reply);
  EXPECT_EQ(checked(*reply).error().fault, Fault::storage_unavailable);
  EXPECT_TRUE(client.connection.ready());
}

TEST(Connection, logs_in_with_user_password_and_database) {
  const RedisServer server{with_password};
  Settings settings = settings_for(server.url() + "?db=4");
  settings.username = "switchroom";
  settings.password = "s3cret";
  settings.client_name = "gateway-1";
  Client client{std::move(settings)};
  client.run_until_ready();
  const std::string info = client.ask({"CLIENT", "INFO"})->text;
  EXPECT_THAT(info, HasSubstr("user=switchroom"));
  EXPECT_THAT(info, HasSubstr("db=4"));
  EXPECT_THAT(info, HasSubstr("name=gateway-1"));
}

TEST(Connection, says_that_its_password_is_wrong_without_saying_the_password) {
  const RedisServer server{with_password};
  Settings settings = settings_for(server.url());
  settings.username = "switchroom";
  settings.password = "wr0ng";
  Client client{std::move(settings)};
  client.run_until([&] { return describe(*client.connection.trouble()).contains("WRONGPASS"); });
  EXPECT_FALSE(describe(*client.connection.trouble()).contains("wr0ng"));
}

TEST(Connection, refuses_more_than_may_wait) {
  const RedisServer server;
  Settings settings = settings_for(server.url());
  settings.bounds.commands = 8;
  Client client{std::move(settings)};
  client.run_until_ready();
  int good = 0;
  int refused = 0;
  for (int i = 0; i < 12; ++i)
    client.connection.send({"PING"}, [&](Result<Reply> reply) { reply ? ++good : ++refused; });
  client.run_until([&] { return good + refused == 12; });
  EXPECT_EQ(good, 8);
  EXPECT_EQ(refused, 4);
}

TEST(Connection, tells_everyone_who_waits_when_it_is_cancelled) {
  RedisServer server;
  Client client{settings_for(server.url())};
  client.run_until_ready();
  server.pause();
  std::optional<Result<Reply>> answer;
  client.connection.send({"PING"}, [&](Result<Reply> reply) { answer = std::move(reply); });
  client.stop();
  ASSERT_TRUE(answer.has_value());
  EXPECT_FALSE(answer->has_value());
  EXPECT_THAT(describe(*client.connection.trouble()), HasSubstr("was shut down"));
}

TEST(Connection, ends_when_a_completion_throws) {
  const RedisServer server;
  Client client{settings_for(server.url())};
  client.run_until_ready();
  client.connection.send({"PING"}, [](Result<Reply>) { throw std::logic_error("broken invariant"); });
  client.run_until([&] { return client.ended(); });
  EXPECT_THROW(std::rethrow_exception(client.failure()), std::logic_error);
}

TEST(Connection, does_not_hammer_a_server_that_does_not_take_it_in) {
  const RedisServer server{{"--appendonly", "no"}};
  Settings settings = settings_for(server.url());
  settings.backoff_min = 5ms;
  Client client{std::move(settings)};
  client.run_until_trouble(Fault::storage_not_durable);
  const std::int64_t before = commands_processed_by(server);
  const auto until = std::chrono::steady_clock::now() + 600ms;
  client.run_until([&] { return std::chrono::steady_clock::now() > until; });
  EXPECT_LE(commands_processed_by(server) - before, 3 * 20) << "three commands an attempt, and the pauses double";
}

TEST(Connection, wants_a_sensible_url) {
  boost::asio::io_context io;
  EXPECT_THROW((Connection{io.get_executor(), settings_for("http://redis"), {}}), std::invalid_argument);
}

}  // namespace
}  // namespace switchroom::redis::test
