#include "storage/records/history_entry.hpp"

#include "storage/records/codec.hpp"
#include "storage/records/message_record.hpp"

// line := 1 at:varint fingerprint:u64 ticket:varint channel:varint message
//       | 2 decisions (a list of one)
//       | 3 at:varint fingerprint:u64 channel:varint provider_id:text
//       | 4 at:varint fingerprint:u64 ticket:varint

namespace switchroom::storage {
namespace {

constexpr std::uint8_t message_line = 1;
constexpr std::uint8_t decision_line = 2;
constexpr std::uint8_t part_line = 3;
constexpr std::uint8_t elsewhere_line = 4;

Error unreadable() {
  return Error{Fault::internal, "history line", "unreadable bytes",
               "a message, a part, a decision or where a message stands"};
}

Result<HistoryLine> decode_message_line(ByteReader& reader) {
  MessageLine line;
  line.at = reader.instant();
  line.fingerprint = reader.u64();
  line.ticket = reader.id<TicketId>();
  line.channel = reader.id<ChannelId>();
  line.message = decode_message(reader);
  if (reader.ok() && reader.at_end()) return line;
  return std::unexpected(unreadable());
}

Result<HistoryLine> decode_decision_line(std::string_view bytes) {
  Result<std::vector<Decision>> decisions = decode_decisions(bytes);
  if (!decisions) return std::unexpected(std::move(decisions.error()));
  if (decisions->size() != 1) return std::unexpected(unreadable());
  return std::move(decisions->front());
}

Result<HistoryLine> decode_part_line(ByteReader& reader) {
  PartLine line;
  line.at = reader.instant();
  line.fingerprint = reader.u64();
  line.channel = reader.id<ChannelId>();
  line.provider_id = reader.text();
  if (reader.ok() && reader.at_end()) return line;
  return std::unexpected(unreadable());
}

Result<HistoryLine> decode_elsewhere_line(ByteReader& reader) {
  ElsewhereLine line;
  line.at = reader.instant();
  line.fingerprint = reader.u64();
  line.ticket = reader.id<TicketId>();
  if (reader.ok() && reader.at_end()) return line;
  return std::unexpected(unreadable());
}

}  // namespace

void encode_line(Instant at, std::uint64_t fingerprint, TicketId ticket, ChannelId channel,
                 const connectors::InboundMessage& message, std::string& bytes) {
  ByteWriter writer{bytes};
  writer.u8(message_line);
  writer.instant(at);
  writer.u64(fingerprint);
  writer.id(ticket);
  writer.id(channel);
  encode(message, writer);
}

void encode_line(const Decision& decision, std::string& bytes) {
  ByteWriter{bytes}.u8(decision_line);
  encode(std::vector<Decision>{decision}, bytes);
}

void encode_line(const PartLine& part, std::string& bytes) {
  ByteWriter writer{bytes};
  writer.u8(part_line);
  writer.instant(part.at);
  writer.u64(part.fingerprint);
  writer.id(part.channel);
  writer.text(part.provider_id);
}

void encode_line(const ElsewhereLine& line, std::string& bytes) {
  ByteWriter writer{bytes};
  writer.u8(elsewhere_line);
  writer.instant(line.at);
  writer.u64(line.fingerprint);
  writer.id(line.ticket);
}

Result<HistoryLine> decode_line(std::string_view bytes) {
  ByteReader reader{bytes};
  switch (reader.u8()) {
    case message_line:
      return decode_message_line(reader);
    case decision_line:
      return decode_decision_line(bytes.substr(1));
    case part_line:
      return decode_part_line(reader);
    case elsewhere_line:
      return decode_elsewhere_line(reader);
    default:
      return std::unexpected(unreadable());
  }
}

LineStamp stamp_of(std::string_view bytes) {
  ByteReader reader{bytes};
  const std::uint8_t kind = reader.u8();
  if (kind != message_line && kind != part_line && kind != elsewhere_line) return {};
  const Instant at = reader.instant();
  return {at, reader.u64()};
}

}  // namespace switchroom::storage
