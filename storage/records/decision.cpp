#include "storage/records/decision.hpp"

#include <algorithm>
#include <array>

#include "storage/records/codec.hpp"
#include "storage/records/frame.hpp"
#include "storage/records/routing_state.hpp"

// decisions  := version:u8 count:varint decision*
// decision   := kind:u8 frame index input at workspace config_version ticket customer sequence fields
// fields     := by kind, see write_fields; numbers are varints, amounts and times zigzag varints
// figures    := agent (in_use limit last_assigned, unless the agent is empty)
//
// A varint can be written longer than needed, so decoding ends with encoding again: other bytes than before were never
// ours.

namespace switchroom::storage {
namespace {

constexpr std::uint8_t decisions_version = 3;  // 1: five filters, no score, step and preference; 2: no names
constexpr std::size_t smallest_decision_bytes = 10;

void write_signed(std::int64_t value, ByteWriter& bytes) {
  bytes.varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

std::int64_t read_signed(ByteReader& bytes) {
  const std::uint64_t value = bytes.varint();
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

std::uint32_t read_u32(ByteReader& bytes) { return static_cast<std::uint32_t>(bytes.varint()); }

void write(const engine::Figures& figures, ByteWriter& bytes) {
  bytes.id(figures.agent);
  if (!figures.agent) return;
  write_signed(figures.in_use.milli, bytes);
  write_signed(figures.limit.milli, bytes);
  write_signed(ms_of(figures.last_assigned), bytes);
}

engine::Figures read_figures(ByteReader& bytes) {
  engine::Figures figures;
  figures.agent = bytes.id<AgentId>();
  if (!figures.agent) return figures;
  figures.in_use.milli = read_signed(bytes);
  figures.limit.milli = read_signed(bytes);
  figures.last_assigned = instant_of_ms(read_signed(bytes));
  return figures;
}

/// A bit for each filter that names somebody, then their lists.
void write(const engine::LostNames* names, ByteWriter& bytes) {
  std::uint64_t named = 0;
  for (std::size_t filter = 0; names != nullptr && filter < names->lost.size(); ++filter)
    if (!names->lost[filter].empty()) named |= std::uint64_t{1} << filter;
  bytes.varint(named);
  for (std::size_t filter = 0; names != nullptr && filter < names->lost.size(); ++filter) {
    if (names->lost[filter].empty()) continue;
    bytes.varint(names->lost[filter].size());
    for (const AgentId agent : names->lost[filter]) bytes.id(agent);
  }
}

std::shared_ptr<const engine::LostNames> read_names(ByteReader& bytes) {
  const std::uint64_t named = bytes.varint();
  if (named == 0) return nullptr;
  auto names = std::make_shared<engine::LostNames>();
  if (named >> names->lost.size() != 0) bytes.fail();
  for (std::size_t filter = 0; filter < names->lost.size() && bytes.ok(); ++filter) {
    if ((named >> filter & 1) == 0) continue;
    const std::uint64_t count = bytes.varint();
    if (count == 0 || count > engine::lost_names_max) bytes.fail();
    for (std::uint64_t i = 0; i < count && bytes.ok(); ++i) names->lost[filter].push_back(bytes.id<AgentId>());
  }
  return names;
}

void write(const engine::Explanation& why, ByteWriter& bytes) {
  bytes.varint(why.config_version);
  bytes.id(why.group);
  for (const std::uint32_t count : why.lost) bytes.varint(count);
  bytes.varint(why.candidates);
  write(why.winner, bytes);
  write(why.runner_up, bytes);
  write_signed(why.waited_ms, bytes);
  write_signed(why.score_ms, bytes);
  bytes.u8(why.step);
  bytes.u8(why.preferred ? 1 : 0);
  write(why.names.get(), bytes);
}

/// The filters of version 1 by their present numbers.
constexpr std::array first_filters{engine::Filter::not_in_group, engine::Filter::no_skill, engine::Filter::status,
                                   engine::Filter::at_limit, engine::Filter::group_limit};

engine::Explanation read_explanation(ByteReader& bytes, std::uint8_t version) {
  engine::Explanation why;
  why.config_version = bytes.varint();
  why.group = bytes.id<GroupId>();
  if (version == 1)
    for (const engine::Filter filter : first_filters) why.lost[static_cast<std::size_t>(filter)] = read_u32(bytes);
  else
    for (std::uint32_t& count : why.lost) count = read_u32(bytes);
  why.candidates = read_u32(bytes);
  why.winner = read_figures(bytes);
  why.runner_up = read_figures(bytes);
  why.waited_ms = read_signed(bytes);
  if (version == 1) return why;
  why.score_ms = read_signed(bytes);
  why.step = bytes.u8();
  why.preferred = bytes.u8() != 0;
  if (version > 2) why.names = read_names(bytes);
  return why;
}

void write_choice(const Decision& decision, ByteWriter& bytes) {
  bytes.u8(decision.opened ? 1 : 0);
  bytes.id(decision.channel);
  bytes.word(decision.priority);
  write(decision.why, bytes);
  encode(decision.found, bytes);
}

void read_choice(Decision& decision, ByteReader& bytes, std::uint8_t version) {
  decision.opened = bytes.u8() != 0;
  decision.channel = bytes.id<ChannelId>();
  decision.priority = bytes.word<Priority>(priority_names.size());
  decision.why = read_explanation(bytes, version);
  decision.found = decode_classification(bytes, version);
}

void write_routed(const Decision& decision, ByteWriter& bytes) {
  bytes.u8(decision.opened ? 1 : 0);
  bytes.id(decision.channel);
  bytes.id(decision.agent);
  bytes.text(decision.label);
  bytes.varint(decision.members.size());
  for (const auto& [name, value] : decision.members) bytes.text(name), bytes.text(value);
}

void read_routed(Decision& decision, ByteReader& bytes) {
  decision.opened = bytes.u8() != 0;
  decision.channel = bytes.id<ChannelId>();
  decision.agent = bytes.id<AgentId>();
  decision.label = bytes.text();
  for (std::uint64_t left = bytes.varint(); left > 0 && bytes.ok(); --left) {
    std::string name{bytes.text()};
    decision.members.emplace_back(std::move(name), bytes.text());
  }
}

void write_fields(const Decision& decision, ByteWriter& bytes) {
  switch (decision.kind) {
    case DecisionKind::ticket_queued:
      return write_choice(decision, bytes);
    case DecisionKind::assignment_started:
      return bytes.id(decision.agent), write_choice(decision, bytes);
    case DecisionKind::assignment_ended:
      return bytes.id(decision.channel), bytes.id(decision.agent), bytes.word(decision.reason);
    case DecisionKind::ticket_closed:
      return bytes.id(decision.channel);
    case DecisionKind::message_recorded:
      return bytes.u8(decision.opened ? 1 : 0), bytes.id(decision.channel);
    case DecisionKind::agent_status_changed:
      return bytes.id(decision.agent), bytes.word(decision.from), bytes.word(decision.to);
    case DecisionKind::configuration_applied:
      return bytes.text(decision.text);
    case DecisionKind::shard_rolled_back:
      return bytes.varint(decision.rolled_back_from), bytes.varint(decision.rolled_back_to);
    case DecisionKind::dead_lettered:
      return bytes.id(decision.channel), bytes.text(decision.text);
    case DecisionKind::offer_created:
      return bytes.id(decision.agent), write_signed(ms_of(decision.until), bytes), write_choice(decision, bytes);
    case DecisionKind::routed:
      return write_routed(decision, bytes);
    case DecisionKind::message_released:
      return bytes.u8(decision.opened ? 1 : 0), bytes.id(decision.channel), bytes.text(decision.message);
    case DecisionKind::message_given_up:
      return bytes.id(decision.channel), bytes.text(decision.text), bytes.text(decision.message);
  }
}

void read_ended(Decision& decision, ByteReader& bytes) {
  decision.channel = bytes.id<ChannelId>();
  decision.agent = bytes.id<AgentId>();
  decision.reason = bytes.word<EndReason>(end_reason_names.size());
}

void read_status(Decision& decision, ByteReader& bytes) {
  decision.agent = bytes.id<AgentId>();
  decision.from = bytes.word<Status>(status_names.size());
  decision.to = bytes.word<Status>(status_names.size());
}

void read_carried(Decision& decision, ByteReader& bytes) {
  decision.message = bytes.text();
  if (!decode_message_input(decision.message)) bytes.fail();
}

void read_fields(Decision& decision, ByteReader& bytes, std::uint8_t version) {
  switch (decision.kind) {
    case DecisionKind::ticket_queued:
      return read_choice(decision, bytes, version);
    case DecisionKind::assignment_started:
      decision.agent = bytes.id<AgentId>();
      return read_choice(decision, bytes, version);
    case DecisionKind::assignment_ended:
      return read_ended(decision, bytes);
    case DecisionKind::ticket_closed:
      decision.channel = bytes.id<ChannelId>();
      return;
    case DecisionKind::message_recorded:
      decision.opened = bytes.u8() != 0;
      decision.channel = bytes.id<ChannelId>();
      return;
    case DecisionKind::agent_status_changed:
      return read_status(decision, bytes);
    case DecisionKind::configuration_applied:
      decision.text = bytes.text();
      return;
    case DecisionKind::shard_rolled_back:
      decision.rolled_back_from = bytes.varint();
      decision.rolled_back_to = bytes.varint();
      return;
    case DecisionKind::dead_lettered:
      decision.channel = bytes.id<ChannelId>();
      decision.text = bytes.text();
      return;
    case DecisionKind::offer_created:
      decision.agent = bytes.id<AgentId>();
      decision.until = instant_of_ms(read_signed(bytes));
      return read_choice(decision, bytes, version);
    case DecisionKind::routed:
      return read_routed(decision, bytes);
    case DecisionKind::message_released:
      decision.opened = bytes.u8() != 0;
      decision.channel = bytes.id<ChannelId>();
      return read_carried(decision, bytes);
    case DecisionKind::message_given_up:
      decision.channel = bytes.id<ChannelId>();
      decision.text = bytes.text();
      return read_carried(decision, bytes);
  }
}

void write(const Decision& decision, ByteWriter& bytes) {
  bytes.word(decision.kind);
  bytes.varint(decision.frame);
  bytes.varint(decision.index);
  bytes.varint(decision.input);
  write_signed(ms_of(decision.at), bytes);
  bytes.id(decision.workspace);
  bytes.varint(decision.config_version);
  bytes.id(decision.ticket);
  bytes.id(decision.customer);
  bytes.varint(decision.sequence);
  write_fields(decision, bytes);
}

Decision read_decision(ByteReader& bytes, std::uint8_t version) {
  Decision decision;
  const std::uint8_t kind = bytes.u8();
  if (kind < static_cast<std::uint8_t>(DecisionKind::ticket_queued) ||
      kind > static_cast<std::uint8_t>(DecisionKind::message_given_up)) {
    bytes.fail();
    return decision;
  }
  decision.kind = static_cast<DecisionKind>(kind);
  decision.frame = bytes.varint();
  decision.index = read_u32(bytes);
  decision.input = read_u32(bytes);
  decision.at = instant_of_ms(read_signed(bytes));
  decision.workspace = bytes.id<WorkspaceId>();
  decision.config_version = bytes.varint();
  decision.ticket = bytes.id<TicketId>();
  decision.customer = bytes.id<CustomerId>();
  decision.sequence = bytes.varint();
  read_fields(decision, bytes, version);
  return decision;
}

std::unexpected<Error> refuse(std::size_t offset, std::string_view expected) {
  return std::unexpected(Error{.fault = Fault::internal,
                               .where = "stored decisions, byte " + std::to_string(offset),
                               .found = "bytes that no version of Switchroom wrote",
                               .expected = std::string{expected}});
}

}  // namespace

void encode(const std::vector<Decision>& decisions, std::string& bytes) {
  ByteWriter writer{bytes};
  writer.u8(decisions_version);
  writer.varint(decisions.size());
  for (const Decision& decision : decisions) write(decision, writer);
}

Result<std::vector<Decision>> decode_decisions(std::string_view bytes) {
  ByteReader reader{bytes};
  const std::uint8_t version = reader.u8();
  if (version == 0 || version > decisions_version) return refuse(0, "version 1, 2 or 3");
  const std::uint64_t count = reader.varint();
  if (count > bytes.size() / smallest_decision_bytes) return refuse(1, "no more decisions than bytes can hold");
  std::vector<Decision> decisions;
  decisions.reserve(count);
  std::size_t start = reader.offset();
  while (decisions.size() < count) {
    start = reader.offset();
    decisions.push_back(read_decision(reader, version));
    if (!reader.ok()) return refuse(start, "a decision");
  }
  if (!reader.at_end()) return refuse(reader.offset(), "nothing after the last decision");
  if (version != decisions_version) return decisions;
  std::string again;
  again.reserve(bytes.size());
  encode(decisions, again);
  const auto differs = std::ranges::mismatch(again, bytes).in2 - bytes.begin();
  if (again != bytes) return refuse(static_cast<std::size_t>(differs), "each value in its shortest form");
  return decisions;
}

}  // namespace switchroom::storage
