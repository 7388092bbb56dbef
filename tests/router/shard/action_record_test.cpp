#include "router/shard/action_record.hpp"

#include <gtest/gtest.h>

namespace switchroom::shard {
namespace {

Action sample() {
  Action action;
  action.workspace = "demo";
  action.idempotency_key = "k";
  return action;
}

TEST(ActionRecord, ComesBackAsItWas) {
  Action action = sample();
  action.kind = ActionKind::close_ticket;
  action.actor = "ann";
  action.role = Role::supervisor;
  action.ticket = TicketId{77};
  action.version = 0;
  const Action back = decode_action(encode(action)).value();
  EXPECT_EQ(encode(back), encode(action));
  EXPECT_EQ(back.version, 0u);
}

TEST(ActionRecord, IsRefusedWhenAByteIsMissing) {
  const std::string bytes = encode(sample());
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(decode_action(std::string_view{bytes}.substr(0, length))) << length;
}

TEST(ActionRecord, HasADigestOfEverythingButItsKey) {
  Action action = sample();
  Action other = action;
  other.idempotency_key = "another";
  EXPECT_EQ(digest_of(action), digest_of(other));
  other.status = Status::away;
  action.status = Status::busy;
  EXPECT_NE(digest_of(action), digest_of(other));
}

TEST(ActionRecord, KeepsATemplateAndTellsItByItsDigest) {
  Action action = sample();
  action.kind = ActionKind::reply;
  action.approved = "late";
  action.parameters = {"Ann", ""};
  const Action back = decode_action(encode(action)).value();
  EXPECT_EQ(back.approved, "late");
  EXPECT_EQ(back.parameters, action.parameters);
  Action other = action;
  other.parameters = {"Bob", ""};
  EXPECT_NE(digest_of(action), digest_of(other));
}

TEST(ActionRecord, TellsNobodyInCopyFromNothingSaidOfIt) {
  Action action = sample();
  action.kind = ActionKind::reply;
  Action none = action, two = action;
  none.cc.emplace();
  two.cc = {"ann@example.org", "bob@example.org"};
  EXPECT_FALSE(decode_action(encode(action))->cc);
  EXPECT_EQ(decode_action(encode(none))->cc, none.cc);
  EXPECT_EQ(decode_action(encode(two))->cc, two.cc);
  EXPECT_NE(digest_of(action), digest_of(none));
  EXPECT_NE(digest_of(none), digest_of(two));
}

TEST(ActionRecord, KeepsWhatAConfigurationIsFor) {
  Action action = sample();
  action.kind = ActionKind::apply_configuration;
  action.note = "summer hours";
  action.ends_draft = true;
  const Action back = decode_action(encode(action)).value();
  EXPECT_EQ(back.note, "summer hours");
  EXPECT_TRUE(back.ends_draft);
  EXPECT_TRUE(puts_configuration(encode(action)));
  EXPECT_FALSE(puts_configuration(encode(sample())));
  Action other = action;
  other.note.clear();
  EXPECT_NE(digest_of(action), digest_of(other));
}

TEST(ActionRecord, OfTheVersionBeforeStillLoads) {
  const std::string now = encode(sample());
  std::string before = now.substr(0, now.size() - 1);  // no cc
  before[0] = 5;
  ASSERT_TRUE(decode_action(before));
  EXPECT_EQ(encode(*decode_action(before)), now);
  before.resize(before.size() - 2);  // an empty note, and no draft
  before[0] = 4;
  const auto back = decode_action(before);
  ASSERT_TRUE(back);
  EXPECT_EQ(encode(*back), now);
  before.resize(before.size() - 3);  // two empty texts and no parameters
  before[0] = 3;
  ASSERT_TRUE(decode_action(before));
}

TEST(OutcomeRecord, ComesBackAsItWas) {
  StoredOutcome stored{42, {}};
  stored.outcome.refused = Error{Fault::stale_version, "version", "3", "4"};
  stored.outcome.ticket = TicketId{5};
  stored.outcome.version = 4;
  stored.outcome.words = "w";
  const StoredOutcome back = decode_outcome(encode(stored)).value();
  EXPECT_EQ(encode(back), encode(stored));
}

}  // namespace
}  // namespace switchroom::shard
