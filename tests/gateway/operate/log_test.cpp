#include "gateway/operate/log.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "gateway/operate/log_text.hpp"

namespace switchroom::operate {
namespace {

namespace json = boost::json;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

std::string everything_in(std::FILE* file) {
  std::string text;
  std::rewind(file);
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  return text;
}

std::string text_of(std::string_view text) {
  std::string line;
  append_log_text(text, line);
  return line;
}

TEST(Log, ALineIsOneJsonObjectWithTimeLevelEventAndFields) {
  EXPECT_EQ(log_line(1'700'000'000'123, Level::warning, "webhook refused",
                     {{"request_id", "r1"}, {"status", std::int64_t{401}}, {"retried", true}}),
            R"({"time":"2023-11-14T22:13:20.123Z","level":"warning","event":"webhook refused",)"
            R"("request_id":"r1","status":401,"retried":true})");
}

TEST(Log, LinesReachTheFileInOrderWhenTheLogEnds) {
  const File file{std::tmpfile(), &std::fclose};
  {
    Log log{Level::info, 16, file.get()};
    log.write(Level::info, "first");
    log.write(Level::error, "second", Error{Fault::storage_unavailable, "redis", "refused", "a connection"},
              {{"shard", std::uint64_t{7}}});
  }
  const std::string text = everything_in(file.get());
  const std::size_t end = text.find('\n');
  EXPECT_EQ(json::parse(text.substr(0, end)).at("event"), "first");
  const json::value second = json::parse(text.substr(end + 1, text.size() - end - 2));
  EXPECT_EQ(second.at("fault"), "storage_unavailable");
  EXPECT_EQ(second.at("found"), "refused");
  EXPECT_EQ(second.at("shard"), 7);
}

TEST(Log, LinesBelowTheLevelAreNotWrittenUntilItIsLowered) {
  const File file{std::tmpfile(), &std::fclose};
  {
    Log log{Level::warning, 16, file.get()};
    log.write(Level::info, "silent");
    log.set_level(Level::debug);
    log.write(Level::debug, "heard");
  }
  EXPECT_THAT(everything_in(file.get()),
              testing::AllOf(testing::HasSubstr("heard"), testing::Not(testing::HasSubstr("silent"))));
}

TEST(Log, TextFromOutsideCanNeitherEndTheLineNorDriveATerminal) {
  EXPECT_EQ(text_of("a\nb\"c\\d\x1b[31m\x7f"), R"("a\u000ab\"c\\d\u001b[31m\u007f")");
  EXPECT_EQ(text_of("\u202Eevil\u0085\u2028"), R"("\u202eevil\u0085\u2028")");
  EXPECT_EQ(text_of("退款 é 🙂"), "\"退款 é 🙂\"");
}

TEST(Log, BytesThatAreNoUtf8AreReplaced) {
  EXPECT_EQ(text_of("a\xff\xc3z"), "\"a\uFFFD\uFFFDz\"");
  EXPECT_EQ(text_of("\xc0\xaf"), "\"\uFFFD\uFFFD\"");            // overlong
  EXPECT_EQ(text_of("\xed\xa0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");  // a surrogate
  EXPECT_EQ(text_of("\xf0\x9f\x99"), "\"\uFFFD\uFFFD\uFFFD\"");  // cut short
}

TEST(Log, ALongFieldIsCutAtACharacter) {
  const std::string line = text_of(std::string(log_field_bytes_max - 1, 'a') + "é" + std::string(5000, 'b'));
  EXPECT_EQ(line, '"' + std::string(log_field_bytes_max - 1, 'a') + "…\"");
  EXPECT_EQ(text_of(std::string(log_field_bytes_max, 'a')).size(), log_field_bytes_max + 2);
}

TEST(Log, WhatDoesNotFitTheQueueIsDroppedAndCounted) {
  const File file{std::tmpfile(), &std::fclose};
  std::uint64_t dropped = 0;
  {
    Log log{Level::info, 1, file.get()};
    flockfile(file.get());  // the writer is held up
    for (int i = 0; i < 100; ++i) log.write(Level::info, "line");
    dropped = log.dropped();
    funlockfile(file.get());
  }
  EXPECT_GE(dropped, 98U);
  EXPECT_EQ(static_cast<std::uint64_t>(std::ranges::count(everything_in(file.get()), '\n')) + dropped, 100U);
}

}  // namespace
}  // namespace switchroom::operate
