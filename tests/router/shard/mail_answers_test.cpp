#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/router/shard/bench.hpp"

// What an answer by mail names, and how often a machine answers.

namespace switchroom::shard::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Milliseconds hour{3'600'000};

class MailAnswers : public testing::Test {
 protected:
  MailAnswers() : fold_(bench_.take_over()) {
    bench_.fold_up_to(*fold_, bench_.append({configuration(mails_document(9), "k1")}));
  }

  void fold(storage::FrameInput input) { bench_.fold_up_to(*fold_, bench_.append({std::move(input)})); }
  /// Ann asks for the hours in a ticket of its own; true if a machine answers, after a restart.
  bool is_answered(std::string_view id, bool blind = false, std::string_view from = "ann@example.org") {
    fold_ = bench_.take_over();
    storage::FrameInput input = mail(from, id, "Your hours?");
    connectors::InboundMessage& message = std::get<storage::MessageInput>(input).message;
    message.text = "What are your hours?";
    message.blind = blind;
    const std::size_t before = fold_->errands().size();
    fold(std::move(input));
    const bool answered = fold_->errands().size() > before;
    fold(close(++tickets_, id));
    return answered;
  }

  Bench bench_;
  std::unique_ptr<Fold> fold_;
  std::uint64_t tickets_ = 0;
};

TEST_F(MailAnswers, NameTheNewestMailAndWhatStoodBeforeIt) {
  fold(mail("ann@example.org", "m1@x", "A kettle"));
  storage::FrameInput next = mail("bob@example.org", "m2@x", "Re: A kettle");
  std::get<storage::MessageInput>(next).message.references = {"m0@x", "m1@x"};
  fold(next);
  fold_ = bench_.take_over();
  fold(answer(1, "k2"));
  const storage::ErrandRecord& said = fold_->errands().rbegin()->second;
  EXPECT_EQ(said.in_reply_to, "m2@x");
  EXPECT_EQ(said.subject, "Re: A kettle");
  EXPECT_THAT(said.references, ElementsAre("m0@x", "m1@x"));
  EXPECT_EQ(said.conversation, "ann@example.org") << "to the ticket's customer";
  EXPECT_TRUE(said.thread.starts_with("t7-1-"));
}

storage::FrameInput mail_to_all(std::string_view from, std::string_view id) {
  storage::FrameInput input = mail(from, id, "Re: A kettle");
  std::get<storage::MessageInput>(input).message.recipients = {"support@shop.example", "support+t@shop.example",
                                                               "ann@example.org", "bob@example.org", "cem@example.org"};
  return input;
}

TEST_F(MailAnswers, GoToWhomTheySayAndNeverToUsOrTwice) {
  fold(mail_to_all("ann@example.org", "m1@x"));
  fold(answer(1, "k2"));
  EXPECT_THAT(fold_->errands().rbegin()->second.cc, IsEmpty()) << "nobody asked for copies";
  fold(answer(1, "k3", {"Bob@Example.org", "bob@example.org", "ann@example.org"}));
  EXPECT_THAT(fold_->errands().rbegin()->second.cc, ElementsAre("bob@example.org"));
  const std::size_t before = fold_->errands().size();
  fold(answer(1, "k4", {"bob@example.org", "Support+x@shop.example"}));
  ASSERT_TRUE(bench_.answers.back().outcome.refused);
  EXPECT_EQ(bench_.answers.back().outcome.refused->where, "cc");
  EXPECT_EQ(fold_->errands().size(), before) << "our own address";
  fold(message("+1", "w1", "hello"));
  fold(answer(2, "k5", {"bob@example.org"}));
  ASSERT_TRUE(bench_.answers.back().outcome.refused);
  EXPECT_EQ(bench_.answers.back().outcome.refused->expected, "a channel of mail");
}

TEST_F(MailAnswers, KeepWhomTheCustomerHadInCopyWhereTheChannelSaysSo) {
  std::string document = mails_document(9);
  const std::string_view addresses = "addresses: support@shop.example";
  document.insert(document.find(addresses), "keep_cc: \"true\", ");
  fold(configuration(document, "k2"));
  fold(mail_to_all("ann@example.org", "m1@x"));
  storage::FrameInput colleagues = mail_to_all("bob@example.org", "b1@x");
  auto& [workspace, channel, trace, one] = std::get<storage::MessageInput>(colleagues);
  one.references = {"m1@x"};
  one.recipients.push_back("stranger@evil.example");
  fold(colleagues);
  fold_ = bench_.take_over();
  fold(answer(1, "k3"));
  EXPECT_THAT(fold_->errands().rbegin()->second.cc, ElementsAre("bob@example.org", "cem@example.org"))
      << "whom the customer wrote to, not whom a colleague did";
  fold(answer(1, "k4", {}));
  EXPECT_THAT(fold_->errands().rbegin()->second.cc, IsEmpty()) << "the answer says: nobody";
  storage::FrameInput many = mail("ann@example.org", "m2@x", "Re: A kettle");
  for (int i = 0; i < 50; ++i)
    std::get<storage::MessageInput>(many).message.recipients.push_back("p" + std::to_string(i) + "@example.org");
  fold(many);
  fold(answer(1, "k5"));
  EXPECT_EQ(fold_->errands().rbegin()->second.cc.size(), 20u);
  storage::FrameInput hours = mail_to_all("dan@example.org", "d1@x");
  std::get<storage::MessageInput>(hours).message.text = "Your hours?";
  std::get<storage::MessageInput>(hours).message.subject = "Hours";
  fold(hours);
  ASSERT_TRUE(fold_->errands().rbegin()->second.automatic);
  EXPECT_THAT(fold_->errands().rbegin()->second.cc, IsEmpty()) << "no machine writes to others";
}

TEST_F(MailAnswers, AreToldOnceAlsoIfTheOwnerEndedBeforeItFoldedTheirOutcome) {
  fold(mail("ann@example.org", "m1@x", "A kettle"));
  fold(answer(1, "k2"));
  const auto told = [&](std::string_view id) {
    storage::FrameInput echo = mail("support@shop.example", id, "");
    connectors::InboundMessage& message = std::get<storage::MessageInput>(echo).message;
    message.kind = connectors::MessageKind::echo;
    message.conversation = "ann@example.org";
    message.ref = "r7-3-0";
    const storage::SettledInput settled{.errand = {3, 0}, .cursor = {}, .more = false};
    return bench_.fold_up_to(*fold_, bench_.append({settled, echo})).size();
  };
  EXPECT_EQ(told("sent@x"), 1u);
  fold_ = bench_.take_over();
  EXPECT_EQ(told("r7-3-0"), 0u) << "the new owner did not know and says that nobody does";
}

TEST_F(MailAnswers, OfASecondTicketHaveATokenOfTheirOwn) {
  fold(mail("ann@example.org", "m1@x", "A kettle"));
  fold(second_ticket(1, "and the invoice?", "k2"));
  fold(answer(2, "k3"));
  const storage::ErrandRecord& said = fold_->errands().rbegin()->second;
  EXPECT_EQ(said.in_reply_to, "m1@x");
  EXPECT_TRUE(said.thread.starts_with("t7-2-"));
}

TEST_F(MailAnswers, OfAMachineGoOutOnceADayToASender) {
  EXPECT_TRUE(is_answered("m1@x"));
  EXPECT_FALSE(is_answered("m2@x"));
  EXPECT_TRUE(is_answered("b1@x", false, "bob@example.org"));
  bench_.advance(23 * hour);
  EXPECT_FALSE(is_answered("m3@x"));
  bench_.advance(2 * hour);
  EXPECT_TRUE(is_answered("m4@x"));
  bench_.fold_up_to(*fold_, bench_.append_back({storage::SetBackInput{}}, 100 * 24 * hour));
  EXPECT_TRUE(is_answered("m5@x")) << "a clock that was set back does not silence the machine for months";
  EXPECT_FALSE(is_answered("m6@x"));
}

TEST_F(MailAnswers, OfAMachineNeverGoToMailThatDoesNotNameUs) {
  EXPECT_FALSE(is_answered("m1@x", true));
  EXPECT_TRUE(is_answered("m2@x"));
}

TEST_F(MailAnswers, OfAMachineNeverGoToMachines) {
  storage::FrameInput input = mail("ann@example.org", "m1@x", "Out of office");
  std::get<storage::MessageInput>(input).message.text = "hours";
  std::get<storage::MessageInput>(input).message.kind = connectors::MessageKind::system;
  fold(input);
  EXPECT_THAT(fold_->errands(), IsEmpty());
}

}  // namespace
}  // namespace switchroom::shard::test
