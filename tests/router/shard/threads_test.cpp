#include "router/shard/threads.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace switchroom::shard {
namespace {

constexpr ShardKey key{0x0123456789abcdef, 0xfedcba9876543210};
constexpr WorkspaceId demo{1};

connectors::InboundMessage mail(std::string id, std::string subject) {
  connectors::InboundMessage message;
  message.provider_id = std::move(id);
  message.from = "ann@example.org";
  message.subject = std::move(subject);
  return message;
}

TEST(ThreadToken, NamesItsTicketAndNoOther) {
  const std::string token = thread_token(key, 7, demo, TicketId{42});
  EXPECT_TRUE(token.starts_with("t7-42-"));
  EXPECT_EQ(token.size(), 26u);
  EXPECT_EQ(ticket_of_token(key, 7, demo, token), TicketId{42});
  EXPECT_EQ(token_in_id("r7-1-0." + token + "@shop.example"), token);
}

TEST(ThreadToken, IsNothingWithOneCharacterChangedOrForAnotherPlace) {
  const std::string token = thread_token(key, 7, demo, TicketId{42});
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == '3' ? '2' : '3';
    EXPECT_FALSE(ticket_of_token(key, 7, demo, forged)) << forged;
  }
  EXPECT_FALSE(ticket_of_token(key, 8, demo, token)) << "another shard";
  EXPECT_FALSE(ticket_of_token(key, 7, WorkspaceId{2}, token)) << "another workspace";
  EXPECT_FALSE(ticket_of_token({1, 2}, 7, demo, token)) << "another key";
  for (const char* text : {"", "-", "t7-42", "t7-42-", "sales", "t7-42-aaaaaaaaaaaaaaaaaaaa"})
    EXPECT_FALSE(ticket_of_token(key, 7, demo, text)) << text;
  for (const char* id : {"", "@", "a@", "@b", ".", "a.@b"}) EXPECT_EQ(token_in_id(id), "") << id;
}

TEST(Threads, KeepSoManyIdsAndSubjectsOfATicketAtMost) {
  Threads threads{key, 7};
  for (std::size_t i = 0; i < 2 * thread_ids_max; ++i)
    threads.note_mail(demo, TicketId{1}, mail(fmt::format("{}@x", i), fmt::format("subject {}", i)), instant_of_ms(1));
  EXPECT_EQ(threads.find(TicketId{1})->ids.size(), thread_ids_max);
  EXPECT_EQ(threads.find(TicketId{1})->subjects.size(), thread_subjects_max);
  connectors::InboundMessage next = mail("next@x", "");
  const auto never = [](TicketId) { return false; };
  next.in_reply_to = "0@x";
  EXPECT_FALSE(threads.named_by(demo, next, never)) << "it had to leave";
  next.in_reply_to = fmt::format("{}@x", 2 * thread_ids_max - 1);
  EXPECT_EQ(threads.named_by(demo, next, never), TicketId{1});
  threads.close(TicketId{1}, instant_of_ms(9));
  EXPECT_FALSE(threads.named_by(demo, next, never));
}

/// Which of the tickets 1 … `last` still know the mail `m<ticket>@x` that closed them.
std::string kept(const Threads& threads, unsigned last, Instant now) {
  std::string tickets;
  for (unsigned ticket = 1; ticket <= last; ++ticket) {
    connectors::InboundMessage next = mail("n@x", "");
    next.in_reply_to = fmt::format("m{}@x", ticket);
    if (threads.closed_named_by(demo, next, now) == TicketId{ticket}) tickets += fmt::format("{} ", ticket);
  }
  return tickets;
}

void open_and_close(Threads& threads, unsigned ticket, Instant kept_until) {
  threads.note_mail(demo, TicketId{ticket}, mail(fmt::format("m{}@x", ticket), fmt::format("subject {}", ticket)),
                    instant_of_ms(1));
  threads.close(TicketId{ticket}, kept_until);
}

TEST(Threads, KnowAClosedTicketsMailsUntilItNeedNotBeKept) {
  Threads threads{key, 7};
  for (const unsigned ticket : {1U, 2U, 3U}) open_and_close(threads, ticket, instant_of_ms(10 * (4 - ticket)));
  EXPECT_EQ(kept(threads, 3, instant_of_ms(10)), "1 2 ");
  threads.forget_closed(instant_of_ms(20));
  EXPECT_EQ(kept(threads, 3, instant_of_ms(1)), "1 ");
  EXPECT_EQ(threads.find(TicketId{2}), nullptr);
  connectors::InboundMessage by_subject = mail("n@x", "Re: subject 1");
  EXPECT_FALSE(threads.with_subject(demo, by_subject, instant_of_ms(0))) << "it is closed";
  threads.reopen(TicketId{1});
  EXPECT_EQ(threads.with_subject(demo, by_subject, instant_of_ms(0)), TicketId{1});
  threads.forget_closed(instant_of_ms(99));
  EXPECT_NE(threads.find(TicketId{1}), nullptr) << "it is open";
}

TEST(Threads, OfClosedTicketsTheFirstToGoLeaveWhenThereIsNoRoom) {
  Threads threads{key, 7, 2'000};
  for (unsigned ticket = 1; ticket <= 30; ++ticket) open_and_close(threads, ticket, instant_of_ms(100 + ticket));
  const std::string left = kept(threads, 30, instant_of_ms(1));
  EXPECT_TRUE(left.ends_with("29 30 ")) << left;
  EXPECT_LT(std::ranges::count(left, ' '), 12) << left;
  EXPECT_GE(std::ranges::count(left, ' '), 4) << left;
  // Reopening, a subject that goes elsewhere and a late id of ours are counted: the same number is kept afterwards.
  for (unsigned round = 0; round < 50; ++round) {
    threads.reopen(TicketId{30});
    threads.note_id(demo, TicketId{29}, fmt::format("ours {}@x", round));
    threads.close(TicketId{30}, instant_of_ms(130));
    threads.note_mail(demo, TicketId{99}, mail("other@x", "subject 29"), instant_of_ms(2));
  }
  open_and_close(threads, 31, instant_of_ms(131));
  EXPECT_TRUE(kept(threads, 31, instant_of_ms(1)).ends_with("30 31 "));
  threads.forget_closed(instant_of_ms(1'000));
  for (unsigned ticket = 40; ticket <= 70; ++ticket) open_and_close(threads, ticket, instant_of_ms(2'000 + ticket));
  EXPECT_EQ(std::ranges::count(kept(threads, 70, instant_of_ms(1)), ' '), std::ranges::count(left, ' '));
}

TEST(Threads, KeepOfReferencesWhatFits) {
  Threads threads{key, 7};
  connectors::InboundMessage long_one = mail("m@x", "Kettle");
  for (int i = 0; i < 40; ++i) long_one.references.push_back(fmt::format("{}-{}@x", i, std::string(900, 'a')));
  threads.note_mail(demo, TicketId{1}, long_one, instant_of_ms(1));
  const std::vector<std::string>& kept = threads.find(TicketId{1})->references;
  ASSERT_EQ(kept.size(), 4u);
  EXPECT_TRUE(kept.front().starts_with("0-"));
  EXPECT_TRUE(kept.back().starts_with("39-"));
}

TEST(Threads, KnowTheIdsThatAmazonAndPostmarkGive) {
  Threads threads{key, 7};
  threads.note_id(demo, TicketId{1}, "0102018f-1");
  connectors::InboundMessage next = mail("m@x", "");
  for (const auto& [id, ticket] : {std::pair{"0102018f-1@eu-west-1.amazonses.com", 1U},
                                   {"0102018f-1@mtasv.net", 1U},
                                   {"0102018f-1@evil.example", 0U}}) {
    next.references = {id};
    EXPECT_EQ(threads.named_by(demo, next, [](TicketId) { return false; }), TicketId{ticket}) << id;
  }
  EXPECT_FALSE(threads.named_by(WorkspaceId{2}, next, [](TicketId) { return false; }));
}

TEST(Threads, LeaveAnIdWithTheTicketThatHadItFirstAndASubjectWithTheNewest) {
  Threads threads{key, 7};
  threads.note_mail(demo, TicketId{1}, mail("m@x", "Kettle"), instant_of_ms(1));
  threads.note_mail(demo, TicketId{2}, mail("m@x", "RE: kettle"), instant_of_ms(2));
  connectors::InboundMessage next = mail("n@x", "AW: Kettle");
  next.references = {"m@x"};
  EXPECT_EQ(threads.named_by(demo, next, [](TicketId) { return true; }), TicketId{1});
  EXPECT_EQ(threads.with_subject(demo, next, instant_of_ms(2)), TicketId{2});
  EXPECT_FALSE(threads.with_subject(demo, next, instant_of_ms(3))) << "too long ago";
  EXPECT_TRUE(threads.find(TicketId{1})->subjects.empty());
  next.from = "eve@example.org";
  EXPECT_FALSE(threads.with_subject(demo, next, instant_of_ms(1))) << "another sender";
}

TEST(ThreadRecord, ComesBackAsItWasAndNoOtherBytesDo) {
  storage::ThreadRecord record{{1, 2}, {{3, instant_of_ms(4)}}, "Kettle", "m@x", {"a@x", "b@x"},
                               true,   instant_of_ms(5),        {"c@x"}};
  const std::string bytes = encode(record);
  EXPECT_EQ(storage::decode_thread(bytes).value(), record);
  for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(storage::decode_thread(bytes.substr(0, i)));
  EXPECT_FALSE(storage::decode_thread(bytes + "x"));
}

TEST(ThreadRecord, OfTheVersionsBeforeStillLoads) {
  const std::string before{
      "\x01"                    // version
      "\x01\x07\0\0\0\0\0\0\0"  // one id
      "\x00"                    // no subject
      "\x06Kettle\x03m@x\x01\x03"
      "a@x\x01",
      28};  // the newest mail; blind
  EXPECT_EQ(storage::decode_thread(before).value(),
            (storage::ThreadRecord{{7}, {}, "Kettle", "m@x", {"a@x"}, true, Instant{}, {}}));
  storage::ThreadRecord second{{7}, {}, "Kettle", "m@x", {}, false, instant_of_ms(5), {}};
  std::string bytes = encode(second);
  bytes.resize(bytes.size() - 1);  // nobody in copy
  bytes[0] = 2;
  EXPECT_EQ(storage::decode_thread(bytes).value(), second);
}

}  // namespace
}  // namespace switchroom::shard
