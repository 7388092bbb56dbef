// Mails made to hurt: each ends in an error that SMTP tells as 552 or 554, or in a bounded message.
#include <gtest/gtest.h>

#include <string>

#include "connectors/mail/html_text.hpp"
#include "connectors/mail/mail_message.hpp"
#include "connectors/mail/mime_parts.hpp"
#include "connectors/mail/quotation.hpp"

namespace switchroom::mail {
namespace {

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

Fault fault_of(const std::string& mail) {
  const Result<MailMessage> message = read_mail(mail);
  EXPECT_FALSE(message);
  return message ? Fault::internal : message.error().fault;
}

std::string nested(std::size_t levels) {
  std::string mail;
  for (std::size_t i = 0; i < levels; ++i) {
    const std::string boundary = "b" + std::to_string(i);
    mail += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n";
  }
  return mail + "\r\ndeep inside";
}

TEST(MailLimits, nesting_ends_at_50_levels) {
  EXPECT_EQ(read_mail(nested(50))->text, "deep inside");
  EXPECT_EQ(fault_of(nested(51)), Fault::undecodable_message);
  EXPECT_EQ(fault_of(nested(100'000)), Fault::undecodable_message);
}

TEST(MailLimits, a_mail_has_at_most_500_parts) {
  const std::string head = "Content-Type: multipart/mixed; boundary=b\n\n";
  EXPECT_TRUE(read_mail(head + repeated("--b\n\nx\n", 500)));
  EXPECT_EQ(fault_of(head + repeated("--b\n\nx\n", 501)), Fault::undecodable_message);
  EXPECT_EQ(fault_of(head + repeated("--b\n\n", 1'000'000)), Fault::undecodable_message);
}

TEST(MailLimits, empty_multiparts_count_as_parts) {
  const std::string head = "Content-Type: multipart/mixed; boundary=b\n\n";
  const std::string inner = "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c--\n";
  EXPECT_EQ(fault_of(head + repeated(inner, 1000)), Fault::undecodable_message);
}

TEST(MailLimits, a_header_has_at_most_2000_lines_and_256_kib) {
  EXPECT_EQ(fault_of(repeated("X-A: b\n", 5000) + "\nbody"), Fault::undecodable_message);
  EXPECT_EQ(fault_of("Subject: a\n" + repeated(" =?utf-8?Q?b?=\n", 3000)), Fault::undecodable_message);
  EXPECT_EQ(fault_of("Subject: " + std::string(300'000, 'x') + "\n\nbody"), Fault::undecodable_message);
  const Result<MailMessage> words = read_mail("Subject: a\n" + repeated(" =?utf-8?Q?b?=\n", 1900) + "\nbody");
  EXPECT_EQ(words->subject, "a " + std::string(1900, 'b'));
}

TEST(MailLimits, a_mail_has_at_most_64_mib) {
  EXPECT_EQ(fault_of(std::string((64U << 20) + 1, 'x')), Fault::payload_too_large);
}

TEST(MailLimits, text_is_cut_at_1_mib_and_says_so) {
  const Result<MailMessage> message = read_mail("Subject: long\n\n" + repeated("你好\n", 300'000));
  EXPECT_TRUE(message->cut);
  EXPECT_LE(message->text.size(), (1U << 20) + 4);
  EXPECT_TRUE(message->text.ends_with("你") || message->text.ends_with("好")) << "no half character";
  EXPECT_FALSE(read_mail("Subject: short\n\nx")->cut);
}

TEST(MailLimits, html_made_of_tags_alone_is_read_in_one_pass) {
  EXPECT_EQ(text_of_html(repeated("<div>", 100'000) + "x"), "x");
  EXPECT_EQ(text_of_html(repeated("<b a=1>", 50'000) + "x" + repeated("</i>", 50'000)), "x");
  EXPECT_EQ(text_of_html(repeated("<", 200'000)).size(), 200'000U);
  EXPECT_LT(text_of_html(repeated("<blockquote>a", 100'000)).size(), (1U << 20) + 100);
  EXPECT_EQ(text_of_html(repeated("<script>", 100'000) + "x"), "");
}

TEST(MailLimits, lines_that_look_like_introductions_take_linear_time) {
  const std::string lines = repeated("On Monday 3 he\n", 50'000);
  EXPECT_EQ(without_quotation(lines, "x").size() + 1, lines.size());
}

TEST(MailLimits, lines_that_nearly_are_boundaries_are_text) {
  const std::string boundary(70, '-');
  const std::string near = repeated("--" + std::string(69, '-') + "\n", 10'000);
  const Result<MailMessage> message =
      read_mail("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\n\n--" + boundary + "\n\n" + near);
  EXPECT_EQ(message->text.size() + 1, near.size());
}

}  // namespace
}  // namespace switchroom::mail
