#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "storage/records/history_entry.hpp"
#include "tests/router/shard/bench.hpp"

// A mail finds its ticket by our token, by an id of ours, by a known id, by subject and sender; else by its author.

namespace switchroom::shard::test {
namespace {

using storage::Decision;
using storage::DecisionKind;

connectors::InboundMessage& message_in(storage::FrameInput& input) {
  return std::get<storage::MessageInput>(input).message;
}

storage::FrameInput reply_to(std::string_view from, std::string_view id, std::string_view in_reply_to) {
  storage::FrameInput input = mail(from, id, "Re: A kettle");
  message_in(input).references = {"unknown@x", std::string{in_reply_to}};
  message_in(input).in_reply_to = in_reply_to;
  return input;
}

/// Ann wrote (ticket 1) and was answered.
class MailThreads : public testing::Test {
 protected:
  MailThreads() : fold_(bench_.take_over()) {
    bench_.append({configuration(mails_document(9), "k1")});
    fold({mail("ann@example.org", "m1@example.org", "A kettle")});
    fold({answer(1, "k2")});
    token_ = fold_->errands().begin()->second.thread;
  }

  std::vector<Decision> fold(std::vector<storage::FrameInput> inputs) {
    return bench_.fold_up_to(*fold_, bench_.append(std::move(inputs)));
  }
  /// The ticket that one mail goes to, after a restart.
  std::uint64_t ticket_of(storage::FrameInput input) {
    fold_ = bench_.take_over();
    return fold({std::move(input)}).at(0).ticket.number;
  }
  /// The ticket that one mail opens, and the one that it follows, after a restart.
  std::string linked_of(storage::FrameInput input) {
    fold_ = bench_.take_over();
    const std::vector<Decision> decisions = fold({std::move(input)});
    std::string followed = "none";
    for (const Decision& decision : decisions)
      if (decision.label == "ticket.linked") followed = decision.members.at(0).second;
    return fmt::format("{} to {}", decisions.at(0).ticket.number, followed);
  }
  std::vector<storage::HistoryLine> history(std::uint64_t customer) {
    std::vector<storage::HistoryLine> lines;
    const std::string key = bench_.keys.history(CustomerId{customer});
    for (const auto& line : bench_.server.ask(redis::Command{"LRANGE", key, "0", "-1"}).elements)
      lines.push_back(storage::decode_line(line.text).value());
    return lines;
  }

  Bench bench_;
  std::unique_ptr<Fold> fold_;
  std::string token_;
};

TEST_F(MailThreads, FindTheTicketByTheTokenInARecipientsAddress) {
  storage::FrameInput next = mail("bob@example.org", "m2@example.org", "Something else");
  message_in(next).recipients = {"sales+x@shop.example", "support+" + token_ + "@shop.example"};
  EXPECT_EQ(ticket_of(next), 1u);
  EXPECT_EQ(fold_->open_tickets(), 1u);
}

TEST_F(MailThreads, FindItByAnIdOfOurs) {
  EXPECT_EQ(ticket_of(reply_to("bob@example.org", "m2@x", "r7-3-0." + token_ + "@shop.example")), 1u);
}

TEST_F(MailThreads, FindItByAnIdThatIsKnown) {
  EXPECT_EQ(ticket_of(reply_to("bob@example.org", "m2@x", "m1@example.org")), 1u);
  EXPECT_EQ(ticket_of(reply_to("cem@example.org", "m3@x", "m2@x")), 1u) << "a colleague's is known too";
}

TEST_F(MailThreads, FindItByTheIdThatAProviderGaveOurAnswer) {
  storage::FrameInput echo = mail("support@shop.example", "p1@provider.example", "");
  message_in(echo).kind = connectors::MessageKind::echo;
  message_in(echo).conversation = "ann@example.org";
  message_in(echo).thread = token_;
  EXPECT_EQ(ticket_of(echo), 1u);
  EXPECT_EQ(ticket_of(reply_to("bob@example.org", "m2@x", "p1@provider.example")), 1u);
}

TEST_F(MailThreads, AForgedTokenOrAnUnknownIdJoinsNothing) {
  std::string forged = token_;
  forged.back() = forged.back() == 'a' ? 'b' : 'a';
  storage::FrameInput next = mail("eve@example.org", "e1@x", "A kettle");
  message_in(next).recipients = {"support+" + forged + "@shop.example"};
  EXPECT_EQ(ticket_of(next), 2u);
  EXPECT_EQ(ticket_of(reply_to("eva@example.org", "e2@x", "r7-3-0." + forged + "@shop.example")), 3u);
  EXPECT_EQ(ticket_of(reply_to("evi@example.org", "e3@x", "r7-3-0@shop.example")), 4u);
}

TEST_F(MailThreads, AStrangersSubjectJoinsNothing) {
  EXPECT_EQ(ticket_of(mail("eve@example.org", "e1@x", "Re: A kettle")), 2u);
}

TEST_F(MailThreads, TheSameSendersSubjectDoesWithinItsWindow) {
  fold({second_ticket(1, "and the invoice?", "k3")});
  EXPECT_EQ(ticket_of(mail("ann@example.org", "m2@x", "AW: a  Kettle")), 1u);
  EXPECT_EQ(ticket_of(mail("ann@example.org", "m3@x", "A pot")), 2u) << "another subject: her newest ticket, as ever";
  bench_.advance(Milliseconds{15LL * 24 * 3600 * 1000});
  EXPECT_EQ(ticket_of(mail("ann@example.org", "m4@x", "A kettle")), 2u) << "two weeks later";
}

TEST_F(MailThreads, ACustomersMailGoesToTheOneOfHisTicketsThatItNames) {
  fold({second_ticket(1, "and the invoice?", "k3")});
  EXPECT_EQ(ticket_of(reply_to("ann@example.org", "m2@x", "m1@example.org")), 1u);
}

TEST_F(MailThreads, WhatNamesAClosedTicketIsItsAuthorsMatterAndSaysWhatItSpeaksOf) {
  fold({close(1, "k3")});
  EXPECT_EQ(linked_of(reply_to("bob@example.org", "m2@x", "r7-3-0." + token_ + "@shop.example")), "2 to \"t7-1\"");
  EXPECT_EQ(linked_of(reply_to("cem@example.org", "m3@x", "m1@example.org")), "3 to \"t7-1\"") << "a known id";
  EXPECT_EQ(linked_of(mail("dan@example.org", "m4@x", "A kettle")), "4 to none") << "no subject links";
}

TEST_F(MailThreads, ANewTicketFollowsTheClosedOneThatItsMailNamesNotTheLastOne) {
  fold({second_ticket(1, "and the invoice?", "k3"), close(1, "k4"), close(2, "k5")});
  EXPECT_EQ(linked_of(reply_to("ann@example.org", "m2@x", "m1@example.org")), "3 to \"t7-1\"");
  fold({close(3, "k6")});
  EXPECT_EQ(linked_of(mail("ann@example.org", "m3@x", "A pot")), "4 to \"t7-3\"") << "it names none: her last one";
}

TEST_F(MailThreads, AReopenedTicketHasItsMailsAgain) {
  fold({reply_to("bob@example.org", "b1@x", "m1@example.org"), close(1, "k3")});
  EXPECT_EQ(ticket_of(mail("ann@example.org", "a2@x", "Another pot")), 2u) << "she has an open one meanwhile";
  fold({reopen(1, "k4")});
  EXPECT_EQ(fold({reply_to("dan@example.org", "d1@x", "m1@example.org")}).at(0).ticket, TicketId{1});
  EXPECT_EQ(ticket_of(reply_to("ann@example.org", "a3@x", "m1@example.org")), 1u) << "a known id";
  EXPECT_EQ(ticket_of(reply_to("cem@example.org", "c1@x", "b1@x")), 1u);
  EXPECT_EQ(ticket_of(mail("ann@example.org", "a4@x", "Re: A kettle")), 1u) << "her subject there";
  fold({answer(1, "k5")});
  EXPECT_EQ(fold_->errands().rbegin()->second.in_reply_to, "a4@x");
}

TEST_F(MailThreads, AnAnswersIdThatIsToldAfterItsTicketWasClosedIsKnown) {
  fold({close(1, "k3")});
  storage::FrameInput echo = mail("support@shop.example", "p1@provider.example", "");
  message_in(echo).kind = connectors::MessageKind::echo;
  message_in(echo).conversation = "ann@example.org";
  message_in(echo).thread = token_;
  fold({echo});
  EXPECT_EQ(linked_of(reply_to("bob@example.org", "b1@x", "p1@provider.example")), "2 to \"t7-1\"");
  fold({reopen(1, "k4")});
  EXPECT_EQ(ticket_of(reply_to("cem@example.org", "c1@x", "p1@provider.example")), 1u);
}

TEST_F(MailThreads, AClosedTicketIsForgottenAfterTheWindow) {
  fold({close(1, "k3")});
  bench_.advance(Milliseconds{13LL * 24 * 3600 * 1000});
  EXPECT_EQ(linked_of(reply_to("bob@example.org", "b1@x", "m1@example.org")), "2 to \"t7-1\"");
  bench_.advance(Milliseconds{24LL * 3600 * 1000});
  EXPECT_EQ(linked_of(reply_to("cem@example.org", "c1@x", "m1@example.org")), "3 to none");
  EXPECT_EQ(bench_.server.ask(redis::Command{"HEXISTS", bench_.keys.threads, "1"}).integer, 0);
}

TEST_F(MailThreads, AnIdStaysWithTheTicketThatHadItFirst) {
  EXPECT_EQ(ticket_of(mail("eve@example.org", "m1@example.org", "mine")), 2u);
  EXPECT_EQ(ticket_of(reply_to("bob@example.org", "m2@x", "m1@example.org")), 1u);
}

TEST_F(MailThreads, AColleaguesMailStandsInTheTicketUnderHisOwnAddress) {
  const auto decisions = fold({reply_to("bob@example.org", "m2@x", "m1@example.org")});
  ASSERT_EQ(decisions.front().kind, DecisionKind::message_recorded);
  EXPECT_EQ(decisions.front().customer, CustomerId{1}) << "the ticket's";
  std::vector<std::string> authors;
  for (const storage::HistoryLine& line : history(1))
    if (const auto* one = std::get_if<storage::MessageLine>(&line)) authors.push_back(one->message.from);
  EXPECT_THAT(authors, testing::ElementsAre("ann@example.org", "bob@example.org"));
  const auto elsewhere = history(2);
  ASSERT_EQ(elsewhere.size(), 1u);
  EXPECT_EQ(std::get<storage::ElsewhereLine>(elsewhere[0]).ticket, TicketId{1});
  EXPECT_EQ(ticket_of(mail("bob@example.org", "m3@x", "My own kettle")), 2u) << "he has no ticket of his own yet";
}

TEST_F(MailThreads, AColleaguesRepeatedMailIsRecognisedBehindAHundredOthersAndAfterTheTicketIsClosed) {
  for (int i = 0; i < 100; ++i) fold({reply_to("bob@example.org", fmt::format("b{}@x", i), "m1@example.org")});
  fold({close(1, "k3")});
  fold_ = bench_.take_over();
  EXPECT_TRUE(fold({reply_to("bob@example.org", "b0@x", "m1@example.org")}).empty());
  EXPECT_EQ(bench_.duplicates, 1u);
}

TEST_F(MailThreads, AReportAboutAnAnswerStandsInItsTicket) {
  storage::FrameInput bounce = mail("mailer-daemon@mx.example", "b1@mx", "Undeliverable");
  message_in(bounce).kind = connectors::MessageKind::status;
  message_in(bounce).status = connectors::DeliveryStatus::failed;
  message_in(bounce).ref = "r7-3-0." + token_ + "@shop.example";
  EXPECT_EQ(ticket_of(bounce), 1u);
  EXPECT_EQ(fold_->open_tickets(), 1u);
}

}  // namespace
}  // namespace switchroom::shard::test
