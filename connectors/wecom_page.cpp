#include "connectors/wecom_page.hpp"

#include <array>
#include <string>
#include <utility>

#include "connectors/batch.hpp"

namespace switchroom::connectors {
namespace {

// --- what a message says ---------------------------------------------------------------------------------------------

void read_text(const JsonReader& text, InboundMessage& message) {
  message.text = text.at("content").text();
  message.payload = text.find("menu_id").id();
  message.kind = message.payload.empty() ? MessageKind::text : MessageKind::button;
}

void read_file(const JsonReader& file, MessageKind kind, InboundMessage& message) {
  message.kind = kind;
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = kind;
  attachment.id = file.at("media_id").text();
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

void read_share(const JsonReader& link, InboundMessage& message) {
  message.kind = MessageKind::share;
  message.text = link.find("title").text();
  message.payload = link.find("url").text();
  if (message.text.empty()) message.text = message.payload;
}

void read_card(const JsonReader& card, InboundMessage& message) {
  message.kind = MessageKind::contact;
  message.text = card.at("userid").text();
}

using ReadContent = void (*)(const JsonReader& content, InboundMessage& message);
struct ContentType {
  std::string_view type;
  ReadContent read;
};
constexpr std::array content_types{
    ContentType{"text", read_text},
    ContentType{"image", [](auto& content, auto& message) { read_file(content, MessageKind::image, message); }},
    ContentType{"voice", [](auto& content, auto& message) { read_file(content, MessageKind::audio, message); }},
    ContentType{"video", [](auto& content, auto& message) { read_file(content, MessageKind::video, message); }},
    ContentType{"file", [](auto& content, auto& message) { read_file(content, MessageKind::file, message); }},
    ContentType{"location", read_location},
    ContentType{"link", read_share},
    ContentType{"miniprogram", read_share},
    ContentType{"business_card", read_card},
};

void read_content(const JsonReader& item, std::string_view type, InboundMessage& message) {
  for (const ContentType& known : content_types)
    if (known.type == type) return known.read(item.at(type), message);
  message.kind = MessageKind::unsupported;
  message.payload = type;
}

// --- events: their ids are inside `event` ----------------------------------------------------------------------------

void read_failure(const JsonReader& event, InboundMessage& message) {
  message.kind = MessageKind::status;
  message.status = DeliveryStatus::failed;
  message.ref = event.at("fail_msgid").text();
  message.error = event.find("fail_type").id();
}

void read_recall(const JsonReader& event, bool ours, InboundMessage& message) {
  message.kind = ours ? MessageKind::echo : MessageKind::deletion;
  message.ref = event.at("recall_msgid").text();
  if (!ours) return;
  message.payload = "delete";
  message.to = std::exchange(message.from, std::string{event.find("servicer_userid").text()});
}

void read_event(const JsonReader& event, InboundMessage& message) {
  const std::string_view type = event.at("event_type").text();
  if (type == "msg_send_fail") return read_failure(event, message);
  if (type == "user_recall_msg") return read_recall(event, false, message);
  if (type == "servicer_recall_msg") return read_recall(event, true, message);
  message.kind = MessageKind::system;
  message.payload = type;
}

// --- one entry -------------------------------------------------------------------------------------------------------

void read_parties(const JsonReader& who, InboundMessage& message) {
  message.account = message.to = who.find("open_kfid").id();
  message.from = who.find("external_userid").id();
  if (!message.from.empty()) message.conversation = message.account + ':' + message.from;
}

void read_item(const JsonReader& item, InboundMessage& message) {
  enum Origin : std::int64_t { customer = 3, agent = 5 };
  const std::string_view type = item.at("msgtype").text();
  message.provider_id = item.at("msgid").text();
  message.at_ms = item.at("send_time").seconds_as_ms();
  if (type == "event") {
    read_parties(item.at("event"), message);
    return read_event(item.at("event"), message);
  }
  read_parties(item, message);
  if (message.from.empty()) item.at("external_userid");
  read_content(item, type, message);
  const std::int64_t origin = item.at("origin").integer();
  if (origin == customer) return;
  message.kind = origin == agent ? MessageKind::echo : MessageKind::system;
  if (origin == agent) message.to = std::exchange(message.from, std::string{item.find("servicer_userid").text()});
}

}  // namespace

Result<Page> read_wecom_page(std::string_view body, const Credentials&) {
  JsonReader::Document document{body};
  const JsonReader root = document.root();
  const JsonReader code = root.find("errcode");
  if (code && code.integer() != 0) code.refuse(code.id(), "0");
  Page page;
  page.next_cursor = root.find("next_cursor").text();
  page.more = root.find("has_more").integer() != 0;
  if (std::optional<Error> error = document.take_error()) return std::unexpected{std::move(*error)};
  Batch batch{document};
  for (const JsonReader& item : root.find("msg_list").items()) {
    read_item(item, batch.start());
    batch.settle(item);
  }
  Result<Delivery> delivery = std::move(batch).finish();
  if (!delivery) return std::unexpected{std::move(delivery.error())};
  page.delivery = *std::move(delivery);
  return page;
}

}  // namespace switchroom::connectors
