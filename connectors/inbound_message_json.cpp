// {"provider_id":…,"kind":…,"from":…,"to":…,"account":…,"conversation":…,"at_ms":…,"text":…
//  [,"from_alias":…][,"payload":…][,"ref":…][,"reply_to":…][,"thread":…][,"status":…][,"error":…][,"name":…]
//  [,"phone":…][,"language":…][,"subject":…][,"in_reply_to":…][,"references":[…]][,"auto_submitted":…][,"recipients":[…]]
//  [,"media":[{"kind":…[,"id":…][,"url":…][,"mime_type":…][,"sha256":…][,"filename":…]}, …]]
//  [,"location":{"latitude":…,"longitude":…[,"name":…][,"address":…]}]}
#include "connectors/inbound_message_json.hpp"

#include <array>
#include <charconv>

#include "config/vocabulary/words.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

/// `key` holds its punctuation: `,"from":`.
void append_text(std::string_view key, std::string_view value, std::string& out) {
  out += key;
  append_json_text(value, out);
}

void append_if_set(std::string_view key, std::string_view value, std::string& out) {
  if (!value.empty()) append_text(key, value, out);
}

void append_texts_if_any(std::string_view key, const std::vector<std::string>& texts, std::string& out) {
  if (texts.empty()) return;
  out += key;
  for (const std::string& text : texts) append_text(&text == &texts.front() ? "[" : ",", text, out);
  out += ']';
}

template <class Number>
void append_number(std::string_view key, Number value, std::string& out) {
  std::array<char, 32> digits;  // the shortest form that reads back as the same number
  const auto [end, code] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(key).append(digits.data(), end);
}

void append_attachment(const Attachment& attachment, std::string& out) {
  append_text(R"({"kind":)", word_of(message_kind_names, attachment.kind), out);
  append_if_set(R"(,"id":)", attachment.id, out);
  append_if_set(R"(,"url":)", attachment.url, out);
  append_if_set(R"(,"mime_type":)", attachment.mime_type, out);
  append_if_set(R"(,"sha256":)", attachment.sha256, out);
  append_if_set(R"(,"filename":)", attachment.filename, out);
  out += '}';
}

void append_media(const std::vector<Attachment>& media, std::string& out) {
  out += R"(,"media":[)";
  for (const Attachment& attachment : media) {
    if (&attachment != &media.front()) out += ',';
    append_attachment(attachment, out);
  }
  out += ']';
}

void append_location(const Location& location, std::string& out) {
  append_number(R"(,"location":{"latitude":)", location.latitude, out);
  append_number(R"(,"longitude":)", location.longitude, out);
  append_if_set(R"(,"name":)", location.name, out);
  append_if_set(R"(,"address":)", location.address, out);
  out += '}';
}

}  // namespace

void append_json(const InboundMessage& message, std::string& out) {
  append_text(R"({"provider_id":)", message.provider_id, out);
  append_text(R"(,"kind":)", word_of(message_kind_names, message.kind), out);
  append_text(R"(,"from":)", message.from, out);
  append_text(R"(,"to":)", message.to, out);
  append_text(R"(,"account":)", message.account, out);
  append_text(R"(,"conversation":)", message.conversation, out);
  append_number(R"(,"at_ms":)", message.at_ms, out);
  append_text(R"(,"text":)", message.text, out);
  append_if_set(R"(,"from_alias":)", message.from_alias, out);
  append_if_set(R"(,"payload":)", message.payload, out);
  append_if_set(R"(,"ref":)", message.ref, out);
  append_if_set(R"(,"reply_to":)", message.reply_to, out);
  append_if_set(R"(,"thread":)", message.thread, out);
  append_if_set(R"(,"status":)", word_of(delivery_status_names, message.status), out);
  append_if_set(R"(,"error":)", message.error, out);
  append_if_set(R"(,"name":)", message.name, out);
  append_if_set(R"(,"phone":)", message.phone, out);
  append_if_set(R"(,"language":)", message.language, out);
  append_if_set(R"(,"subject":)", message.subject, out);
  append_if_set(R"(,"in_reply_to":)", message.in_reply_to, out);
  append_texts_if_any(R"(,"references":)", message.references, out);
  append_if_set(R"(,"auto_submitted":)", message.auto_submitted, out);
  append_texts_if_any(R"(,"recipients":)", message.recipients, out);
  if (!message.media.empty()) append_media(message.media, out);
  if (message.location.present) append_location(message.location, out);
  out += '}';
}

}  // namespace switchroom::connectors
