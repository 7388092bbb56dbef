#include "gateway/cli/event_words.hpp"

#include <gmock/gmock.h>

namespace switchroom::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(EventWords, AnAssignmentTellsWhenWhatWhichTicketAndWho) {
  const std::string line =
      event_in_words(R"({"time":"2026-01-02T03:04:05.678Z","type":"switchroom.assignment.started.v1","subject":"t0-1",
      "data":{"ticket":"t0-1","agent":"ann","group":"billing","priority":"high","decision":{"candidates":2}}})");
  EXPECT_THAT(line, testing::StartsWith("2026-01-02T03:04:05.678Z  assignment.started.v1"));
  EXPECT_THAT(line, HasSubstr("t0-1       agent ann, group billing, priority high"));
}

TEST(EventWords, AMessagesTextIsQuotedAndHarmless) {
  const std::string line =
      event_in_words(R"({"type":"switchroom.message.received.v1","data":{"message":{"text":"hi \u001b[31m"}}})");
  EXPECT_THAT(line, HasSubstr(R"(text "hi \u001b[31m")"));
}

TEST(EventWords, NamesFromOutsideCantDriveTheTerminal) {
  const std::string line =
      event_in_words(R"({"time":"\u001b[2J","type":"\u001b]0;x\u0007","subject":"a\nb","data":{"agent":"\u202ebob"}})");
  EXPECT_THAT(line, Not(HasSubstr("\x1b")));
  EXPECT_THAT(line, Not(HasSubstr("\n")));
  EXPECT_THAT(line, Not(HasSubstr("\u202e")));
}

TEST(EventWords, WhatIsNoEventIsShownAsItIs) {
  EXPECT_EQ(event_in_words("not json"), "\"not json\"");
  EXPECT_EQ(event_in_words("[1]"), "\"[1]\"");
  EXPECT_THAT(event_in_words("{}"), Not(HasSubstr("null")));
}

}  // namespace
}  // namespace switchroom::cli
