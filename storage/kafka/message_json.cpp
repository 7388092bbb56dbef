#include "storage/kafka/message_json.hpp"

#include <array>

#include "connectors/inbound_message_json.hpp"

// Shares of the 200 KiB, in bytes of JSON: text 64 KiB, payload 16 KiB, files together 48 KiB, each list 4 KiB, each
// other text 4 KiB, or 2 KiB if it concerns mail and threads.

namespace switchroom::storage {
namespace {

using connectors::Attachment;
using connectors::InboundMessage;

constexpr std::size_t text_bytes_max = 64 * 1024;
constexpr std::size_t payload_bytes_max = 16 * 1024;
constexpr std::size_t field_bytes_max = 4 * 1024;
constexpr std::size_t media_bytes_max = 48 * 1024;
constexpr std::size_t list_bytes_max = 4 * 1024;
constexpr std::size_t rare_bytes_max = 2 * 1024;
constexpr std::size_t surely_short_bytes = 340;  // 6 × 340 < 2 KiB: even if every byte has to be escaped

constexpr std::array short_fields{
    &InboundMessage::provider_id, &InboundMessage::from,         &InboundMessage::from_alias, &InboundMessage::to,
    &InboundMessage::account,     &InboundMessage::conversation, &InboundMessage::ref,        &InboundMessage::reply_to,
    &InboundMessage::name,        &InboundMessage::language};
constexpr std::array rare_fields{&InboundMessage::phone,       &InboundMessage::thread,
                                 &InboundMessage::error,       &InboundMessage::subject,
                                 &InboundMessage::in_reply_to, &InboundMessage::auto_submitted};
constexpr std::array list_fields{&InboundMessage::references, &InboundMessage::recipients};
constexpr std::array attachment_fields{&Attachment::id, &Attachment::url, &Attachment::mime_type, &Attachment::sha256,
                                       &Attachment::filename};

/// Cuts `field` to its share; true if that changed it.
bool cut(std::string& field, std::size_t bytes_max) {
  if (field.size() * 6 <= bytes_max) return false;
  const std::size_t kept = cut_escaped(field, bytes_max).kept.size();
  if (kept == field.size()) return false;
  field.resize(kept);
  return true;
}

bool cut_media(std::vector<Attachment>& media) {
  bool changed = false;
  std::size_t bytes = 0;
  std::size_t kept = 0;
  for (; kept < media.size() && bytes < media_bytes_max - attachment_fields.size() * field_bytes_max; ++kept) {
    bytes += 96;  // names of the members
    for (const auto field : attachment_fields) {
      changed |= cut(media[kept].*field, field_bytes_max);
      bytes += cut_escaped(media[kept].*field, field_bytes_max).bytes;
    }
  }
  changed |= kept < media.size();
  media.resize(kept);
  return changed;
}

/// Keeps the first elements that fit.
bool cut_list(std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (std::size_t kept = 0; kept < texts.size(); ++kept) {
    const EscapedCut whole = cut_escaped(texts[kept], list_bytes_max);
    bytes += whole.bytes + 3;
    if (whole.kept.size() == texts[kept].size() && bytes <= list_bytes_max) continue;
    texts.resize(kept);
    return true;
  }
  return false;
}

bool surely_short(const InboundMessage& message) {
  for (const auto field : short_fields)
    if ((message.*field).size() > surely_short_bytes) return false;
  for (const auto field : rare_fields)
    if ((message.*field).size() > surely_short_bytes) return false;
  for (const auto field : list_fields)
    if (!(message.*field).empty()) return false;
  return message.text.size() * 6 <= text_bytes_max && message.payload.size() <= surely_short_bytes &&
         message.media.empty() && message.location.name.size() <= surely_short_bytes &&
         message.location.address.size() <= surely_short_bytes;
}

}  // namespace

InboundMessage reference_of(const InboundMessage& message) {
  InboundMessage reference = message;
  for (const auto field :
       {&InboundMessage::text, &InboundMessage::payload, &InboundMessage::name, &InboundMessage::subject})
    (reference.*field).clear();
  reference.location = {};
  for (Attachment& attachment : reference.media) {
    attachment.url.clear();
    attachment.filename.clear();
  }
  return reference;
}

std::optional<InboundMessage> shortened(const InboundMessage& message) {
  if (surely_short(message)) return std::nullopt;
  InboundMessage shorter = message;
  bool changed = cut(shorter.text, text_bytes_max);
  changed |= cut(shorter.payload, payload_bytes_max);
  for (const auto field : short_fields) changed |= cut(shorter.*field, field_bytes_max);
  for (const auto field : rare_fields) changed |= cut(shorter.*field, rare_bytes_max);
  for (const auto field : list_fields) changed |= cut_list(shorter.*field);
  changed |= cut(shorter.location.name, field_bytes_max);
  changed |= cut(shorter.location.address, field_bytes_max);
  changed |= cut_media(shorter.media);
  if (!changed) return std::nullopt;
  return shorter;
}

void write_message(const InboundMessage& message, MessageEvents how, JsonWriter& json) {
  if (how == MessageEvents::references) return write_message(reference_of(message), MessageEvents::full, json);
  const std::optional<InboundMessage> shorter = shortened(message);
  json.key("message");
  connectors::append_json(shorter ? *shorter : message, json.value_by_hand());
  if (shorter) json.member("truncated", true);
}

}  // namespace switchroom::storage
