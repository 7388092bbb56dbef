#include "storage/records/customer_record.hpp"

#include "storage/records/codec.hpp"

namespace switchroom::storage {
namespace {

constexpr std::uint8_t customer_version = 3;

void write(const CustomerFacts& facts, ByteWriter& bytes) {
  bytes.text(facts.level);
  bytes.text(facts.language);
  bytes.varint(facts.tags.size());
  for (const std::string& tag : facts.tags) bytes.text(tag);
  bytes.varint(facts.attributes.size());
  for (const auto& [name, value] : facts.attributes) bytes.text(name), bytes.text(value);
}

CustomerFacts read_facts(ByteReader& bytes) {
  CustomerFacts facts;
  facts.level = bytes.text();
  facts.language = bytes.text();
  for (std::uint64_t left = bytes.varint(); left > 0 && bytes.ok(); --left) facts.tags.emplace_back(bytes.text());
  for (std::uint64_t left = bytes.varint(); left > 0 && bytes.ok(); --left) {
    std::string name{bytes.text()};
    facts.attributes.emplace_back(std::move(name), bytes.text());
  }
  return facts;
}

}  // namespace

std::string encode(const CustomerFacts& facts) {
  std::string bytes;
  ByteWriter writer{bytes};
  write(facts, writer);
  return bytes;
}

Result<CustomerFacts> decode_facts(std::string_view bytes) {
  ByteReader reader{bytes};
  CustomerFacts facts = read_facts(reader);
  if (reader.ok() && reader.at_end()) return facts;
  return std::unexpected(Error{Fault::internal, "facts of a customer", "unreadable bytes", "what `encode` made"});
}

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
  write(record.facts, writer);
  writer.instant(record.last_automatic);
  return bytes;
}

Result<CustomerRecord> decode_customer(std::string_view bytes) {
  ByteReader reader{bytes};
  CustomerRecord record;
  const std::uint8_t version = reader.u8();
  if (version < 1 || version > customer_version) reader.fail();
  record.workspace = reader.id<WorkspaceId>();
  record.last_ticket = reader.id<TicketId>();
  for (std::uint64_t count = reader.varint(); count > 0 && reader.ok(); --count)
    record.identities.emplace_back(reader.text());
  for (std::uint64_t count = reader.varint(); count > 0 && reader.ok(); --count)
    record.fingerprints.push_back(reader.u64());
  record.last_dropped = reader.instant();
  if (version > 1) record.facts = read_facts(reader);
  if (version > 2) record.last_automatic = reader.instant();
  if (reader.ok() && reader.at_end()) return record;
  return std::unexpected(Error{Fault::internal, "customer record", "unreadable bytes", "version 1 to 3"});
}

}  // namespace switchroom::storage
