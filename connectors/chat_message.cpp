#include "connectors/chat_message.hpp"

#include <algorithm>

namespace switchroom::connectors {
namespace {

constexpr std::size_t id_bytes_max = 64;
constexpr std::size_t detail_bytes_max = 500;  // of a name, an address, a page

bool is_id_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view{"._:-"}.contains(c);
}

/// A text that the page may leave away; refused if it is long.
std::string_view detail(const JsonReader& frame, std::string_view name) {
  const JsonReader value = frame.find(name);
  const std::string_view text = value.text();
  if (text.size() > detail_bytes_max) value.refuse("a long text", "at most 500 bytes");
  return text;
}

void read_words(const JsonReader& frame, InboundMessage& message) {
  const JsonReader text = frame.at("text");
  message.text = text.text();
  if (message.text.find_first_not_of(" \t\r\n") == std::string::npos) text.refuse("no words", "a text");
  message.name = detail(frame, "name");
  message.language = detail(frame, "language");
  message.subject = detail(frame, "page");
  if (const std::string_view mail = detail(frame, "email"); !mail.empty())
    message.payload = "mailto:" + std::string{mail};
}

void read_receipt(std::string_view type, DeliveryStatus status, InboundMessage& message) {
  message.kind = MessageKind::status;
  message.status = status;
  message.ref = std::move(message.provider_id);
  message.provider_id = message.ref + ':' + std::string{type};
}

}  // namespace

bool is_chat_id(std::string_view id) {
  return !id.empty() && id.size() <= id_bytes_max && std::ranges::all_of(id, is_id_character);
}

void read_chat_message(const JsonReader& frame, std::string_view address, InboundMessage& message) {
  const JsonReader id = frame.at("id"), type = frame.at("type");
  message.provider_id = id.text();
  if (!is_chat_id(message.provider_id)) id.refuse("another text", "1 to 64 letters, digits or ._:-");
  message.from = message.conversation = address;
  if (const JsonReader at = frame.find("at")) message.at_ms = at.ms();
  if (type.text() == "message") return read_words(frame, message);
  if (type.text() == "delivered") return read_receipt("delivered", DeliveryStatus::delivered, message);
  if (type.text() == "read") return read_receipt("read", DeliveryStatus::read, message);
  if (type.text() != "typing") return type.refuse("another type", "message, typing, delivered or read");
  message.kind = MessageKind::typing;
  message.provider_id = "typing:" + message.provider_id;
}

}  // namespace switchroom::connectors
