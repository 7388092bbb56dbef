#include "storage/redis/address.hpp"

#include <gtest/gtest.h>

namespace switchroom::redis {
namespace {

TEST(Address, of_a_unix_socket_is_its_path) {
  const auto address = parse_address("unix:///run/redis/redis.sock?db=3");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->transport, Address::Transport::unix_socket);
  EXPECT_EQ(address->host, "/run/redis/redis.sock");
  EXPECT_EQ(address->database, 3U);
}

TEST(Address, has_the_usual_port_unless_told) {
  const auto address = parse_address("redis://cache.example");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->transport, Address::Transport::tcp);
  EXPECT_EQ(address->host, "cache.example");
  EXPECT_EQ(address->port, "6379");
  EXPECT_EQ(address->database, 0U);
}

TEST(Address, holds_user_password_and_database) {
  const auto address = parse_address("rediss://us%65r:p%40ss:w@[::1]:7000/12");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->transport, Address::Transport::tls);
  EXPECT_EQ(address->username, "user");
  EXPECT_EQ(address->password, "p@ss:w");
  EXPECT_EQ(address->host, "::1");
  EXPECT_EQ(address->port, "7000");
  EXPECT_EQ(address->database, 12U);
}

TEST(Address, is_described_without_its_password) {
  EXPECT_EQ(describe(*parse_address("redis://:secret@h:1/2")), "redis://h:1");
  EXPECT_EQ(describe(*parse_address("rediss://[::1]")), "rediss://[::1]:6379");
  EXPECT_EQ(describe(*parse_address("unix:///a")), "unix:///a");
}

TEST(Address, is_refused_if_it_is_none) {
  for (const char* url : {"", "localhost:6379", "http://h", "redis://", "redis://:6379", "redis://h:0",
                          "redis://h:70000", "redis://h:6379x", "redis://h/one", "redis://u:%zz@h", "redis://u:%4@h",
                          "redis://[::1", "redis://[::1]x", "unix://", "unix:///a?db=x", "unix:///a?mode=1"}) {
    const auto address = parse_address(url);
    ASSERT_FALSE(address) << url;
    EXPECT_EQ(address.error().fault, Fault::invalid_setting) << url;
  }
}

TEST(Address, never_repeats_a_password_in_an_error) {
  EXPECT_FALSE(describe(parse_address("redis://u:hunter2@h:x").error()).contains("hunter2"));
}

}  // namespace
}  // namespace switchroom::redis
