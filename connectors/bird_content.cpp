#include "connectors/bird_content.hpp"

#include "connectors/media_kind.hpp"

namespace switchroom::connectors {
namespace {

void add_file(std::string_view url, std::string_view type, MessageKind kind, InboundMessage& message) {
  Attachment& attachment = message.media.emplace_back();
  attachment.kind = kind;
  attachment.url = url;
  attachment.mime_type = type;
}

void read_location(const JsonReader& place, const JsonReader& described, InboundMessage& message) {
  message.kind = MessageKind::location;
  message.location.present = true;
  message.location.latitude = place.at("latitude").number();
  message.location.longitude = place.at("longitude").number();
  message.location.name = described.find("label").text();
  message.location.address = described.find("address").text();
  message.text = message.location.name;
}

void read_files(const JsonReader& files, InboundMessage& message) {
  for (const JsonReader& item : files.items()) {
    const std::string_view type = item.find("contentType").text();
    add_file(item.at("mediaUrl").text(), type, kind_of_media_type(type), message);
    message.media.back().filename = item.find("filename").text();
  }
}

}  // namespace

void read_bird_body(const JsonReader& body, InboundMessage& message) {
  const std::string_view type = body.at("type").text();
  const JsonReader content = body.find(type);
  message.text = content.find("text").text();
  if (type == "text") {
    message.kind = kind_of_sms(message.text);
  } else if (type == "image") {
    for (const JsonReader& image : content.at("images").items())
      add_file(image.at("mediaUrl").text(), "", MessageKind::image, message);
    message.kind = MessageKind::image;
  } else if (type == "file") {
    read_files(content.at("files"), message);
    message.kind = message.media.empty() ? MessageKind::file : message.media.front().kind;
  } else if (type == "location") {
    read_location(content.at("coordinates"), content.find("location"), message);
  } else {
    message.kind = MessageKind::unsupported;
  }
}

void read_conversation_content(std::string_view type, const JsonReader& content, InboundMessage& message) {
  using enum MessageKind;
  if (type == "text") {
    message.text = content.at("text").text();
    message.kind = kind_of_sms(message.text);
  } else if (type == "image" || type == "video" || type == "audio" || type == "file") {
    message.kind = type == "image" ? image : type == "video" ? video : type == "audio" ? audio : file;
    const JsonReader item = content.at(type);
    message.text = item.find("caption").text();
    add_file(item.at("url").text(), "", message.kind, message);
  } else if (type == "location") {
    read_location(content.at("location"), content.at("location"), message);
  } else {
    message.kind = unsupported;
  }
}

}  // namespace switchroom::connectors
