#include "router/shard/threads.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

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
  threads.erase(TicketId{1});
  EXPECT_FALSE(threads.named_by(demo, next, never));
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
  storage::ThreadRecord record{{1, 2}, {{3, instant_of_ms(4)}}, "Kettle", "m@x", {"a@x", "b@x"}, true};
  const std::string bytes = encode(record);
  EXPECT_EQ(storage::decode_thread(bytes).value(), record);
  for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(storage::decode_thread(bytes.substr(0, i)));
  EXPECT_FALSE(storage::decode_thread(bytes + "x"));
}

}  // namespace
}  // namespace switchroom::shard
