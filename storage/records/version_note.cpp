#include "storage/records/version_note.hpp"

#include "storage/records/codec.hpp"

namespace switchroom::storage {
namespace {

constexpr std::uint8_t record_version = 1;

void write(const VersionNote& note, ByteWriter& bytes) {
  bytes.instant(note.at);
  bytes.text(note.actor);
  bytes.word(note.role);
  bytes.text(note.note);
}

VersionNote read(ByteReader& bytes) {
  VersionNote note;
  note.at = bytes.instant();
  note.actor = bytes.text();
  note.role = bytes.word<Role>(role_names.size());
  note.note = bytes.text();
  return note;
}

Error unreadable(std::string_view what) {
  return {Fault::internal, std::string{what}, "unreadable bytes", "a version that this program knows"};
}

}  // namespace

std::string encode(const VersionNote& note) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(record_version);
  write(note, writer);
  return bytes;
}

Result<VersionNote> decode_note(std::string_view bytes) {
  ByteReader reader{bytes};
  if (reader.u8() != record_version) reader.fail();
  VersionNote note = read(reader);
  if (reader.ok() && reader.at_end()) return note;
  return std::unexpected(unreadable("note"));
}

std::string encode(const DraftRecord& record) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(record_version);
  write(record.by, writer);
  writer.varint(record.follows);
  writer.text(record.document);
  return bytes;
}

Result<DraftRecord> decode_draft(std::string_view bytes) {
  ByteReader reader{bytes};
  DraftRecord record;
  if (reader.u8() != record_version) reader.fail();
  record.by = read(reader);
  record.follows = reader.varint();
  record.document = reader.text();
  if (reader.ok() && reader.at_end()) return record;
  return std::unexpected(unreadable("draft"));
}

}  // namespace switchroom::storage
