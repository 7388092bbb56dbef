#include "connectors/zalo_content.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "connectors/degrees.hpp"

namespace switchroom::connectors {
namespace {

void read_coordinates(const JsonReader& coordinates, InboundMessage& message) {
  const JsonReader latitude = coordinates.at("latitude");
  const JsonReader longitude = coordinates.at("longitude");
  const std::optional<double> north = degrees(latitude.text(), 90);
  const std::optional<double> east = degrees(longitude.text(), 180);
  if (!north) latitude.refuse("another text", "degrees");
  if (!east) longitude.refuse("another text", "degrees");
  message.location.present = true;
  message.location.latitude = north.value_or(0);
  message.location.longitude = east.value_or(0);
}

void read_file(const JsonReader& payload, MessageKind kind, InboundMessage& message) {
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = kind;
  attachment.id = payload.find("id").id();
  attachment.url = payload.find("url").text();
  attachment.filename = payload.find("name").text();
}

/// A card is a link whose description is JSON: `{"phone":"84…","caption":…}`.
void read_card(const JsonReader& payload, InboundMessage& message) {
  if (message.text.empty()) message.text = payload.find("title").text();
  message.payload = payload.find("description").text();
  JsonReader::Document card{message.payload};
  if (const JsonReader phone = card.root().find("phone")) message.payload = phone.id();
}

void read_link(const JsonReader& payload, InboundMessage& message) {
  message.payload = payload.find("url").text();
  for (const std::string_view key : {"title", "description", "url"})
    if (message.text.empty()) message.text = payload.find(key).text();
}

void read_attachment(const JsonReader& attachment, InboundMessage& message) {
  const JsonReader payload = attachment.find("payload");
  switch (message.kind) {
    case MessageKind::location:
      return read_coordinates(payload.at("coordinates"), message);
    case MessageKind::contact:
      return read_card(payload, message);
    case MessageKind::share:
      return read_link(payload, message);
    default:
      return read_file(payload, message.kind, message);
  }
}

/// `user_send_…`: what it is. What Zalo adds one day must be seen all the same.
MessageKind kind_of(std::string_view what) {
  using enum MessageKind;
  static constexpr std::array<std::pair<std::string_view, MessageKind>, 10> kinds{{{"text", text},
                                                                                   {"image", image},
                                                                                   {"gif", image},
                                                                                   {"link", share},
                                                                                   {"audio", audio},
                                                                                   {"video", video},
                                                                                   {"sticker", sticker},
                                                                                   {"location", location},
                                                                                   {"file", file},
                                                                                   {"business_card", contact}}};
  const auto found = std::ranges::find(kinds, what, &std::pair<std::string_view, MessageKind>::first);
  return found == kinds.end() ? unsupported : found->second;
}

}  // namespace

void read_zalo_content(const JsonReader& item, std::string_view what, InboundMessage& message) {
  message.provider_id = item.at("msg_id").id();
  message.kind = kind_of(what);
  message.text = item.find("text").text();
  message.reply_to = item.find("quote_msg_id").id();
  for (const JsonReader& attachment : item.find("attachments").items()) read_attachment(attachment, message);
}

}  // namespace switchroom::connectors
