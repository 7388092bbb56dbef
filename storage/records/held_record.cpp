#include "storage/records/held_record.hpp"

#include "storage/records/codec.hpp"

// held := version:u8 kind:u8 due:varint customer:varint fingerprint:u64 missing:varint* input:text

namespace switchroom::storage {

constexpr std::uint8_t held_version = 1;

std::string encode(const HeldRecord& record) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(held_version);
  writer.word(record.kind);
  writer.instant(record.due);
  writer.id(record.customer);
  writer.u64(record.fingerprint);
  writer.varint(record.missing.size());
  for (const std::uint32_t number : record.missing) writer.varint(number);
  writer.text(encode(record.input));
  return bytes;
}

Result<HeldRecord> decode_held(std::string_view bytes) {
  ByteReader reader{bytes};
  HeldRecord record;
  if (reader.u8() != held_version) reader.fail();
  record.kind = reader.word<HeldKind>(held_kind_names.size());
  record.due = reader.instant();
  record.customer = reader.id<CustomerId>();
  record.fingerprint = reader.u64();
  for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left)
    record.missing.push_back(static_cast<std::uint32_t>(reader.varint()));
  Result<MessageInput> input = decode_message_input(reader.text());
  if (!reader.ok() || !reader.at_end() || !input)
    return std::unexpected(Error{Fault::internal, "held record", "unreadable bytes", "version 1"});
  record.input = std::move(*input);
  return record;
}

}  // namespace switchroom::storage
