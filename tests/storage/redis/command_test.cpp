#include "storage/redis/command.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "storage/redis/reply_reader.hpp"

namespace switchroom::redis {
namespace {

using namespace std::string_literals;

TEST(Command, is_an_array_of_bulk_strings) {
  EXPECT_EQ(Command({"GET", "key"}).bytes(), "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n");
}

TEST(Command, may_hold_empty_words_and_any_byte) {
  EXPECT_EQ(Command({"SET", "", "a\0\r\n"s}).bytes(), "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$4\r\na\0\r\n\r\n"s);
}

TEST(Command, calls_a_script_by_its_digest) {
  const Script script{"answer", "return 42"};
  const std::vector<std::string_view> keys{"{s0}:a"};
  const std::vector<std::string_view> arguments{"x", "y"};
  EXPECT_EQ(script.sha1, "1fa00e76656cc152ad327c13fe365858fd7be306");
  EXPECT_EQ(Command::call(script, keys, arguments).bytes(),
            Command({"EVALSHA", script.sha1, "1", "{s0}:a", "x", "y"}).bytes());
}

RC_GTEST_PROP(CommandProperty, what_is_written_is_what_a_reader_reads, (std::vector<std::string> words)) {
  RC_PRE(!words.empty());
  const std::vector<std::string_view> views(words.begin(), words.end());
  ReplyReader reader;
  reader.feed(Command{std::span{views}}.bytes());
  const auto read = reader.next();
  RC_ASSERT(read.has_value() && read->has_value());
  RC_ASSERT((*read)->elements.size() == words.size());
  for (std::size_t i = 0; i < words.size(); ++i) RC_ASSERT((*read)->elements[i].text == words[i]);
}

}  // namespace
}  // namespace switchroom::redis
