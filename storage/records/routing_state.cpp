#include "storage/records/routing_state.hpp"

namespace switchroom::storage {
namespace {

template <class SomeId>
void write_ids(const std::vector<SomeId>& ids, ByteWriter& bytes) {
  bytes.varint(ids.size());
  for (const SomeId id : ids) bytes.id(id);
}

template <class SomeId>
void read_ids(ByteReader& bytes, std::vector<SomeId>& ids) {
  for (std::uint64_t left = bytes.varint(); left > 0 && bytes.ok(); --left) ids.push_back(bytes.id<SomeId>());
}

void write_flag(bool flag, ByteWriter& bytes) { bytes.u8(flag ? 1 : 0); }

std::uint32_t read_u32(ByteReader& bytes) { return static_cast<std::uint32_t>(bytes.varint()); }

void write_units(Units units, ByteWriter& bytes) { bytes.varint(static_cast<std::uint64_t>(units.milli)); }
Units read_units(ByteReader& bytes) { return Units{static_cast<std::int64_t>(bytes.varint())}; }

/// Of the 25 clocks few run: each with its number.
void write_clocks(const engine::OpenTicket& ticket, ByteWriter& bytes) {
  std::uint8_t running = 0;
  for (const Instant due : ticket.due) running += due == Instant{} ? 0 : 1;
  bytes.u8(running);
  for (std::size_t clock = 0; clock < ticket.due.size(); ++clock) {
    if (ticket.due[clock] == Instant{}) continue;
    bytes.u8(static_cast<std::uint8_t>(clock));
    bytes.instant(ticket.due[clock]);
  }
}

void read_clocks(ByteReader& bytes, engine::OpenTicket& ticket) {
  for (std::uint8_t left = bytes.u8(); left > 0 && bytes.ok(); --left) {
    const std::uint8_t clock = bytes.u8();
    const Instant due = bytes.instant();
    if (clock >= ticket.due.size()) return bytes.fail();
    ticket.due[clock] = due;
  }
}

}  // namespace

void encode(const workspace::Classification& found, ByteWriter& bytes) {
  bytes.id(found.group);
  bytes.word(found.priority);
  bytes.varint(found.skills.size());
  for (const auto& need : found.skills) bytes.id(need.skill), bytes.u8(need.minimum), bytes.u8(need.rank);
  bytes.varint(found.matches.size());
  for (const auto& match : found.matches) {
    bytes.id(match.rule);
    bytes.text(match.keyword);
    bytes.varint(match.begin);
    bytes.varint(match.end);
  }
  write_ids(found.tags, bytes);
  bytes.id(found.type);
  bytes.id(found.sla);
  write_ids(found.agents, bytes);
  bytes.text(found.language);
  bytes.id(found.auto_reply);
  bytes.id(found.bot);
}

workspace::Classification decode_classification(ByteReader& bytes, std::uint8_t version) {
  workspace::Classification found;
  found.group = bytes.id<GroupId>();
  found.priority = bytes.word<Priority>(priority_names.size());
  for (std::uint64_t left = bytes.varint(); left > 0 && bytes.ok(); --left) {
    workspace::SkillNeed need;
    need.skill = bytes.id<SkillId>();
    need.minimum = bytes.u8();
    if (version > 1) need.rank = bytes.u8();
    found.skills.push_back(need);
  }
  for (std::uint64_t left = bytes.varint(); left > 0 && bytes.ok(); --left) {
    workspace::RuleMatch match;
    match.rule = bytes.id<RuleId>();
    match.keyword = bytes.text();
    match.begin = read_u32(bytes);
    match.end = read_u32(bytes);
    found.matches.push_back(std::move(match));
  }
  if (version == 1) return found;
  read_ids(bytes, found.tags);
  found.type = bytes.id<TicketTypeId>();
  found.sla = bytes.id<SlaClassId>();
  read_ids(bytes, found.agents);
  found.language = bytes.text();
  found.auto_reply = bytes.id<TemplateId>();
  found.bot = bytes.id<AgentId>();
  return found;
}

void encode(const engine::OpenTicket& ticket, ByteWriter& bytes) {
  bytes.instant(ticket.entered);
  bytes.id(ticket.kind);
  bytes.id(ticket.route);
  bytes.instant(ticket.routed);
  bytes.u8(ticket.step);
  for (const bool flag : {ticket.escalated, ticket.parked, ticket.interruptible, ticket.answered})
    write_flag(flag, bytes);
  bytes.id(ticket.sla);
  bytes.instant(ticket.held_since);
  write_units(ticket.charged, bytes);
  bytes.varint(static_cast<std::uint64_t>(ticket.waited_ms));
  write_ids(ticket.tried, bytes);
  write_ids(ticket.preferred, bytes);
  bytes.id(ticket.hold_for);
  write_clocks(ticket, bytes);
  bytes.instant(ticket.asked);
  bytes.id(ticket.flow);
  bytes.u8(ticket.node);
  bytes.id(ticket.origin);
  bytes.id(ticket.origin_group);
  write_ids(ticket.been_in, bytes);
  bytes.varint(ticket.bounces);
  bytes.id(ticket.collaboration.group);
  bytes.id(ticket.collaboration.asker);
  bytes.instant(ticket.resolved);
}

void decode(ByteReader& bytes, engine::OpenTicket& ticket) {
  ticket.entered = bytes.instant();
  ticket.kind = bytes.id<ChannelKindId>();
  ticket.route = bytes.id<GroupId>();
  ticket.routed = bytes.instant();
  ticket.step = bytes.u8();
  for (bool* flag : {&ticket.escalated, &ticket.parked, &ticket.interruptible, &ticket.answered})
    *flag = bytes.u8() != 0;
  ticket.sla = bytes.id<SlaClassId>();
  ticket.held_since = bytes.instant();
  ticket.charged = read_units(bytes);
  ticket.waited_ms = static_cast<std::int64_t>(bytes.varint());
  read_ids(bytes, ticket.tried);
  read_ids(bytes, ticket.preferred);
  ticket.hold_for = bytes.id<AgentId>();
  read_clocks(bytes, ticket);
  ticket.asked = bytes.instant();
  ticket.flow = bytes.id<FlowId>();
  ticket.node = bytes.u8();
  ticket.origin = bytes.id<AgentId>();
  ticket.origin_group = bytes.id<GroupId>();
  read_ids(bytes, ticket.been_in);
  ticket.bounces = read_u32(bytes);
  ticket.collaboration.group = bytes.id<GroupId>();
  ticket.collaboration.asker = bytes.id<AgentId>();
  ticket.resolved = bytes.instant();
}

void encode(const engine::AgentState& agent, ByteWriter& bytes) {
  bytes.varint(agent.turn);
  bytes.varint(agent.lapses);
  bytes.varint(agent.urgent_in_row);
  write_flag(agent.paused, bytes);
  bytes.instant(agent.pause_ends);
  bytes.varint(agent.closes_to_resume);
  bytes.instant(agent.ramp_since);
  write_units(agent.ramp_from, bytes);
  write_flag(agent.on_shift, bytes);
  bytes.instant(agent.shift_changes);
  bytes.instant(agent.lost_at);
  bytes.varint(agent.wrap_ups.size());
  for (const engine::WrapUp& one : agent.wrap_ups) {
    bytes.id(one.ticket);
    write_units(one.units, bytes);
    write_flag(one.interruptible, bytes);
    bytes.instant(one.until);
  }
}

engine::AgentState decode_agent_state(ByteReader& bytes) {
  engine::AgentState agent;
  agent.turn = bytes.varint();
  agent.lapses = read_u32(bytes);
  agent.urgent_in_row = read_u32(bytes);
  agent.paused = bytes.u8() != 0;
  agent.pause_ends = bytes.instant();
  agent.closes_to_resume = read_u32(bytes);
  agent.ramp_since = bytes.instant();
  agent.ramp_from = read_units(bytes);
  agent.on_shift = bytes.u8() != 0;
  agent.shift_changes = bytes.instant();
  agent.lost_at = bytes.instant();
  for (std::uint64_t left = bytes.varint(); left > 0 && bytes.ok(); --left) {
    engine::WrapUp one;
    one.ticket = bytes.id<TicketId>();
    one.units = read_units(bytes);
    one.interruptible = bytes.u8() != 0;
    one.until = bytes.instant();
    agent.wrap_ups.push_back(one);
  }
  return agent;
}

}  // namespace switchroom::storage
