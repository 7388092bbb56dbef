#include "storage/records/thread_record.hpp"

#include "storage/records/codec.hpp"

namespace switchroom::storage {

constexpr std::uint8_t thread_version = 2;  // 1: without `kept_until`

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
  if (reader.ok() && reader.at_end()) return record;
  return std::unexpected(Error{Fault::internal, "mails of a ticket", "unreadable bytes", "version 1 or 2"});
}

}  // namespace switchroom::storage
