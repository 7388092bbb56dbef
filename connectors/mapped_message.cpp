#include "connectors/mapped_message.hpp"

#include <algorithm>
#include <array>

#include "config/vocabulary/words.hpp"
#include "connectors/degrees.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/media_kind.hpp"
#include "connectors/opt_out.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/spare_text.hpp"

namespace switchroom::connectors {
namespace {

// --- the values of a message -----------------------------------------------------------------------------------------

std::array<std::string*, mapped_texts.size()> texts_of(InboundMessage& message) {
  return {&message.provider_id, &message.from,          &message.from_alias,
          &message.to,          &message.account,       &message.conversation,
          &message.text,        &message.payload,       &message.ref,
          &message.reply_to,    &message.thread,        &message.error,
          &message.name,        &message.phone,         &message.language,
          &message.subject,     &message.location.name, &message.location.address,
          &message.reply_token};
}

void read_texts(const MappedCase& rule, const MappedItem& item, InboundMessage& message) {
  SpareText room;
  const auto texts = texts_of(message);
  for (std::size_t i = 0; i < texts.size(); ++i) *texts[i] = item.text(rule.texts[i], *room);
}

std::optional<std::int64_t> ms_of(std::string_view text, MappedTime::Unit unit) {
  if (unit == MappedTime::Unit::iso) return ms_of_loose_iso_time(text);
  const std::optional<std::int64_t> whole = whole_number(text.substr(0, text.find('.')));
  if (unit == MappedTime::Unit::ms || !whole) return whole;
  return *whole < 253'402'300'800 ? std::optional{*whole * 1000} : std::nullopt;
}

std::optional<Problem> read_time(const MappedTime& time, const MappedItem& item, InboundMessage& message) {
  SpareText room;
  const std::string_view text = item.text(time.at, *room);
  if (text.empty()) return std::nullopt;
  const std::optional<std::int64_t> ms = ms_of(text, time.unit);
  message.at_ms = ms.value_or(0);
  return ms ? std::nullopt : std::optional{Problem{"time", "a time in the map's unit"}};
}

std::optional<Problem> read_location(const MappedCase& rule, const MappedItem& item, InboundMessage& message) {
  if (!rule.latitude.set() && !rule.longitude.set()) return std::nullopt;
  SpareText room;
  const std::string latitude{item.text(rule.latitude, *room)};
  const std::string_view longitude = item.text(rule.longitude, *room);
  if (latitude.empty() && longitude.empty()) return std::nullopt;
  const std::optional<double> north = degrees(latitude, 90);
  const std::optional<double> east = degrees(longitude, 180);
  if (!north || !east) return Problem{"latitude", "degrees"};
  message.location.present = true;
  message.location.latitude = *north;
  message.location.longitude = *east;
  return std::nullopt;
}

// --- media -----------------------------------------------------------------------------------------------------------

void add_media(const MappedMedia& rule, const MappedItem& item, InboundMessage& message) {
  SpareText room;
  Attachment attachment;
  attachment.id = item.text(rule.id, *room);
  attachment.url = item.text(rule.url, *room);
  if (attachment.id.empty() && attachment.url.empty()) return;
  attachment.mime_type = item.text(rule.type, *room);
  attachment.filename = item.text(rule.name, *room);
  const auto named = from_word<MessageKind>(message_kind_names, item.text(rule.kind, *room));
  const MessageKind guessed =
      attachment.mime_type.empty() ? kind_of_file_name(attachment.url) : kind_of_media_type(attachment.mime_type);
  attachment.kind = named.value_or(guessed);
  message.media.push_back(std::move(attachment));
}

/// `Media{n}`: parameters numbered from 0, as far as they go.
void read_numbered_media(const MappedMedia& rule, const MappedItem& item, InboundMessage& message) {
  constexpr int media_max = 100;
  constexpr std::string_view mark = "{n}";
  const std::size_t at = rule.list.find(mark);
  for (int i = 0; i < media_max && at != rule.list.npos; ++i) {
    MappedMedia one = rule;
    one.url.from = MappedValue::From::pointer;
    one.url.text = std::string{rule.list}.replace(at, mark.size(), std::to_string(i));
    const std::size_t before = message.media.size();
    add_media(one, item, message);
    if (message.media.size() == before) return;
  }
}

void read_media(const MappedMedia& rule, const MappedItem& item, InboundMessage& message) {
  if (item.fields && rule.list.empty()) return add_media(rule, item, message);
  if (item.fields) return read_numbered_media(rule, item, message);
  const JsonReader list = at_pointer(item.here, rule.list);
  if (!list.is_list()) return list ? add_media(rule, item.below(list), message) : void();
  for (const JsonReader& element : list.items()) add_media(rule, item.below(element), message);
}

// --- one item --------------------------------------------------------------------------------------------------------

MessageKind kind_by_content(const InboundMessage& message) {
  if (!message.media.empty()) return message.media.front().kind;
  if (message.location.present) return MessageKind::location;
  return message.text.empty() ? MessageKind::unsupported : MessageKind::text;
}

/// False: the map ignores this sort.
bool read_kind(const MappedCase& rule, const MappedItem& item, InboundMessage& message) {
  SpareText room;
  const std::string_view word = item.text(rule.kind, *room);
  if (word == "ignore") return false;
  const bool by_content = !rule.kind.set() || word == "content";
  message.kind = by_content ? kind_by_content(message)
                            : from_word<MessageKind>(message_kind_names, word).value_or(MessageKind::unsupported);
  if (rule.opt_out && message.kind == MessageKind::text) message.kind = kind_of_sms(message.text);
  return true;
}

/// False: the status settles nothing.
bool read_status(const MappedCase& rule, const MappedItem& item, InboundMessage& message) {
  SpareText room;
  message.kind = MessageKind::status;
  message.status =
      from_word<DeliveryStatus>(delivery_status_names, item.text(rule.status, *room)).value_or(DeliveryStatus::none);
  if (message.status != DeliveryStatus::failed) message.error.clear();
  return message.status != DeliveryStatus::none;
}

}  // namespace

Filled fill(const MappedCase& rule, const MappedItem& item, InboundMessage& message) {
  read_texts(rule, item, message);
  if (message.conversation.empty()) message.conversation = message.from;
  if (message.account.empty()) message.account = message.to;
  if (rule.media) read_media(*rule.media, item, message);
  std::optional<Problem> problem = read_location(rule, item, message);
  if (!problem) problem = read_time(rule.time, item, message);
  const bool told = rule.status.set() ? read_status(rule, item, message) : read_kind(rule, item, message);
  if (message.provider_id.empty()) problem = Problem{"id", "a message's id"};
  const bool speaks = !rule.status.set() && message.kind != MessageKind::system;
  if (rule.status.set() && item.origin(rule.status, *SpareText{}).empty())
    problem = Problem{"status", "the provider's word for it"};
  if (message.from.empty() && speaks) problem = Problem{"from", "the sender"};
  return {.told = told, .problem = problem};
}

bool applies(const MappedCase& rule, const MappedItem& item) {
  return std::ranges::all_of(rule.when, [&](const MappedCondition& condition) { return item.holds(condition); });
}

}  // namespace switchroom::connectors
