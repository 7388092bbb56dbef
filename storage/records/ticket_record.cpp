#include "storage/records/ticket_record.hpp"

#include "storage/records/codec.hpp"

namespace switchroom::storage {
namespace {

constexpr std::uint8_t record_version = 1;

void encode(const workspace::Classification& found, ByteWriter& bytes) {
  bytes.id(found.group);
  bytes.word(found.priority);
  bytes.varint(found.skills.size());
  for (const auto& need : found.skills) {
    bytes.id(need.skill);
    bytes.u8(need.minimum);
  }
  bytes.varint(found.matches.size());
  for (const auto& match : found.matches) {
    bytes.id(match.rule);
    bytes.text(match.keyword);
    bytes.varint(match.begin);
    bytes.varint(match.end);
  }
}

workspace::Classification decode_classification(ByteReader& bytes) {
  workspace::Classification found;
  found.group = bytes.id<GroupId>();
  found.priority = bytes.word<Priority>(priority_names.size());
  for (std::uint64_t count = bytes.varint(); count > 0 && bytes.ok(); --count) {
    const SkillId skill = bytes.id<SkillId>();
    found.skills.push_back({skill, bytes.u8()});
  }
  for (std::uint64_t count = bytes.varint(); count > 0 && bytes.ok(); --count) {
    workspace::RuleMatch match;
    match.rule = bytes.id<RuleId>();
    match.keyword = bytes.text();
    match.begin = static_cast<std::uint32_t>(bytes.varint());
    match.end = static_cast<std::uint32_t>(bytes.varint());
    found.matches.push_back(std::move(match));
  }
  return found;
}

template <class Record>
Result<Record> whole(const ByteReader& bytes, Record record, std::string_view what) {
  if (bytes.ok() && bytes.at_end()) return record;
  return std::unexpected(Error{Fault::internal, std::string{what} + " record", "unreadable bytes", "version 1"});
}

}  // namespace

std::string encode(const TicketRecord& record) {
  std::string bytes;
  bytes.reserve(96);
  ByteWriter writer{bytes};
  writer.u8(record_version);
  writer.word(record.state);
  writer.id(record.workspace);
  writer.id(record.customer);
  writer.id(record.channel);
  writer.id(record.group);
  writer.id(record.agent);
  writer.varint(static_cast<std::uint64_t>(record.units.milli));
  writer.instant(record.opened);
  writer.varint(record.sequence);
  writer.varint(record.message_sequence);
  encode(record.found, writer);
  return bytes;
}

Result<TicketRecord> decode_ticket(std::string_view bytes) {
  ByteReader reader{bytes};
  TicketRecord record;
  if (reader.u8() != record_version) reader.fail();
  record.state = reader.word<TicketState>(ticket_state_names.size());
  record.workspace = reader.id<WorkspaceId>();
  record.customer = reader.id<CustomerId>();
  record.channel = reader.id<ChannelId>();
  record.group = reader.id<GroupId>();
  record.agent = reader.id<AgentId>();
  record.units.milli = static_cast<std::int64_t>(reader.varint());
  record.opened = reader.instant();
  record.sequence = reader.varint();
  record.message_sequence = reader.varint();
  record.found = decode_classification(reader);
  return whole(reader, std::move(record), "ticket");
}

std::string encode(const AgentRecord& record) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(record_version);
  writer.word(record.status);
  writer.instant(record.last_assigned);
  return bytes;
}

Result<AgentRecord> decode_agent(std::string_view bytes) {
  ByteReader reader{bytes};
  AgentRecord record;
  if (reader.u8() != record_version) reader.fail();
  record.status = reader.word<Status>(status_names.size());
  record.last_assigned = reader.instant();
  return whole(reader, record, "agent");
}

std::string encode(const ConfigRecord& record) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(record_version);
  writer.text(record.name);
  writer.varint(record.version);
  writer.text(record.numbering);
  writer.text(record.document);
  return bytes;
}

Result<ConfigRecord> decode_config(std::string_view bytes) {
  ByteReader reader{bytes};
  ConfigRecord record;
  if (reader.u8() != record_version) reader.fail();
  record.name = reader.text();
  record.version = reader.varint();
  record.numbering = reader.text();
  record.document = reader.text();
  return whole(reader, std::move(record), "configuration");
}

}  // namespace switchroom::storage
