#include "connectors/wechat_message.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "connectors/degrees.hpp"
#include "connectors/xml_reader.hpp"

namespace switchroom::connectors {
namespace {

std::unexpected<Error> undecodable(std::string_view where, std::string_view found, std::string_view expected) {
  return std::unexpected{
      Error{Fault::undecodable_message, std::string{where}, std::string{found}, std::string{expected}}};
}

std::optional<std::int64_t> ms_of_seconds(std::string_view digits) {
  constexpr std::int64_t last = 253'402'300'799;  // the year 9999
  std::int64_t seconds = -1;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  const bool whole = code == std::errc{} && end == digits.data() + digits.size();
  return whole && seconds >= 0 && seconds <= last ? std::optional{seconds * 1000} : std::nullopt;
}

// --- ordinary messages -----------------------------------------------------------------------------------------------

void read_file(const XmlFields& xml, MessageKind kind, InboundMessage& message) {
  message.kind = kind;
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = kind;
  attachment.id = xml.text("MediaId");
  attachment.url = xml.text("PicUrl");
  message.text = xml.text("Recognition");  // of a voice message, where the account has that switched on
}

/// X is the latitude.
Result<void> read_location(const XmlFields& xml, InboundMessage& message) {
  Location& location = message.location;
  message.kind = MessageKind::location;
  location.present = true;
  const std::optional<double> latitude = degrees(xml.text("Location_X"), 90);
  const std::optional<double> longitude = degrees(xml.text("Location_Y"), 180);
  location.address = xml.text("Label");
  if (!latitude) return undecodable("Location_X", "another text", "degrees");
  if (!longitude) return undecodable("Location_Y", "another text", "degrees");
  location.latitude = *latitude;
  location.longitude = *longitude;
  return {};
}

void read_text(const XmlFields& xml, InboundMessage& message) {
  message.text = xml.text("Content");
  message.payload = xml.text("bizmsgmenuid");
  message.kind = message.payload.empty() ? MessageKind::text : MessageKind::button;
}

void read_link(const XmlFields& xml, InboundMessage& message) {
  message.kind = MessageKind::share;
  message.text = xml.text("Title");
  message.payload = xml.text("Url");
  if (message.text.empty()) message.text = message.payload;
}

Result<void> read_content(const XmlFields& xml, std::string_view type, InboundMessage& message) {
  message.provider_id = xml.text("MsgId");
  if (message.provider_id.empty()) return undecodable("MsgId", "nothing", "a message's id");
  if (type == "location") return read_location(xml, message);
  if (type == "text") {
    read_text(xml, message);
  } else if (type == "image") {
    read_file(xml, MessageKind::image, message);
  } else if (type == "voice") {
    read_file(xml, MessageKind::audio, message);
  } else if (type == "video" || type == "shortvideo") {
    read_file(xml, MessageKind::video, message);
  } else if (type == "link") {
    read_link(xml, message);
  } else {
    message.kind = MessageKind::unsupported;
    message.payload = type;
  }
  return {};
}

// --- events ----------------------------------------------------------------------------------------------------------

/// Whether a template or mass message arrived: the one told here has an id of its own spelling.
void read_job(const XmlFields& xml, InboundMessage& message) {
  const std::string_view status = xml.text("Status");
  const bool sent = status == "success" || status == "send success" || status == "sendsuccess";
  message.kind = MessageKind::status;
  message.ref = xml.find("MsgID") ? xml.text("MsgID") : xml.text("MsgId");
  message.status = sent ? DeliveryStatus::delivered : DeliveryStatus::failed;
  if (!sent) message.error = status;
}

/// Events have no id: person, time and name recognise a repeat.
void read_event(const XmlFields& xml, InboundMessage& message) {
  const std::string_view event = xml.text("Event");
  message.provider_id = message.from + ':' + std::string{xml.text("CreateTime")} + ':' + std::string{event};
  if (event == "TEMPLATESENDJOBFINISH" || event == "MASSSENDJOBFINISH") return read_job(xml, message);
  message.kind = event == "CLICK" ? MessageKind::button : MessageKind::system;
  message.payload = event == "CLICK" ? xml.text("EventKey") : event;
  if (event != "CLICK") message.text = xml.text("EventKey");
}

}  // namespace

Result<Delivery> read_wechat_message(std::string_view bytes) {
  const Result<XmlFields> xml = XmlFields::read(bytes);
  if (!xml) return std::unexpected{xml.error()};
  Delivery delivery;
  InboundMessage& message = delivery.messages.emplace_back();
  message.from = message.conversation = xml->text("FromUserName");
  message.to = message.account = xml->text("ToUserName");
  const std::optional<std::int64_t> at = ms_of_seconds(xml->text("CreateTime"));
  const std::string_view type = xml->text("MsgType");
  if (message.from.empty()) return undecodable("FromUserName", "nothing", "the customer's openid");
  if (type.empty()) return undecodable("MsgType", "nothing", "text, image, event …");
  if (!at) return undecodable("CreateTime", "another text", "seconds since 1970");
  message.at_ms = *at;
  if (type == "event") {
    read_event(*xml, message);
  } else if (const Result<void> read = read_content(*xml, type, message); !read) {
    return std::unexpected{read.error()};
  }
  return delivery;
}

}  // namespace switchroom::connectors
