// The small readers: ids, subjects, addresses, times.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/mail/mail_message.hpp"
#include "connectors/mail/mail_time.hpp"
#include "connectors/mail/mailboxes.hpp"
#include "connectors/mail/threading.hpp"

namespace switchroom::mail {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(MessageIds, are_what_stands_in_brackets_with_an_at) {
  EXPECT_THAT(read_message_ids("your mail <a@x> of <no id> Monday <b@y><c@z"), ElementsAre("a@x", "b@y"));
  EXPECT_THAT(read_message_ids("<a<b@x>"), ElementsAre("b@x"));
  EXPECT_THAT(read_message_ids("a@x"), IsEmpty());
}

TEST(MessageIds, a_made_one_is_the_same_for_the_same_bytes_only) {
  EXPECT_EQ(made_message_id("a"), made_message_id("a"));
  EXPECT_NE(made_message_id("a"), made_message_id("b"));
}

TEST(Subjects, an_answer_has_the_subject_of_what_it_answers) {
  for (const char* subject : {"Re: Broken  Kettle", "AW: RE[2]: broken kettle", "回复：Fwd: Broken Kettle",
                              "[shop] Re: broken\tkettle", "RE : Broken Kettle"})
    EXPECT_EQ(normalised_subject(subject), "broken kettle") << subject;
  EXPECT_EQ(normalised_subject("Regarding: kettle"), "regarding: kettle");
  EXPECT_EQ(normalised_subject("[only a list]"), "[only a list]");
  EXPECT_EQ(normalised_subject("Re:"), "");
}

TEST(Subjects, forwards_say_so_also_behind_an_answers_mark) {
  for (const char* subject : {"Fwd: x", "FW: x", "WG: x", "转发：x", "Re: Fwd: x"})
    EXPECT_TRUE(is_forward(subject)) << subject;
  for (const char* subject : {"Re: x", "Forward planning", "Fwd x", ""}) EXPECT_FALSE(is_forward(subject)) << subject;
}

TEST(Addresses, a_token_stands_behind_the_first_plus) {
  EXPECT_EQ(plus_token("support+t.4f2+x@shop.example"), "t.4f2+x");
  EXPECT_EQ(plus_token("support@shop+x.example"), "");
}

TEST(Addresses, line_ends_blanks_and_missing_halves_are_no_address) {
  for (const char* field : {"a", "a@", "@b", "a b@c", "<>", ",,;:,", "\"a@b\""}) {
    const auto mailboxes = read_mailboxes(field);
    EXPECT_TRUE(mailboxes.empty() || std::string{field} == "\"a@b\"") << field;
  }
  EXPECT_THAT(read_mailboxes("A (x) <a@B.example>, b@c.example (b)"),
              ElementsAre(Mailbox{"A", "a@b.example"}, Mailbox{"", "b@c.example"}));
}

TEST(MailTimes, current_and_obsolete_forms_are_read) {
  EXPECT_EQ(ms_of_mail_time("Fri, 3 Oct 2025 08:13:20 +0200"), 1759472000000);
  EXPECT_EQ(ms_of_mail_time("3 Oct 25 08:13 GMT"), 1759479180000);
  EXPECT_EQ(ms_of_mail_time("Fri, 03 Oct 2025 08:13:20 -0000 (UTC)"), 1759479200000);
  EXPECT_EQ(ms_of_mail_time(mail_time_of_ms(1759479200000)), 1759479200000);
}

TEST(MailTimes, what_is_none_has_no_time) {
  for (const char* text : {"", "yesterday", "32 Oct 2025 08:13:20 +0000", "3 Oct 2025 25:13:20 +0000",
                           "3 Okt 2025 8:00", "3 Oct 1969 08:00:00 +0000", "3 Oct 2025", "99999999999 Oct 2025 8:1:1"})
    EXPECT_EQ(ms_of_mail_time(text), std::nullopt) << text;
}

TEST(ParsedMails, a_value_never_makes_a_field) {
  ParsedMail parsed;
  append_field("Subject", "a\r\nAuto-Submitted: yes", parsed.header);
  append_field("From", "ann@example.org", parsed.header);
  parsed.html = "<p>text</p>";
  parsed.files.push_back({.name = "../x.txt", .type = "text/plain", .content_id = {}, .inlined = false, .bytes = "b"});
  const Result<MailMessage> message = read_parsed_mail(parsed);
  EXPECT_EQ(message->auto_submitted, "");
  EXPECT_EQ(message->from.address, "ann@example.org");
  EXPECT_EQ(message->text, "text");
  EXPECT_EQ(message->files[0].name, "x.txt");
}

}  // namespace
}  // namespace switchroom::mail
