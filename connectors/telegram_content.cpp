#include "connectors/telegram_content.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "connectors/phone.hpp"

namespace switchroom::connectors {
namespace {

void read_file(const JsonReader& file, MessageKind kind, InboundMessage& message) {
  message.kind = kind;
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = kind;
  attachment.id = file.at("file_id").text();
  attachment.mime_type = file.find("mime_type").text();
  attachment.filename = file.find("file_name").text();
}

/// One picture in several sizes: the largest.
void read_photo(const JsonReader& sizes, InboundMessage& message) {
  JsonReader largest;
  std::int64_t most = -1;
  for (const JsonReader& size : sizes.items()) {
    const std::int64_t width = std::clamp<std::int64_t>(size.find("width").integer(), 0, 1 << 30);
    const std::int64_t area = width * std::clamp<std::int64_t>(size.find("height").integer(), 0, 1 << 30);
    if (area <= most) continue;
    most = area;
    largest = size;
  }
  if (!largest) return sizes.refuse("an empty list", "a photo's sizes");
  read_file(largest, MessageKind::image, message);
}

void read_sticker(const JsonReader& sticker, InboundMessage& message) {
  read_file(sticker, MessageKind::sticker, message);
  message.text = sticker.find("emoji").text();
}

void read_place(const JsonReader& place, InboundMessage& message) {
  message.kind = MessageKind::location;
  message.location.present = true;
  message.location.latitude = place.at("latitude").number();
  message.location.longitude = place.at("longitude").number();
}

void read_venue(const JsonReader& venue, InboundMessage& message) {
  read_place(venue.at("location"), message);
  message.location.name = venue.find("title").text();
  message.location.address = venue.find("address").text();
  message.text = message.location.name;
}

/// First and last name of a `User` or a `Contact`.
void read_name(const JsonReader& person, std::string& name) {
  name = person.find("first_name").text();
  if (const std::string_view last = person.find("last_name").text(); !last.empty()) name.append(" ").append(last);
}

void read_contact(const JsonReader& contact, InboundMessage& message) {
  message.kind = MessageKind::contact;
  read_name(contact, message.text);
  message.payload = plain_number(contact.find("phone_number").text());
}

void read_dice(const JsonReader& dice, InboundMessage& message) {
  message.kind = MessageKind::text;
  message.text = dice.find("emoji").text();
}

void read_poll(const JsonReader& poll, InboundMessage& message) {
  message.kind = MessageKind::unsupported;
  message.text = poll.find("question").text();
}

void read_story(const JsonReader&, InboundMessage& message) { message.kind = MessageKind::share; }

void read_web_app_data(const JsonReader& data, InboundMessage& message) {
  message.kind = MessageKind::button;
  message.text = data.find("button_text").text();
  message.payload = data.find("data").text();
}

using ReadContent = void (*)(const JsonReader& content, InboundMessage& message);
struct ContentKey {
  std::string_view key;
  ReadContent read;
};
/// In this order: an animation also fills `document`, a venue also `location`.
constexpr std::array content_keys{
    ContentKey{"photo", read_photo},
    ContentKey{"animation", [](auto& file, auto& message) { read_file(file, MessageKind::video, message); }},
    ContentKey{"document", [](auto& file, auto& message) { read_file(file, MessageKind::file, message); }},
    ContentKey{"video", [](auto& file, auto& message) { read_file(file, MessageKind::video, message); }},
    ContentKey{"audio", [](auto& file, auto& message) { read_file(file, MessageKind::audio, message); }},
    ContentKey{"voice", [](auto& file, auto& message) { read_file(file, MessageKind::audio, message); }},
    ContentKey{"video_note", [](auto& file, auto& message) { read_file(file, MessageKind::video, message); }},
    ContentKey{"sticker", read_sticker},
    ContentKey{"venue", read_venue},
    ContentKey{"location", read_place},
    ContentKey{"contact", read_contact},
    ContentKey{"dice", read_dice},
    ContentKey{"poll", read_poll},
    ContentKey{"story", read_story},
    ContentKey{"web_app_data", read_web_app_data},
};

/// Notices of a chat: nobody wrote anything. A chat that migrates tells its new id, which becomes the text.
constexpr std::array<std::string_view, 40> service_keys{"new_chat_members",
                                                        "left_chat_member",
                                                        "new_chat_title",
                                                        "new_chat_photo",
                                                        "delete_chat_photo",
                                                        "group_chat_created",
                                                        "supergroup_chat_created",
                                                        "channel_chat_created",
                                                        "message_auto_delete_timer_changed",
                                                        "migrate_to_chat_id",
                                                        "migrate_from_chat_id",
                                                        "pinned_message",
                                                        "successful_payment",
                                                        "refunded_payment",
                                                        "users_shared",
                                                        "chat_shared",
                                                        "connected_website",
                                                        "write_access_allowed",
                                                        "passport_data",
                                                        "proximity_alert_triggered",
                                                        "boost_added",
                                                        "chat_background_set",
                                                        "checklist_tasks_done",
                                                        "checklist_tasks_added",
                                                        "direct_message_price_changed",
                                                        "forum_topic_created",
                                                        "forum_topic_edited",
                                                        "forum_topic_closed",
                                                        "forum_topic_reopened",
                                                        "general_forum_topic_hidden",
                                                        "general_forum_topic_unhidden",
                                                        "giveaway_created",
                                                        "giveaway_completed",
                                                        "paid_message_price_changed",
                                                        "video_chat_scheduled",
                                                        "video_chat_started",
                                                        "video_chat_ended",
                                                        "video_chat_participants_invited",
                                                        "gift",
                                                        "unique_gift"};

bool read_service(const JsonReader& item, InboundMessage& message) {
  for (const std::string_view key : service_keys) {
    const JsonReader notice = item.find(key);
    if (!notice) continue;
    message.kind = MessageKind::system;
    message.payload = key;
    if (key.starts_with("migrate_")) message.text = notice.id();
    return true;
  }
  return false;
}

bool is_command(const JsonReader& item) {
  for (const JsonReader& entity : item.find("entities").items())
    return entity.find("offset").integer() == 0 && entity.find("type").text() == "bot_command";
  return false;
}

}  // namespace

void read_telegram_content(const JsonReader& item, InboundMessage& message) {
  if (const JsonReader text = item.find("text")) {
    message.text = text.text();
    message.kind = is_command(item) ? MessageKind::command : MessageKind::text;
    return;
  }
  for (const ContentKey& known : content_keys) {
    const JsonReader content = item.find(known.key);
    if (!content) continue;
    known.read(content, message);
    if (const JsonReader caption = item.find("caption")) message.text = caption.text();
    return;
  }
  if (!read_service(item, message)) message.kind = MessageKind::unsupported;
}

void read_telegram_person(const JsonReader& person, InboundMessage& message) {
  message.from = person.at("id").id();
  read_name(person, message.name);
  message.language = person.find("language_code").text();
}

}  // namespace switchroom::connectors
