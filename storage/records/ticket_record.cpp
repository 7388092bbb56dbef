#include "storage/records/ticket_record.hpp"

#include "storage/records/codec.hpp"
#include "storage/records/routing_state.hpp"

namespace switchroom::storage {
namespace {

constexpr std::uint8_t record_version = 2;  // of tickets; 1: before there were clocks
constexpr std::uint8_t agent_version = 3;   // 1: before there were clocks; 2: before there was presence
constexpr std::uint8_t config_version = 1;  // of configurations and their versions
constexpr std::size_t few_bytes = 64;       // more than the numbers of a record take

template <class Record>
Result<Record> whole(const ByteReader& bytes, Record record, std::string_view what) {
  if (bytes.ok() && bytes.at_end()) return record;
  return std::unexpected(
      Error{Fault::internal, std::string{what} + " record", "unreadable bytes", "a version that this program knows"});
}

}  // namespace

std::string encode(const TicketRecord& record, const engine::OpenTicket& routing) {
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
  encode(routing, writer);
  return bytes;
}

Result<StoredTicket> decode_ticket(std::string_view bytes) {
  ByteReader reader{bytes};
  StoredTicket stored;
  TicketRecord& record = stored.record;
  const std::uint8_t version = reader.u8();
  if (version != 1 && version != record_version) reader.fail();
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
  record.found = decode_classification(reader, version);
  engine::OpenTicket& routing = stored.routing;
  if (version == 1) {
    routing.entered = routing.routed = record.opened;
    routing.route = record.group;
    if (record.agent) routing.charged = record.units, routing.held_since = record.opened;
  } else {
    decode(reader, routing);
  }
  routing.state = record.state;
  routing.group = record.group;
  routing.agent = record.agent;
  routing.units = record.units;
  routing.priority = record.found.priority;
  routing.skills = record.found.skills;
  return whole(reader, std::move(stored), "ticket");
}

std::string encode(const AgentRecord& record) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(agent_version);
  writer.word(record.state.status);
  writer.instant(record.state.last_assigned);
  encode(record.state, writer);
  writer.u8(record.watched ? 1 : 0);
  return bytes;
}

Result<AgentRecord> decode_agent(std::string_view bytes) {
  ByteReader reader{bytes};
  AgentRecord record;
  const std::uint8_t version = reader.u8();
  if (version < 1 || version > agent_version) reader.fail();
  const Status status = reader.word<Status>(status_names.size());
  const Instant last_assigned = reader.instant();
  if (version > 1) record.state = decode_agent_state(reader);
  if (version > 2) record.watched = reader.u8() == 1;
  record.state.status = status;
  record.state.last_assigned = last_assigned;
  return whole(reader, std::move(record), "agent");
}

std::string encode(const ConfigRecord& record) {
  std::string bytes;
  bytes.reserve(record.name.size() + record.numbering.size() + record.document.size() + few_bytes);
  ByteWriter writer{bytes};
  writer.u8(config_version);
  writer.text(record.name);
  writer.varint(record.version);
  writer.text(record.numbering);
  writer.text(record.document);
  return bytes;
}

Result<ConfigRecord> decode_config(std::string_view bytes) {
  ByteReader reader{bytes};
  ConfigRecord record;
  if (reader.u8() != config_version) reader.fail();
  record.name = reader.text();
  record.version = reader.varint();
  record.numbering = reader.text();
  record.document = reader.text();
  return whole(reader, std::move(record), "configuration");
}

std::string encode(const VersionRecord& record) {
  std::string bytes;
  bytes.reserve(record.document.size() + few_bytes);
  ByteWriter writer{bytes};
  writer.u8(config_version);
  writer.instant(record.at);
  writer.text(record.document);
  return bytes;
}

Result<VersionRecord> decode_version(std::string_view bytes) {
  ByteReader reader{bytes};
  VersionRecord record;
  if (reader.u8() != config_version) reader.fail();
  record.at = reader.instant();
  record.document = reader.text();
  return whole(reader, std::move(record), "version");
}

}  // namespace switchroom::storage
