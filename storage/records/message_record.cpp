#include "storage/records/message_record.hpp"

// message  := kind:u8 present:varint provider_id:text from:text at_ms:varint [text fields in the order of the bits] …
// A bit of `present` says that the field follows; same_* bits stand for a repeated value.

namespace switchroom::storage {
namespace {

using connectors::Attachment;
using connectors::InboundMessage;

enum Bit : unsigned {
  from_alias,
  to,
  account,
  conversation,
  text,
  payload,
  ref,
  reply_to,
  status,
  media,
  location,
  name,
  language,
  conversation_is_from,
  account_is_to,
  phone,
  thread,
  error,
  subject,
  in_reply_to,
  auto_submitted,
  references,
  recipients,
  reply_token,
  part,
  blind,
};

struct TextField {
  Bit bit;
  std::string InboundMessage::* field;
};
constexpr TextField text_fields[] = {{from_alias, &InboundMessage::from_alias},
                                     {to, &InboundMessage::to},
                                     {account, &InboundMessage::account},
                                     {conversation, &InboundMessage::conversation},
                                     {text, &InboundMessage::text},
                                     {payload, &InboundMessage::payload},
                                     {ref, &InboundMessage::ref},
                                     {reply_to, &InboundMessage::reply_to},
                                     {name, &InboundMessage::name},
                                     {language, &InboundMessage::language},
                                     {phone, &InboundMessage::phone},
                                     {thread, &InboundMessage::thread},
                                     {error, &InboundMessage::error},
                                     {subject, &InboundMessage::subject},
                                     {in_reply_to, &InboundMessage::in_reply_to},
                                     {auto_submitted, &InboundMessage::auto_submitted},
                                     {reply_token, &InboundMessage::reply_token}};

constexpr std::uint64_t mask(Bit bit) { return std::uint64_t{1} << bit; }

std::uint64_t present_fields(const InboundMessage& message) {
  std::uint64_t present = 0;
  for (const auto& [bit, field] : text_fields)
    if (!(message.*field).empty()) present |= mask(bit);
  if (!message.conversation.empty() && message.conversation == message.from)
    present = (present & ~mask(conversation)) | mask(conversation_is_from);
  if (!message.account.empty() && message.account == message.to)
    present = (present & ~mask(account)) | mask(account_is_to);
  if (message.status != connectors::DeliveryStatus::none) present |= mask(status);
  if (!message.media.empty()) present |= mask(media);
  if (message.location.present) present |= mask(location);
  if (!message.references.empty()) present |= mask(references);
  if (!message.recipients.empty()) present |= mask(recipients);
  if (message.part.total != 0) present |= mask(part);
  if (message.blind) present |= mask(blind);
  return present;
}

void encode(const Attachment& attachment, ByteWriter& bytes) {
  bytes.word(attachment.kind);
  for (const auto* field :
       {&attachment.id, &attachment.url, &attachment.mime_type, &attachment.sha256, &attachment.filename})
    bytes.text(*field);
}

Attachment decode_attachment(ByteReader& bytes) {
  Attachment attachment;
  attachment.kind = bytes.word<connectors::MessageKind>(connectors::message_kind_names.size());
  for (auto* field : {&attachment.id, &attachment.url, &attachment.mime_type, &attachment.sha256, &attachment.filename})
    *field = bytes.text();
  return attachment;
}

void encode(const connectors::Location& place, ByteWriter& bytes) {
  bytes.f64(place.latitude);
  bytes.f64(place.longitude);
  bytes.text(place.name);
  bytes.text(place.address);
}

connectors::Location decode_location(ByteReader& bytes) {
  connectors::Location place{
      .present = true, .latitude = bytes.f64(), .longitude = bytes.f64(), .name = {}, .address = {}};
  place.name = bytes.text();
  place.address = bytes.text();
  return place;
}

void encode(const connectors::MessagePart& part, ByteWriter& bytes) {
  bytes.text(part.ref);
  bytes.varint(part.number);
  bytes.varint(part.total);
}

connectors::MessagePart decode_part(ByteReader& bytes) {
  connectors::MessagePart part;
  part.ref = bytes.text();
  part.number = static_cast<std::uint32_t>(bytes.varint());
  part.total = static_cast<std::uint32_t>(bytes.varint());
  return part;
}

void encode(const std::vector<std::string>& texts, ByteWriter& bytes) {
  bytes.varint(texts.size());
  for (const std::string& text : texts) bytes.text(text);
}

std::vector<std::string> decode_texts(ByteReader& bytes) {
  std::vector<std::string> texts;
  const std::uint64_t count = bytes.varint();
  for (std::uint64_t i = 0; i < count && bytes.ok(); ++i) texts.emplace_back(bytes.text());
  return texts;
}

}  // namespace

void encode(const InboundMessage& message, ByteWriter& bytes) {
  const std::uint64_t present = present_fields(message);
  bytes.word(message.kind);
  bytes.varint(present);
  bytes.text(message.provider_id);
  bytes.text(message.from);
  bytes.varint(static_cast<std::uint64_t>(message.at_ms));
  for (const auto& [bit, field] : text_fields)
    if (present & mask(bit)) bytes.text(message.*field);
  if (present & mask(status)) bytes.word(message.status);
  if (present & mask(media)) {
    bytes.varint(message.media.size());
    for (const Attachment& attachment : message.media) encode(attachment, bytes);
  }
  if (present & mask(location)) encode(message.location, bytes);
  if (present & mask(references)) encode(message.references, bytes);
  if (present & mask(recipients)) encode(message.recipients, bytes);
  if (present & mask(part)) encode(message.part, bytes);
}

InboundMessage decode_message(ByteReader& bytes) {
  InboundMessage message;
  message.kind = bytes.word<connectors::MessageKind>(connectors::message_kind_names.size());
  const std::uint64_t present = bytes.varint();
  message.provider_id = bytes.text();
  message.from = bytes.text();
  message.at_ms = static_cast<std::int64_t>(bytes.varint());
  for (const auto& [bit, field] : text_fields)
    if (present & mask(bit)) message.*field = bytes.text();
  if (present & mask(conversation_is_from)) message.conversation = message.from;
  if (present & mask(account_is_to)) message.account = message.to;
  if (present & mask(status))
    message.status = bytes.word<connectors::DeliveryStatus>(connectors::delivery_status_names.size());
  if (present & mask(media)) {
    const std::uint64_t count = bytes.varint();
    for (std::uint64_t i = 0; i < count && bytes.ok(); ++i) message.media.push_back(decode_attachment(bytes));
  }
  if (present & mask(location)) message.location = decode_location(bytes);
  if (present & mask(references)) message.references = decode_texts(bytes);
  if (present & mask(recipients)) message.recipients = decode_texts(bytes);
  if (present & mask(part)) message.part = decode_part(bytes);
  message.blind = (present & mask(blind)) != 0;
  return message;
}

}  // namespace switchroom::storage
