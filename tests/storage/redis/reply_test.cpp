#include "storage/redis/reply.hpp"

#include <gtest/gtest.h>

#include "storage/redis/reply_reader.hpp"

namespace switchroom::redis {
namespace {

Reply error_reply(std::string words) { return {.type = Reply::Type::error, .text = std::move(words)}; }

TEST(Checked, leaves_a_good_reply_as_it_is) {
  const Reply reply{.type = Reply::Type::integer, .integer = 7};
  EXPECT_EQ(checked(reply), reply);
}

class Refusal : public testing::TestWithParam<std::string> {};

TEST_P(Refusal, of_a_redis_that_takes_no_work_now_is_storage_unavailable_in_its_words) {
  const auto refused = checked(error_reply(GetParam()));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::storage_unavailable);
  EXPECT_EQ(refused.error().found, GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Words, Refusal,
    testing::Values("OOM command not allowed when used memory > 'maxmemory'.", "MISCONF Errors writing to the AOF file",
                    "READONLY You can't write against a read only replica.",
                    "NOREPLICAS Not enough good replicas to write.", "BUSY Redis is busy running a script.",
                    "LOADING Redis is loading the dataset in memory",
                    "TRYAGAIN Multiple keys request during rehashing of slot", "NOSCRIPT No matching script."));

TEST(Checked, calls_a_mistake_of_ours_internal) {
  EXPECT_EQ(checked(error_reply("WRONGTYPE Operation against a key")).error().fault, Fault::internal);
  EXPECT_EQ(checked(error_reply("BUSYKEY Target key name already exists.")).error().fault, Fault::internal);
}

TEST(AsksForReconnect, is_true_when_scripts_are_gone_or_the_server_was_demoted) {
  EXPECT_TRUE(asks_for_reconnect(error_reply("NOSCRIPT No matching script.")));
  EXPECT_TRUE(asks_for_reconnect(error_reply("READONLY You can't write against a read only replica.")));
  EXPECT_FALSE(asks_for_reconnect(error_reply("OOM command not allowed")));
  EXPECT_FALSE(asks_for_reconnect({.type = Reply::Type::text, .text = "NOSCRIPT"}));
}

TEST(ReplyReader, builds_nested_arrays) {
  ReplyReader reader;
  reader.feed("*3\r\n:-5\r\n*2\r\n$2\r\nhi\r\n$-1\r\n*0\r\n");
  const auto read = reader.next();
  ASSERT_TRUE(read && *read);
  const Reply& reply = **read;
  ASSERT_EQ(reply.elements.size(), 3U);
  EXPECT_EQ(reply.elements[0].integer, -5);
  EXPECT_EQ(reply.elements[1].elements[0].text, "hi");
  EXPECT_TRUE(reply.elements[1].elements[1].is_nil());
  EXPECT_EQ(reply.elements[2].type, Reply::Type::array);
}

TEST(ReplyReader, refuses_what_is_no_resp) {
  for (const char* bytes : {"?what\r\n", "*99999999\r\n", "*-7\r\n", ":12x\r\n",
                            "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n"}) {
    ReplyReader reader;
    reader.feed(bytes);
    EXPECT_FALSE(reader.next().has_value()) << bytes;
  }
}

}  // namespace
}  // namespace switchroom::redis
