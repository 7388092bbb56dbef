#include "connectors/x_event.hpp"

#include <utility>

#include "connectors/entities.hpp"
#include "connectors/joined.hpp"

namespace switchroom::connectors {
namespace {

/// The other party of `message`, which one of both wrote.
void set_parties(std::string_view sender, std::string_view recipient, const XEnvelope& envelope,
                 InboundMessage& message) {
  message.conversation = sender == envelope.account ? recipient : sender;
  message.account = envelope.account;
  message.from = sender;
  message.to = recipient;
}

void read_name(const JsonReader& users, InboundMessage& message) {
  const JsonReader user = users.find(message.from);
  const JsonReader data = user.find("data");
  message.name = (data ? data : user).find("name").text();
}

void read_media(const JsonReader& media, InboundMessage& message) {
  const std::string_view type = media.find("type").text();
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = type == "photo" ? MessageKind::image : MessageKind::video;  // an animated_gif is a video, too
  attachment.id = media.at("id_str").text();
  attachment.url = media.find("media_url_https").text();
  message.kind = attachment.kind;
}

void read_content(const JsonReader& data, InboundMessage& message) {
  message.text = data.find("text").text();
  if (message.text.contains('&')) message.text = without_markup_escapes(message.text);
  if (const JsonReader choice = data.find("quick_reply_response")) {
    message.kind = MessageKind::button;
    message.payload = choice.find("metadata").text();
  }
  const JsonReader attachment = data.find("attachment");
  if (!attachment) return;
  if (const JsonReader media = attachment.find("media")) return read_media(media, message);
  if (message.text.empty()) message.kind = MessageKind::unsupported;
}

void read_message(const JsonReader& event, const XEnvelope& envelope, InboundMessage& message) {
  const JsonReader created = event.at("message_create");
  message.provider_id = event.at("id").id();
  message.at_ms = event.at("created_timestamp").ms();
  set_parties(created.at("sender_id").id(), created.at("target").at("recipient_id").id(), envelope, message);
  if (event.at("type").text() != "message_create")
    message.kind = MessageKind::unsupported;
  else
    read_content(created.at("message_data"), message);
  read_name(envelope.payload.find("users"), message);
  if (message.from == envelope.account) message.kind = MessageKind::echo;
}

void read_signal(const JsonReader& event, const XEnvelope& envelope, MessageKind kind, InboundMessage& message) {
  message.kind = kind;
  message.at_ms = event.at("created_timestamp").ms();
  set_parties(event.at("sender_id").id(), event.at("target").at("recipient_id").id(), envelope, message);
}

void read_typing(const JsonReader& event, const XEnvelope& envelope, InboundMessage& message) {
  read_signal(event, envelope, MessageKind::typing, message);
  message.provider_id = message.from + ":typing:" + std::to_string(message.at_ms);
}

/// All messages up to `ref` are read.
void read_mark_read(const JsonReader& event, const XEnvelope& envelope, InboundMessage& message) {
  read_signal(event, envelope, MessageKind::status, message);
  message.status = DeliveryStatus::read;
  message.ref = event.at("last_read_event_id").id();
  message.payload = "up_to";
  message.provider_id = message.ref + ":read";
}

using ReadEvent = void (*)(const JsonReader& event, const XEnvelope& envelope, InboundMessage& message);

void read_list(std::string_view key, ReadEvent read, const XEnvelope& envelope, Batch& batch) {
  for (const JsonReader& event : envelope.payload.find(key).items()) {
    read(event, envelope, batch.start());
    batch.settle(event);
  }
}

void read_revocation(const XEnvelope& envelope, Batch& batch) {
  const JsonReader revoke = envelope.payload.find("user_event").find("revoke");
  if (!revoke) return;
  InboundMessage& message = batch.start();
  message.kind = MessageKind::system;
  message.payload = "revoke";
  message.account = envelope.account;
  message.from = message.conversation = revoke.at("source").at("user_id").id();
  join({message.from, ":revoke:", revoke.at("date_time").id()}, message.provider_id);
  batch.settle(revoke);
}

}  // namespace

void read_x_encrypted(const JsonReader& data, const XEnvelope& envelope, Batch& batch) {
  InboundMessage& message = batch.start();
  message.kind = MessageKind::unsupported;
  message.provider_id = data.at("event_uuid").id();
  set_parties(envelope.payload.at("sender_id").id(), envelope.account, envelope, message);
  batch.settle(data);
}

void read_x_lists(const XEnvelope& envelope, Batch& batch) {
  read_list("direct_message_events", read_message, envelope, batch);
  read_list("direct_message_indicate_typing_events", read_typing, envelope, batch);
  read_list("direct_message_mark_read_events", read_mark_read, envelope, batch);
  read_revocation(envelope, batch);
}

}  // namespace switchroom::connectors
