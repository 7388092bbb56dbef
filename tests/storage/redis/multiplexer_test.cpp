#include "storage/redis/multiplexer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace switchroom::redis {
namespace {

using testing::ElementsAre;

/// A multiplexer whose callers write down what they hear.
struct Line {
  Multiplexer multiplexer{Multiplexer::Bounds{.commands = 4, .bytes = 1000}};
  std::vector<std::string> heard;

  bool send(const std::string& name) {
    Completion completion = [this, name](Result<Reply> reply) {
      heard.push_back(name + " " + (reply ? words(*reply) : std::string{row_of(reply.error().fault).name}));
    };
    return multiplexer.send({"GET", name}, completion, Multiplexer::Instant{});
  }
  std::string written() {
    std::string bytes;
    multiplexer.take_output(bytes);
    return bytes;
  }
  static std::string words(const Reply& reply) {
    if (reply.type == Reply::Type::integer) return std::to_string(reply.integer);
    std::string text = reply.text;
    for (const Reply& element : reply.elements) text += words(element) + ",";
    return text;
  }
};

const Error cut{Fault::internal, "Redis", "cut", ""};

TEST(Multiplexer, writes_all_that_waits_in_one_piece) {
  Line line;
  line.send("a");
  line.send("b");
  EXPECT_EQ(line.written(), Command({"GET", "a"}).bytes() + Command({"GET", "b"}).bytes());
  EXPECT_FALSE(line.multiplexer.has_output());
}

TEST(Multiplexer, gives_each_reply_to_the_caller_whose_turn_it_is_wherever_the_bytes_are_cut) {
  const std::string bytes = "$3\r\none\r\n:2\r\n*2\r\n$1\r\nx\r\n+y\r\n-ERR no\r\n";
  for (std::size_t cut_at = 0; cut_at <= bytes.size(); ++cut_at) {
    Line line;
    for (const char* name : {"a", "b", "c", "d"}) line.send(name);
    line.written();
    ASSERT_TRUE(line.multiplexer.receive(bytes.substr(0, cut_at)));
    ASSERT_TRUE(line.multiplexer.receive(bytes.substr(cut_at)));
    EXPECT_THAT(line.heard, ElementsAre("a one", "b 2", "c x,y,", "d ERR no")) << cut_at;
  }
}

TEST(Multiplexer, takes_replies_byte_by_byte) {
  Line line;
  line.send("a");
  line.written();
  for (const char byte : std::string{"*2\r\n$4\r\na\r\nb\r\n:-1\r\n"})
    ASSERT_TRUE(line.multiplexer.receive({&byte, 1}));
  EXPECT_THAT(line.heard, ElementsAre("a a\r\nb,-1,"));
}

TEST(Multiplexer, says_unknown_for_what_was_sent_and_unavailable_for_what_was_not) {
  Line line;
  line.send("sent");
  line.written();
  line.send("waiting");
  line.multiplexer.lose(cut);
  EXPECT_THAT(line.heard, ElementsAre("sent outcome_unknown", "waiting storage_unavailable"));
}

TEST(Multiplexer, begins_anew_after_a_loss_in_the_middle_of_a_reply) {
  Line line;
  line.send("a");
  line.written();
  ASSERT_TRUE(line.multiplexer.receive("$5\r\nhal"));
  line.multiplexer.lose(cut);
  line.send("b");
  line.written();
  ASSERT_TRUE(line.multiplexer.receive("+fine\r\n"));
  EXPECT_THAT(line.heard, ElementsAre("a outcome_unknown", "b fine"));
}

TEST(Multiplexer, ends_the_connection_at_noscript_but_gives_out_what_has_arrived) {
  Line line;
  for (const char* name : {"a", "b", "c"}) line.send(name);
  line.written();
  const auto received = line.multiplexer.receive("-NOSCRIPT No matching script.\r\n+b\r\n");
  ASSERT_FALSE(received);
  EXPECT_EQ(received.error().found, "NOSCRIPT No matching script.");
  line.multiplexer.lose(received.error());
  EXPECT_THAT(line.heard, ElementsAre("a storage_unavailable", "b b", "c outcome_unknown"));
}

TEST(Multiplexer, refuses_what_exceeds_its_bounds_and_leaves_the_completion_with_the_caller) {
  Line line;
  for (const char* name : {"a", "b", "c", "d"}) EXPECT_TRUE(line.send(name));
  EXPECT_FALSE(line.send("e"));
  line.written();
  EXPECT_FALSE(line.send("sent but unanswered counts too"));
  ASSERT_TRUE(line.multiplexer.receive("+1\r\n"));
  EXPECT_FALSE(line.send(std::string(1000, 'x')));
  EXPECT_TRUE(line.send("f"));
  EXPECT_EQ(line.multiplexer.waiting(), 4U);
}

TEST(Multiplexer, calls_bytes_that_are_no_resp_the_end_of_the_connection) {
  Line line;
  line.send("a");
  line.written();
  EXPECT_FALSE(line.multiplexer.receive("HTTP/1.1 400 Bad Request\r\n"));
}

TEST(Multiplexer, calls_a_reply_that_nobody_asked_for_the_end_of_the_connection) {
  Line line;
  line.send("not written yet");
  EXPECT_FALSE(line.multiplexer.receive("+early\r\n"));
  EXPECT_TRUE(line.heard.empty());
}

TEST(Multiplexer, lets_a_completion_send_again) {
  Line line;
  Completion again = [&](Result<Reply>) { line.send("second"); };
  line.multiplexer.send({"GET", "first"}, again, Multiplexer::Instant{});
  line.written();
  ASSERT_TRUE(line.multiplexer.receive("+1\r\n"));
  EXPECT_EQ(line.written(), Command({"GET", "second"}).bytes());
  ASSERT_TRUE(line.multiplexer.receive("+2\r\n"));
  EXPECT_THAT(line.heard, ElementsAre("second 2"));
}

TEST(Multiplexer, knows_since_when_the_oldest_waits) {
  using std::chrono::seconds;
  Line line;
  EXPECT_FALSE(line.multiplexer.oldest());
  Completion first = [](Result<Reply>) {};
  Completion second = [](Result<Reply>) {};
  line.multiplexer.send({"A"}, first, Multiplexer::Instant{seconds{1}});
  line.multiplexer.send({"B"}, second, Multiplexer::Instant{seconds{2}});
  EXPECT_EQ(line.multiplexer.oldest(), Multiplexer::Instant{seconds{1}});
  line.written();
  ASSERT_TRUE(line.multiplexer.receive("+1\r\n"));
  EXPECT_EQ(line.multiplexer.oldest(), Multiplexer::Instant{seconds{2}});
}

}  // namespace
}  // namespace switchroom::redis
