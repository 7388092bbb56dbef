#include "storage/records/thread_record.hpp"

#include "storage/records/codec.hpp"

namespace switchroom::storage {

constexpr std::uint8_t thread_version = 3;  // 1: without `kept_until`; 2: without `copies`

std::string encode(const ThreadRecord& record) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(thread_version);
  writer.varint(record.ids.size());
  for (const std::uint64_t id : record.ids) writer.u64(id);
  writer.varint(record.subjects.size());
  for (const ThreadSubject& subject : record.subjects) {
    writer.u64(subject.digest);
    writer.instant(subject.at);
  }
  writer.text(record.subject);
  writer.text(record.message_id);
  writer.varint(record.references.size());
  for (const std::string& id : record.references) writer.text(id);
  writer.u8(record.blind ? 1 : 0);
  writer.instant(record.kept_until);
  writer.varint(record.copies.size());
  for (const std::string& address : record.copies) writer.text(address);
  return bytes;
}

Result<ThreadRecord> decode_thread(std::string_view bytes) {
  ByteReader reader{bytes};
  ThreadRecord record;
  const std::uint8_t version = reader.u8();
  if (version < 1 || version > thread_version) reader.fail();
  for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) record.ids.push_back(reader.u64());
  for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
    const std::uint64_t digest = reader.u64();
    record.subjects.push_back({digest, reader.instant()});
  }
  record.subject = reader.text();
  record.message_id = reader.text();
  for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left)
    record.references.emplace_back(reader.text());
  record.blind = reader.u8() == 1;
  if (version >= 2) record.kept_until = reader.instant();
  for (std::uint64_t left = version >= 3 ? reader.varint() : 0; left > 0 && reader.ok(); --left)
    record.copies.emplace_back(reader.text());
  if (reader.ok() && reader.at_end()) return record;
  return std::unexpected(Error{Fault::internal, "mails of a ticket", "unreadable bytes", "version 1 to 3"});
}

}  // namespace switchroom::storage
