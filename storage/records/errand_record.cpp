#include "storage/records/errand_record.hpp"

#include <fmt/format.h>

#include <charconv>

#include "storage/records/codec.hpp"

namespace switchroom::storage {
namespace {

constexpr std::uint8_t errand_version = 1;
constexpr std::string ErrandRecord::* texts[] = {
    &ErrandRecord::account,      &ErrandRecord::url, &ErrandRecord::token,    &ErrandRecord::agent,
    &ErrandRecord::conversation, &ErrandRecord::to,  &ErrandRecord::customer, &ErrandRecord::text};

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
  writer.u8(errand_version);
  for (const auto* text : {&record.customer, &record.conversation, &record.account, &record.to}) writer.text(*text);
  return bytes;
}

Result<RouteRecord> decode_route(std::string_view bytes) {
  ByteReader reader{bytes};
  RouteRecord record;
  if (reader.u8() != errand_version) reader.fail();
  for (auto* text : {&record.customer, &record.conversation, &record.account, &record.to}) *text = reader.text();
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
  return bytes;
}

Result<ErrandRecord> decode_errand(std::string_view bytes) {
  ByteReader reader{bytes};
  ErrandRecord record;
  if (reader.u8() != errand_version) reader.fail();
  record.kind = reader.word<ErrandKind>(errand_kind_names.size());
  record.workspace = reader.id<WorkspaceId>();
  record.channel = reader.id<ChannelId>();
  record.at = reader.instant();
  record.ticket = reader.id<TicketId>();
  for (const auto field : texts) record.*field = reader.text();
  if (reader.ok() && reader.at_end()) return record;
  return std::unexpected(Error{Fault::internal, "errand", "unreadable bytes", "version 1"});
}

}  // namespace switchroom::storage
