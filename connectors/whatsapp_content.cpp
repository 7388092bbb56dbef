#include "connectors/whatsapp_content.hpp"

#include <array>

#include "connectors/phone.hpp"

namespace switchroom::connectors {
namespace {

/// A media message: `{"type": "image", "image": {"id": …, "caption": …}}`.
void read_media(const JsonReader& media, MessageKind kind, InboundMessage& message) {
  message.kind = kind;
  message.text = media.find("caption").text();
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = kind;
  attachment.id = media.at("id").id();
  attachment.mime_type = media.find("mime_type").text();
  attachment.sha256 = media.find("sha256").text();
  attachment.filename = media.find("filename").text();
}

void read_location(const JsonReader& location, InboundMessage& message) {
  message.kind = MessageKind::location;
  message.location.present = true;
  message.location.latitude = location.at("latitude").number();
  message.location.longitude = location.at("longitude").number();
  message.location.name = location.find("name").text();
  message.location.address = location.find("address").text();
  message.text = message.location.name;
}

/// Shared contact cards: their names are the text, the first number is the payload.
void read_contacts(const JsonReader& contacts, InboundMessage& message) {
  message.kind = MessageKind::contact;
  for (const JsonReader& contact : contacts.items()) {
    if (!message.text.empty()) message.text += ", ";
    message.text += contact.at("name").at("formatted_name").text();
    for (const JsonReader& phone : contact.find("phones").items())
      if (message.payload.empty()) message.payload = phone.find("phone").text();
  }
}

/// A choice from buttons or a list, or a filled-in form (`nfm_reply`, whose answers are JSON inside a string).
void read_interactive(const JsonReader& interactive, InboundMessage& message) {
  message.kind = MessageKind::button;
  const std::string_view type = interactive.at("type").text();
  if (type == "button_reply" || type == "list_reply") {
    const JsonReader reply = interactive.at(type);
    message.text = reply.at("title").text();
    message.payload = reply.at("id").id();
  } else if (type == "nfm_reply") {
    message.text = interactive.at(type).find("body").text();
    message.payload = interactive.at(type).at("response_json").text();
  } else {
    message.kind = MessageKind::unsupported;
    message.payload = type;
  }
}

/// A new number or user id of the same person: `from` is the old address, `from_alias` the new one.
void read_system(const JsonReader& system, InboundMessage& message) {
  message.kind = MessageKind::system;
  message.text = system.find("body").text();
  message.payload = system.find("type").text();
  if (const JsonReader number = system.find("wa_id"))
    message.from_alias = plain_number(number.id());
  else if (const JsonReader user = system.find("user_id"))
    message.from_alias = user.text();
}

void read_reaction(const JsonReader& reaction, InboundMessage& message) {
  message.kind = MessageKind::reaction;
  message.ref = reaction.at("message_id").id();
  message.text = reaction.find("emoji").text();
}

void read_template_button(const JsonReader& button, InboundMessage& message) {
  message.kind = MessageKind::button;
  message.text = button.find("text").text();
  message.payload = button.find("payload").text();
}

void read_order(const JsonReader& order, InboundMessage& message) {
  message.kind = MessageKind::order;
  message.text = order.find("text").text();
  message.payload = order.json();
}

void read_text(const JsonReader& text, InboundMessage& message) {
  message.kind = MessageKind::text;
  message.text = text.at("body").text();
}

void read_edit(const JsonReader& edit, InboundMessage& message);

void read_revoke(const JsonReader& revoke, InboundMessage& message) {
  message.kind = MessageKind::deletion;
  message.ref = revoke.at("original_message_id").id();
}

using ReadContent = void (*)(const JsonReader& content, InboundMessage& message);
struct ContentType {
  std::string_view type;
  ReadContent read;
};
constexpr std::array content_types{
    ContentType{"text", read_text},
    ContentType{"image", [](auto& content, auto& message) { read_media(content, MessageKind::image, message); }},
    ContentType{"audio", [](auto& content, auto& message) { read_media(content, MessageKind::audio, message); }},
    ContentType{"video", [](auto& content, auto& message) { read_media(content, MessageKind::video, message); }},
    ContentType{"document", [](auto& content, auto& message) { read_media(content, MessageKind::file, message); }},
    ContentType{"sticker", [](auto& content, auto& message) { read_media(content, MessageKind::sticker, message); }},
    ContentType{"interactive", read_interactive},
    ContentType{"button", read_template_button},
    ContentType{"location", read_location},
    ContentType{"contacts", read_contacts},
    ContentType{"reaction", read_reaction},
    ContentType{"order", read_order},
    ContentType{"edit", read_edit},
    ContentType{"revoke", read_revoke},
    ContentType{"system", read_system},
};

void read_edit(const JsonReader& edit, InboundMessage& message) {
  const JsonReader edited = edit.at("message");
  if (edited.find("type").text() == "edit") return edited.refuse("an edit", "the new content");
  read_whatsapp_content(edited, message);
  message.kind = MessageKind::edit;
  message.ref = edit.at("original_message_id").id();
}

}  // namespace

void read_whatsapp_content(const JsonReader& item, InboundMessage& message) {
  const std::string_view type = item.at("type").text();
  for (const ContentType& known : content_types)
    if (known.type == type) return known.read(item.at(type), message);
  message.kind = MessageKind::unsupported;
  for (const JsonReader& error : item.find("errors").items())
    if (message.payload.empty()) message.payload = error.find("code").id();
  if (message.payload.empty()) message.payload = type;
}

}  // namespace switchroom::connectors
