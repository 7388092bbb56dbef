#include "connectors/twilio_content.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "connectors/opt_out.hpp"
#include "connectors/phone.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

std::string utf8(std::string_view bytes) {
  std::string text;
  append_utf8(bytes, text);
  return text;
}

/// `whatsapp:+49…` → `+49…`: one person, whichever way he writes. Other prefixes are part of the address.
std::string address_of(std::string_view party) {
  for (const std::string_view prefix : {"whatsapp:", "rcs:"})
    if (party.starts_with(prefix))
      if (std::optional<std::string> number = e164(party.substr(prefix.size()))) return *std::move(number);
  return utf8(party);
}

MessageKind kind_of_media(std::string_view mime_type, std::string_view message_type) {
  if (message_type == "sticker") return MessageKind::sticker;
  if (mime_type.starts_with("image/")) return MessageKind::image;
  if (mime_type.starts_with("video/")) return MessageKind::video;
  if (mime_type.starts_with("audio/")) return MessageKind::audio;
  return MessageKind::file;
}

Error undecodable(std::string_view where, std::string_view found, std::string_view expected) {
  return {Fault::undecodable_message, std::string{where}, std::string{found}, std::string{expected}};
}

void read_media(const Form& form, int count, InboundMessage& message) {
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    const std::string_view mime_type = form.value("MediaContentType" + number);
    Attachment& attachment = message.media.emplace_back();
    attachment.kind = kind_of_media(mime_type, form.value("MessageType"));
    attachment.url = utf8(form.value("MediaUrl" + number));
    attachment.mime_type = utf8(mime_type);
  }
  const std::string& first = message.media.front().mime_type;
  message.kind = first.ends_with("vcard") ? MessageKind::contact : message.media.front().kind;
}

/// Degrees, or NaN for anything but a number in ±limit.
double degrees(std::string_view text, double limit) {
  double value = NAN;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} && end == text.data() + text.size() && std::abs(value) <= limit ? value : NAN;
}

std::optional<Error> read_location(const Form& form, InboundMessage& message) {
  Location& location = message.location;
  location = {.present = true,
              .latitude = degrees(form.value("Latitude"), 90),
              .longitude = degrees(form.value("Longitude"), 180),
              .name = utf8(form.value("Label")),
              .address = utf8(form.value("Address"))};
  message.kind = MessageKind::location;
  if (message.text.empty()) message.text = location.name;
  if (std::isnan(location.latitude)) return undecodable("Latitude", "another text", "degrees");
  if (std::isnan(location.longitude)) return undecodable("Longitude", "another text", "degrees");
  return std::nullopt;
}

void read_button(const Form& form, InboundMessage& message) {
  message.kind = MessageKind::button;
  message.payload = utf8(form.value("ButtonPayload"));
  if (const auto label = form.find("ButtonText")) message.text = utf8(*label);
}

/// Twilio's Advanced Opt-Out has answered already; without it the words count. HELP opens a ticket like any question.
MessageKind kind_of_plain(const Form& form, const InboundMessage& message) {
  const std::string_view opt_out_type = form.value("OptOutType");
  if (opt_out_type == "STOP") return MessageKind::opt_out;
  if (opt_out_type == "START") return MessageKind::opt_in;
  return kind_of_sms(message.text);
}

}  // namespace

std::optional<Error> read_twilio_content(const Form& form, InboundMessage& message) {
  constexpr int media_max = 100;
  message.text = utf8(form.value("Body"));
  const std::string_view digits = form.find("NumMedia").value_or("0");
  int media = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), media);
  if (media < 0 || media > media_max) return undecodable("NumMedia", "another text", "a number up to 100");
  if (form.find("Latitude")) return read_location(form, message);
  if (form.find("ButtonPayload") || form.find("ButtonText"))
    read_button(form, message);
  else if (media > 0)
    read_media(form, media, message);
  else
    message.kind = kind_of_plain(form, message);
  return std::nullopt;
}

void read_twilio_parties(std::string_view customer, std::string_view ours, InboundMessage& message) {
  message.from = address_of(customer);
  message.conversation = utf8(customer);
  message.to = utf8(ours);
  message.account = address_of(ours);
}

}  // namespace switchroom::connectors
