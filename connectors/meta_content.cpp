#include "connectors/meta_content.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "connectors/joined.hpp"

namespace switchroom::connectors {
namespace {

MessageKind kind_of_attachment(std::string_view type) {
  struct Row {
    std::string_view type;
    MessageKind kind;
  };
  constexpr std::array rows{Row{"image", MessageKind::image},     Row{"video", MessageKind::video},
                            Row{"audio", MessageKind::audio},     Row{"file", MessageKind::file},
                            Row{"sticker", MessageKind::sticker}, Row{"location", MessageKind::location},
                            Row{"fallback", MessageKind::share},  Row{"template", MessageKind::share},
                            Row{"share", MessageKind::share},     Row{"reel", MessageKind::share},
                            Row{"ig_reel", MessageKind::share},   Row{"ig_post", MessageKind::share},
                            Row{"post", MessageKind::share},      Row{"story_mention", MessageKind::share},
                            Row{"ig_story", MessageKind::share}};
  for (const Row& row : rows)
    if (row.type == type) return row.kind;
  return MessageKind::unsupported;
}

void read_place(const JsonReader& attachment, InboundMessage& message) {
  const JsonReader coordinates = attachment.at("payload").at("coordinates");
  message.location.name = attachment.find("title").text();
  if (message.text.empty()) message.text = message.location.name;
  message.location.present = true;
  message.location.latitude = coordinates.at("lat").number();
  message.location.longitude = coordinates.at("long").number();
}

/// Link, shared post or story: never stored, so no attachment.
void read_share(const JsonReader& attachment, const JsonReader& payload, InboundMessage& message) {
  if (!message.text.empty()) return;
  message.text = attachment.find("title").text();
  if (message.text.empty()) message.text = payload.find("title").text();
  if (message.text.empty()) message.text = payload.find("url").text();
}

/// One sticker came as `image`, as `sticker`, or as both: it stays one attachment.
void read_file(const JsonReader& payload, MessageKind kind, InboundMessage& message) {
  const std::string_view sticker = payload.find("sticker_id").id();
  const auto is_same = [&](const Attachment& other) { return !sticker.empty() && other.id == sticker; };
  if (std::ranges::any_of(message.media, is_same)) return;
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = sticker.empty() ? kind : MessageKind::sticker;
  attachment.id = sticker;
  attachment.url = payload.find("url").text();
}

void read_attachment(const JsonReader& attachment, bool first, InboundMessage& message) {
  const std::string_view type = attachment.at("type").text();
  const JsonReader payload = attachment.find("payload");
  const MessageKind kind = kind_of_attachment(type);
  if (kind == MessageKind::location)
    read_place(attachment, message);
  else if (kind == MessageKind::share)
    read_share(attachment, payload, message);
  else if (kind != MessageKind::unsupported)
    read_file(payload, kind, message);
  if (first) message.kind = message.media.empty() ? kind : message.media.front().kind;
  if (first && (kind == MessageKind::share || kind == MessageKind::unsupported)) message.payload = type;
}

void read_quote(const JsonReader& quote, InboundMessage& message) {
  if (const JsonReader story = quote.find("story"))
    join({"story:", story.at("id").id()}, message.reply_to), message.ref = message.reply_to;
  else
    message.reply_to = quote.find("mid").id();
}

}  // namespace

void read_meta_content(const JsonReader& item, InboundMessage& message) {
  message.text = item.find("text").text();
  bool first = true;
  for (const JsonReader& attachment : item.find("attachments").items())
    read_attachment(attachment, std::exchange(first, false), message);
  if (const JsonReader reply = item.find("quick_reply")) {
    message.kind = MessageKind::button;
    message.payload = reply.find("payload").text();
  }
  if (const JsonReader quote = item.find("reply_to")) read_quote(quote, message);
  const bool is_empty = first && message.text.empty();
  if (is_empty || item.find("is_unsupported").flag()) message.kind = MessageKind::unsupported;
}

}  // namespace switchroom::connectors
