// What does not fit into a dialogue: bounds and bytes in bulk.
#include "gateway/mail/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "dialogue.hpp"

namespace switchroom::smtp {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class SessionTest : public testing::Test {
 public:
  Session::Next send(std::string_view bytes) {
    out.clear();
    return session.take(bytes, out);
  }

  Limits limits;
  Session session{Dialect::lmtp, limits, owner_of, false};
  std::string out;
};

TEST_F(SessionTest, refuses_a_command_of_more_than_4_kib_and_reads_on_behind_it) {
  EXPECT_EQ(send("NOOP " + std::string(10'000, 'x')), Session::Next::read);
  EXPECT_EQ(out, "");
  EXPECT_EQ(send(std::string(1'000'000, 'x') + "\r\nNOOP\r\n"), Session::Next::read);
  EXPECT_EQ(out, "500 5.5.2 that line is too long\r\n250 2.0.0 nothing done\r\n");
  send("NOOP " + std::string(4096 - 7, 'x') + "\r\n");
  EXPECT_THAT(out, StartsWith("250"));
}

TEST_F(SessionTest, takes_a_hundred_recipients_and_answers_for_each) {
  send("LHLO x\r\n");
  send("MAIL FROM:<ann@example.org>\r\n");
  for (int i = 0; i < 100; ++i) send("RCPT TO:<support@shop.example>\r\n");
  send("DATA\r\n");
  EXPECT_EQ(send("Hi\r\n.\r\n"), Session::Next::deliver);
  const Mail mail = session.release_mail();
  EXPECT_EQ(mail.recipients.size(), 100U);
  out.clear();
  session.delivered(std::vector<Reply>(100), out);
  EXPECT_EQ(std::ranges::count(out, '\n'), 100);
}

TEST_F(SessionTest, swallows_the_octets_of_a_chunk_that_it_refuses) {
  send("LHLO x\r\n");
  EXPECT_EQ(send("BDAT 1000000 LAST\r\n" + std::string(999'999, 'R')), Session::Next::read);
  EXPECT_EQ(out, "");
  send("RNOOP\r\n");
  EXPECT_EQ(out, "503 5.5.1 there is no recipient\r\n250 2.0.0 nothing done\r\n");
}

TEST_F(SessionTest, closes_where_nobody_knows_how_long_a_chunk_is) {
  send("LHLO x\r\n");
  for (const char* size : {"", "-1", "0x10", "99999999999999999999", "5 FIRST"}) {
    Session another{Dialect::lmtp, limits, owner_of, false};
    std::string line = "BDAT " + std::string{size} + "\r\n";
    std::string_view bytes = line;
    EXPECT_EQ(another.take(bytes, out), Session::Next::close) << size;
  }
}

TEST_F(SessionTest, holds_no_more_of_a_mail_than_is_allowed) {
  send("LHLO x\r\n");
  send("MAIL FROM:<>\r\nRCPT TO:<support@shop.example>\r\nDATA\r\n");
  for (int i = 0; i < 64; ++i) send(std::string(1'000'000, 'x'));
  EXPECT_LT(session.memory(), 1000U);
  EXPECT_EQ(send("\r\n.\r\n"), Session::Next::read);
  EXPECT_EQ(out, "552 5.3.4 that mail is too large\r\n");
}

TEST(ReadPath, takes_what_the_rfc_allows_and_refuses_the_rest) {
  const auto address = [](std::string_view text) {
    const auto path = read_path(text, "TO:");
    return path ? path->address : "refused";
  };
  EXPECT_EQ(address("TO:<ann@example.org>"), "ann@example.org");
  EXPECT_EQ(address("to: <ann@example.org> "), "ann@example.org");
  EXPECT_EQ(address("TO:<@a.example,@b.example:ann@example.org>"), "ann@example.org");
  EXPECT_EQ(address("TO:<\"ann\"@example.org>"), "ann@example.org");
  EXPECT_EQ(address("TO:<\"ann> lee\"@example.org>"), "\"ann> lee\"@example.org");
  EXPECT_EQ(address("TO:<ann@[192.0.2.1]>"), "ann@[192.0.2.1]");
  EXPECT_EQ(address("TO:<王@例子.example>"), "王@例子.example");
  EXPECT_EQ(address("TO:<>"), "");
  EXPECT_EQ(address("TO:<Postmaster>"), "Postmaster");
  for (const char* wrong : {"TO:ann@example.org", "TO:<ann>", "TO:<ann@>", "TO:<@example.org>", "TO:<a..b@c.de>",
                            "TO:<a b@c.de>", "TO:<a@b c>", "TO:<a@b>x", "TO:<a@b", "FROM:<a@b>", "TO:<a@b> =x",
                            "TO:<a\"b@c.de>", "TO:<\xff@c.de>", "TO:<a@.b>", "TO:<a@b..c>"})
    EXPECT_EQ(address(wrong), "refused") << wrong;
  EXPECT_EQ(address("TO:<" + std::string(600, 'a') + "@b.cd>"), "refused");
}

}  // namespace
}  // namespace switchroom::smtp
