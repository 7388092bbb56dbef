#include "storage/records/errand_record.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <span>

#include "storage/records/codec.hpp"

namespace switchroom::storage {
namespace {

constexpr std::uint8_t errand_version = 4;  // 1: without templates and mails; 2: without a mail's thread; 3: without cc
constexpr std::uint8_t route_version = 2;   // 1: without mails
constexpr std::size_t parameters_max = 100;
constexpr std::string ErrandRecord::* texts[] = {
    &ErrandRecord::account,      &ErrandRecord::url, &ErrandRecord::token,    &ErrandRecord::agent,
    &ErrandRecord::conversation, &ErrandRecord::to,  &ErrandRecord::customer, &ErrandRecord::text};
constexpr std::string ErrandRecord::* newer_texts[] = {&ErrandRecord::approved, &ErrandRecord::language,
                                                       &ErrandRecord::subject, &ErrandRecord::in_reply_to};
constexpr std::string RouteRecord::* route_texts[] = {&RouteRecord::customer, &RouteRecord::conversation,
                                                      &RouteRecord::account,  &RouteRecord::to,
                                                      &RouteRecord::subject,  &RouteRecord::message_id};

std::uint8_t read_form(ByteReader& reader, std::uint8_t newest) {
  const std::uint8_t form = reader.u8();
  if (form < 1 || form > newest) reader.fail();
  return form;
}

void write(const std::vector<std::string>& some, ByteWriter& writer) {
  writer.varint(some.size());
  for (const std::string& one : some) writer.text(one);
}

void read(ByteReader& reader, std::vector<std::string>& some) {
  const std::uint64_t count = reader.varint();
  if (count > parameters_max) return reader.fail();
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) some.emplace_back(reader.text());
}

void read_newer(ByteReader& reader, ErrandRecord& record) {
  for (const auto field : newer_texts) record.*field = reader.text();
  read(reader, record.parameters);
  record.automatic = reader.u8() == 1;
}

void read_thread(ByteReader& reader, ErrandRecord& record) {
  record.thread = reader.text();
  read(reader, record.references);
}

}  // namespace

std::string to_text(ErrandId id) { return fmt::format("{}-{}", id.frame, id.input); }

ErrandId errand_id_of(std::string_view text) {
  ErrandId id;
  const char* end = text.data() + text.size();
  const auto frame = std::from_chars(text.data(), end, id.frame);
  if (frame.ec != std::errc{} || frame.ptr == end || *frame.ptr != '-') return {};
  const auto input = std::from_chars(frame.ptr + 1, end, id.input);
  return input.ec == std::errc{} && input.ptr == end ? id : ErrandId{};
}

std::string encode(const RouteRecord& record) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(route_version);
  for (const auto field : route_texts) writer.text(record.*field);
  return bytes;
}

Result<RouteRecord> decode_route(std::string_view bytes) {
  ByteReader reader{bytes};
  RouteRecord record;
  const std::uint8_t form = read_form(reader, route_version);
  for (const auto field : std::span{route_texts}.first(form == 1 ? 4 : std::size(route_texts)))
    record.*field = reader.text();
  if (reader.ok() && reader.at_end()) return record;
  return std::unexpected(Error{Fault::internal, "route", "unreadable bytes", "version 1"});
}

std::string encode(const ErrandRecord& record) {
  std::string bytes;
  ByteWriter writer{bytes};
  writer.u8(errand_version);
  writer.word(record.kind);
  writer.id(record.workspace);
  writer.id(record.channel);
  writer.instant(record.at);
  writer.id(record.ticket);
  for (const auto field : texts) writer.text(record.*field);
  for (const auto field : newer_texts) writer.text(record.*field);
  write(record.parameters, writer);
  writer.u8(record.automatic ? 1 : 0);
  writer.text(record.thread);
  write(record.references, writer);
  write(record.cc, writer);
  return bytes;
}

Result<ErrandRecord> decode_errand(std::string_view bytes) {
  ByteReader reader{bytes};
  ErrandRecord record;
  const std::uint8_t form = read_form(reader, errand_version);
  record.kind = reader.word<ErrandKind>(errand_kind_names.size());
  record.workspace = reader.id<WorkspaceId>();
  record.channel = reader.id<ChannelId>();
  record.at = reader.instant();
  record.ticket = reader.id<TicketId>();
  for (const auto field : texts) record.*field = reader.text();
  if (form > 1) read_newer(reader, record);
  if (form > 2) read_thread(reader, record);
  if (form > 3) read(reader, record.cc);
  if (reader.ok() && reader.at_end()) return record;
  return std::unexpected(Error{Fault::internal, "errand", "unreadable bytes", "version 1"});
}

}  // namespace switchroom::storage
