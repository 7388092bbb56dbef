#include "storage/records/customer_record.hpp"

#include "storage/records/codec.hpp"

namespace switchroom::storage {

constexpr std::uint8_t customer_version = 1;

std::string encode(const CustomerRecord& record) {
  std::string bytes;
  bytes.reserve(64 + 8 * record.fingerprints.size());
  ByteWriter writer{bytes};
  writer.u8(customer_version);
  writer.id(record.workspace);
  writer.id(record.last_ticket);
  writer.varint(record.identities.size());
  for (const std::string& identity : record.identities) writer.text(identity);
  writer.varint(record.fingerprints.size());
  for (const std::uint64_t fingerprint : record.fingerprints) writer.u64(fingerprint);
  writer.instant(record.last_dropped);
  return bytes;
}

Result<CustomerRecord> decode_customer(std::string_view bytes) {
  ByteReader reader{bytes};
  CustomerRecord record;
  if (reader.u8() != customer_version) reader.fail();
  record.workspace = reader.id<WorkspaceId>();
  record.last_ticket = reader.id<TicketId>();
  for (std::uint64_t count = reader.varint(); count > 0 && reader.ok(); --count)
    record.identities.emplace_back(reader.text());
  for (std::uint64_t count = reader.varint(); count > 0 && reader.ok(); --count)
    record.fingerprints.push_back(reader.u64());
  record.last_dropped = reader.instant();
  if (reader.ok() && reader.at_end()) return record;
  return std::unexpected(Error{Fault::internal, "customer record", "unreadable bytes", "version 1"});
}

}  // namespace switchroom::storage
