// Stored decisions: what is written is read, and nothing else is.

#include "storage/records/decision.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "storage/records/frame.hpp"

namespace switchroom::storage {
namespace {

using rc::gen::arbitrary;
using rc::gen::inRange;

std::uint32_t any_u32() { return *arbitrary<std::uint32_t>(); }
std::uint64_t any_u64() { return *arbitrary<std::uint64_t>(); }
std::int64_t any_i64() { return *arbitrary<std::int64_t>(); }
bool any_bool() { return *arbitrary<bool>(); }

template <class Enum, std::size_t count>
Enum any_of(const std::array<std::string_view, count>&) {
  return static_cast<Enum>(*inRange<std::size_t>(0, count));
}

engine::Figures any_figures() {
  engine::Figures figures;
  figures.agent = AgentId{any_u32()};
  if (!figures.agent) return figures;  // nobody has no figures
  figures.in_use.milli = any_i64();
  figures.limit.milli = any_i64();
  figures.last_assigned = instant_of_ms(any_i64());
  return figures;
}

void fill_choice(Decision& decision) {
  decision.opened = any_bool();
  decision.priority = any_of<Priority>(priority_names);
  decision.why.config_version = any_u64();
  decision.why.group = GroupId{any_u32()};
  for (auto& count : decision.why.lost) count = any_u32();
  decision.why.candidates = any_u32();
  decision.why.winner = any_figures();
  decision.why.runner_up = any_figures();
  decision.why.waited_ms = any_i64();
  decision.found.group = GroupId{any_u32()};
  decision.found.priority = any_of<Priority>(priority_names);
  for (int left = *inRange(0, 4); left > 0; --left)
    decision.found.skills.push_back({SkillId{any_u32()}, *arbitrary<std::uint8_t>()});
  for (int left = *inRange(0, 4); left > 0; --left)
    decision.found.matches.push_back({RuleId{any_u32()}, *arbitrary<std::string>(), any_u32(), any_u32()});
}

std::string any_message() {
  MessageInput input;
  input.channel = ChannelId{any_u32()};
  input.message.text = *arbitrary<std::string>();
  input.message.part.total = *inRange<std::uint32_t>(0, 3);
  return encode(input);
}

void fill_fields(Decision& decision) {
  using enum DecisionKind;
  const DecisionKind kind = decision.kind;
  const bool choice = kind == ticket_queued || kind == assignment_started;
  if (choice) fill_choice(decision);
  const bool carries = kind == message_released || kind == message_given_up;
  if (carries) decision.message = any_message(), decision.channel = ChannelId{any_u32()};
  if (tells_message(kind)) decision.opened = any_bool();
  if (choice || kind == assignment_ended || kind == ticket_closed || kind == message_recorded || kind == dead_lettered)
    decision.channel = ChannelId{any_u32()};
  if (kind == assignment_started || kind == assignment_ended || kind == agent_status_changed)
    decision.agent = AgentId{any_u32()};
  if (kind == assignment_ended) decision.reason = any_of<EndReason>(end_reason_names);
  if (kind == agent_status_changed) {
    decision.from = any_of<Status>(status_names);
    decision.to = any_of<Status>(status_names);
  }
  if (kind == shard_rolled_back) {
    decision.rolled_back_from = any_u64();
    decision.rolled_back_to = any_u64();
  }
  if (kind == configuration_applied || kind == dead_lettered || kind == message_given_up)
    decision.text = *arbitrary<std::string>();
}

Decision any_decision() {
  Decision decision;
  decision.kind = static_cast<DecisionKind>(*rc::gen::element(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13));
  decision.frame = any_u64();
  decision.index = any_u32();
  decision.input = any_u32();
  decision.at = instant_of_ms(any_i64());
  decision.workspace = WorkspaceId{any_u32()};
  decision.config_version = any_u64();
  decision.ticket = TicketId{any_u64()};
  decision.customer = CustomerId{any_u64()};
  decision.sequence = any_u64();
  fill_fields(decision);
  return decision;
}

std::vector<Decision> any_decisions() {
  std::vector<Decision> decisions;
  for (int left = *inRange(0, 5); left > 0; --left) decisions.push_back(any_decision());
  return decisions;
}

void expect_same(const Decision& a, const Decision& b) {
  RC_ASSERT(a.kind == b.kind);
  RC_ASSERT(
      std::tie(a.frame, a.index, a.input, a.at, a.workspace, a.config_version, a.ticket, a.customer, a.sequence) ==
      std::tie(b.frame, b.index, b.input, b.at, b.workspace, b.config_version, b.ticket, b.customer, b.sequence));
  RC_ASSERT(std::tie(a.opened, a.channel, a.agent, a.reason, a.from, a.to, a.priority) ==
            std::tie(b.opened, b.channel, b.agent, b.reason, b.from, b.to, b.priority));
  RC_ASSERT(a.why == b.why);
  RC_ASSERT(a.found == b.found);
  RC_ASSERT(std::tie(a.rolled_back_from, a.rolled_back_to, a.text, a.message) ==
            std::tie(b.rolled_back_from, b.rolled_back_to, b.text, b.message));
}

RC_GTEST_PROP(StoredDecisions, what_was_written_is_read, ()) {
  const auto decisions = any_decisions();
  std::string bytes = "kept";
  encode(decisions, bytes);
  RC_ASSERT(bytes.starts_with("kept"));
  const auto read = decode_decisions(std::string_view{bytes}.substr(4));
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->size() == decisions.size());
  for (std::size_t i = 0; i < decisions.size(); ++i) expect_same(decisions[i], (*read)[i]);
}

RC_GTEST_PROP(StoredDecisions, a_beginning_is_refused, ()) {
  const auto decisions = any_decisions();
  std::string bytes;
  encode(decisions, bytes);
  bytes.resize(*inRange<std::size_t>(0, bytes.size()));
  RC_ASSERT(!decode_decisions(bytes).has_value());
}

RC_GTEST_PROP(StoredDecisions, what_is_read_from_changed_bytes_is_written_as_these_bytes, ()) {
  std::string bytes;
  encode(any_decisions(), bytes);
  bytes[*inRange<std::size_t>(1, bytes.size())] = *arbitrary<char>();  // version 1 is read, but never written again
  const auto read = decode_decisions(bytes);
  if (!read) return;
  std::string again;
  encode(*read, again);
  RC_ASSERT(again == bytes);
}

RC_GTEST_PROP(StoredDecisions, any_bytes_are_read_or_refused, (const std::string& bytes)) {
  const auto read = decode_decisions(std::string(1, *inRange<char>(1, 4)) + bytes);
  if (!read) RC_ASSERT(read.error().fault == Fault::internal);
}

TEST(StoredDecisions, a_message_inside_that_is_none_is_refused) {
  Decision decision;
  decision.kind = DecisionKind::message_released;
  decision.message = encode(MessageInput{});
  std::string bytes;
  encode({decision}, bytes);
  EXPECT_TRUE(decode_decisions(bytes));
  decision.message += 'x';
  bytes.clear();
  encode({decision}, bytes);
  EXPECT_FALSE(decode_decisions(bytes));
}

TEST(StoredDecisions, bytes_behind_the_last_decision_are_refused_with_their_place) {
  std::string bytes;
  encode({Decision{}}, bytes);
  const std::size_t size = bytes.size();
  const auto read = decode_decisions(bytes + "x");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().where, "stored decisions, byte " + std::to_string(size));
}

TEST(StoredDecisions, a_number_that_is_longer_than_needed_is_refused) {
  const std::string empty{'\x03', '\0'};
  EXPECT_TRUE(decode_decisions(empty));
  const std::string longer{'\x03', '\x80', '\0'};
  EXPECT_FALSE(decode_decisions(longer));
}

TEST(StoredDecisions, an_assignment_takes_few_bytes) {
  Decision decision;
  decision.kind = DecisionKind::assignment_started;
  decision.frame = 1'000'000;
  decision.at = instant_of_ms(1'700'000'000'000);
  decision.ticket = TicketId{123'456};
  decision.customer = CustomerId{123'456};
  decision.why.winner = {AgentId{7}, Units{2000}, Units{3000}, instant_of_ms(1'700'000'000'000)};
  decision.why.runner_up = decision.why.winner;
  decision.found.skills = {{SkillId{3}, 5}};
  decision.found.matches = {{RuleId{2}, "refund", 10, 16}};
  std::string bytes;
  encode({decision}, bytes);
  EXPECT_LE(bytes.size(), 96u);
}

}  // namespace
}  // namespace switchroom::storage
