#include "connectors/vonage_content.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "config/vocabulary/words.hpp"
#include "connectors/opt_out.hpp"
#include "connectors/phone.hpp"

namespace switchroom::connectors {
namespace {

/// `{"image":{"url":…,"name":…,"caption":…}}`; a sticker may have an id instead.
void read_media(const JsonReader& media, MessageKind kind, InboundMessage& message) {
  message.kind = kind;
  message.text = media.find("caption").text();
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = kind;
  attachment.id = media.find("id").id();
  attachment.url = media.find("url").text();
  attachment.filename = media.find("name").text();
  if (attachment.id.empty()) (void)media.at("url");
}

void read_location(const JsonReader& location, InboundMessage& message) {
  message.kind = MessageKind::location;
  message.location.present = true;
  message.location.latitude = location.at("lat").number();
  message.location.longitude = location.at("long").number();
  message.location.name = location.find("name").text();
  message.location.address = location.find("address").text();
  message.text = message.location.name;
}

/// The label is the text, whatever the choice was made from.
void read_choice(const JsonReader& choice, std::string_view label, std::string_view value, InboundMessage& message) {
  message.kind = MessageKind::button;
  message.text = choice.find(label).text();
  message.payload = choice.find(value).id();
}

void read_contacts(const JsonReader& event, InboundMessage& message) {
  message.kind = MessageKind::contact;
  message.payload = event.find("vcard").find("url").text();
  for (const JsonReader& contact : event.find("contact").find("contacts").items()) {
    if (!message.text.empty()) message.text += ", ";
    message.text += contact.find("name").find("formatted_name").text();
    for (const JsonReader& phone : contact.find("phones").items())
      if (message.payload.empty()) message.payload = phone.find("phone").text();
  }
}

void read_reaction(const JsonReader& event, InboundMessage& message) {
  message.kind = MessageKind::reaction;
  message.text = event.find("reaction").find("emoji").text();
  message.ref = std::exchange(message.reply_to, {});
}

}  // namespace

std::string vonage_address(const JsonReader& party, std::string_view channel) {
  constexpr std::array by_number{"sms", "mms", "whatsapp", "viber_service", "rcs"};
  if (!party) return {};
  std::string address;
  if (party.is_object()) {
    const JsonReader number = party.find("number");
    address = number ? number.id() : party.at("id").id();
  } else {
    address = party.id();
  }
  const bool telephone = std::ranges::find(by_number, channel) != by_number.end();
  return telephone ? e164(address).value_or(address) : address;
}

void read_vonage_content(const JsonReader& event, InboundMessage& message) {
  constexpr std::array media{"image", "video", "audio", "file", "sticker"};
  const std::string_view type = event.at("message_type").text();
  if (std::ranges::find(media, type) != media.end())
    return read_media(event.at(type), from_word<MessageKind>(message_kind_names, type).value_or(MessageKind::file),
                      message);
  if (type == "text") {
    message.text = event.at("text").text();
    message.kind = kind_of_sms(message.text);
  } else if (type == "location") {
    read_location(event.at("location"), message);
  } else if (type == "contact" || type == "vcard") {
    read_contacts(event, message);
  } else if (type == "reply") {
    read_choice(event.at("reply"), "title", "id", message);
  } else if (type == "button") {
    read_choice(event.at("button"), "text", "payload", message);
  } else if (type == "reaction") {
    read_reaction(event, message);
  } else if (type == "order") {
    message.kind = MessageKind::order;
    message.payload = event.find("order").json();
  } else {
    message.kind = MessageKind::unsupported;
  }
}

}  // namespace switchroom::connectors
