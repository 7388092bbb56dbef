#include "gateway/outbound/smtp_client.hpp"

#include <gtest/gtest.h>

#include <string>

namespace switchroom::outbound {
namespace {

constexpr std::string_view hello = "250-relay\r\n250 SIZE 1000\r\n";
constexpr std::string_view hello_tls = "250-relay\r\n250-AUTH LOGIN PLAIN\r\n250 STARTTLS\r\n";
constexpr std::string_view hello_auth = "250-relay\r\n250 AUTH LOGIN PLAIN\r\n";

Submission mail() {
  Submission submission;
  submission.host = "shop.example";
  submission.from = "support@shop.example";
  submission.recipients = {"ann@example.org"};
  submission.content = "Hi\n..\r\n.end";
  return submission;
}

class SmtpClientTest : public testing::Test {
 public:
  /// What the client says to the server's words.
  std::string say(std::string_view words) {
    std::string out;
    next = client.take(words, out);
    return out;
  }

  SmtpClient client{mail()};
  SmtpClient::Next next = SmtpClient::Next::read;
};

TEST_F(SmtpClientTest, hands_over_a_mail_with_its_dots_doubled_and_its_line_ends_whole) {
  EXPECT_EQ(say("220 relay\r\n"), "EHLO shop.example\r\n");
  EXPECT_EQ(say(hello), "MAIL FROM:<support@shop.example>\r\n");
  EXPECT_EQ(say("250 2.1.0 ok\r\n"), "RCPT TO:<ann@example.org>\r\n");
  EXPECT_EQ(say("250 2.1.5 ok\r\n"), "DATA\r\n");
  EXPECT_FALSE(client.is_sent());
  EXPECT_EQ(say("354 go ahead\r\n"), "Hi\r\n...\r\n..end\r\n.\r\n");
  EXPECT_TRUE(client.is_sent());
  EXPECT_EQ(next, SmtpClient::Next::read);
  EXPECT_EQ(say("250 2.0.0 queued as 5\r\n"), "QUIT\r\n");
  EXPECT_EQ(next, SmtpClient::Next::done);
  EXPECT_EQ(client.code(), 250);
  EXPECT_EQ(client.words(), "2.0.0 queued as 5");
}

TEST_F(SmtpClientTest, takes_the_first_refusal_as_the_outcome_with_nothing_sent) {
  say("220 relay\r\n");
  say(hello);
  EXPECT_EQ(say("451 4.7.1 come back later\r\n"), "QUIT\r\n");
  EXPECT_EQ(next, SmtpClient::Next::done);
  EXPECT_EQ(client.code(), 451);
  EXPECT_FALSE(client.is_sent());
}

TEST_F(SmtpClientTest, uses_tls_where_it_is_offered_and_believes_nothing_from_before) {
  say("220 relay\r\n");
  EXPECT_EQ(say(hello_tls), "STARTTLS\r\n");
  std::string_view words = "220 go\r\n250 injected\r\n";
  std::string out;
  EXPECT_EQ(client.take(words, out), SmtpClient::Next::secure);
  EXPECT_EQ(out, "");
  client.secured(out);
  EXPECT_EQ(out, "EHLO shop.example\r\n");
  EXPECT_EQ(say(hello_auth), "MAIL FROM:<support@shop.example>\r\n");
}

TEST(SmtpClient, sends_a_password_by_tls_only) {
  Submission submission = mail();
  submission.user = "u";
  submission.password = "p";
  SmtpClient open{submission};
  std::string out;
  std::string words = "220 relay\r\n" + std::string{hello_auth};
  std::string_view bytes = words;
  EXPECT_EQ(open.take(bytes, out), SmtpClient::Next::done);
  EXPECT_EQ(open.code(), 454);
  EXPECT_FALSE(out.contains("AUTH PLAIN"));

  SmtpClient secure{submission};
  EXPECT_TRUE(secure.needs_verified_server());
  words = "220 relay\r\n" + std::string{hello_tls} + "220 go\r\n";
  bytes = words;
  EXPECT_EQ(secure.take(bytes, out), SmtpClient::Next::secure);
  out.clear();
  secure.secured(out);
  out.clear();
  bytes = hello_auth;
  secure.take(bytes, out);
  EXPECT_EQ(out, "AUTH PLAIN AHUAcA==\r\n");
  bytes = "235 ok\r\n";
  out.clear();
  secure.take(bytes, out);
  EXPECT_EQ(out, "MAIL FROM:<support@shop.example>\r\n");
}

TEST(SmtpClient, waits_for_each_recipients_answer_by_lmtp) {
  Submission submission = mail();
  submission.lmtp = true;
  submission.recipients = {"a@shop.example", "b@shop.example"};
  SmtpClient client{submission};
  std::string out;
  const std::string words = "220 x\r\n" + std::string{hello} + "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 stored\r\n";
  std::string_view bytes = words;
  EXPECT_EQ(client.take(bytes, out), SmtpClient::Next::read);
  EXPECT_TRUE(out.starts_with("LHLO shop.example\r\n"));
  bytes = "451 not stored\r\n";
  EXPECT_EQ(client.take(bytes, out), SmtpClient::Next::done);
  EXPECT_EQ(client.code(), 451);
}

TEST(SmtpClient, lets_no_address_bring_a_command) {
  for (const char* address : {"a@b\r\nRSET", "a@b> X=1", "a b@c", "<a@b"}) {
    Submission submission = mail();
    submission.recipients = {address};
    SmtpClient client{submission};
    std::string out;
    const std::string words = "220 x\r\n" + std::string{hello};
    std::string_view bytes = words;
    EXPECT_EQ(client.take(bytes, out), SmtpClient::Next::done) << address;
    EXPECT_EQ(client.code(), 553);
  }
}

TEST(SmtpClient, gives_up_on_what_is_no_mail_server) {
  for (const std::string& words : {std::string(5000, 'x'), std::string{"SSH-2.0-x\r\n"}, std::string{"\r\n"}}) {
    SmtpClient client{mail()};
    std::string out;
    std::string_view bytes = words;
    EXPECT_EQ(client.take(bytes, out), SmtpClient::Next::done);
    EXPECT_EQ(client.code(), 421);
  }
  SmtpClient client{mail()};
  std::string endless, out;
  for (int i = 0; i < 1000; ++i) endless += "220-x\r\n";
  std::string_view bytes = endless;
  EXPECT_EQ(client.take(bytes, out), SmtpClient::Next::done);
}

}  // namespace
}  // namespace switchroom::outbound
