#include "gateway/chat/frames.hpp"

#include <charconv>

#include "connectors/chat_message.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::chat {
namespace {

using connectors::InboundMessage;
using connectors::JsonReader;

Hello read_hello(const JsonReader& frame) {
  Hello hello;
  hello.token = frame.find("token").text();
  hello.last = frame.find("last").text();
  const JsonReader user = frame.find("user");
  hello.names_user = static_cast<bool>(user);
  hello.user_id = user.find("id").text();
  hello.user_hash = user.find("hash").text();
  hello.user_jwt = user.find("jwt").text();
  return hello;
}

void append_member(std::string_view name, std::string_view text, std::string& frame) {
  frame.append(",\"").append(name).append("\":");
  connectors::append_json_text(text, frame);
}

std::string begun(std::string_view type) { return R"({"type":")" + std::string{type} + '"'; }

std::string about(std::string_view type, std::string_view id) {
  std::string frame = begun(type);
  append_member("id", id, frame);
  return frame + '}';
}

}  // namespace

Result<PageFrame> read_frame(std::string_view text, std::string_view address) {
  JsonReader::Document document{text};
  const JsonReader root = document.root();
  PageFrame frame;
  if (root.at("type").text() == "hello")
    frame = read_hello(root);
  else
    connectors::read_chat_message(root, address, frame.emplace<InboundMessage>());
  if (auto error = document.take_error()) return std::unexpected(std::move(*error));
  return frame;
}

std::string to_text(const Cursor& cursor) {
  return std::to_string(cursor.customer) + '-' + std::to_string(cursor.line);
}

Cursor cursor_of(std::string_view text) {
  Cursor cursor;
  const char* const end = text.data() + text.size();
  const auto customer = std::from_chars(text.data(), end, cursor.customer);
  if (customer.ec != std::errc{} || customer.ptr == end || *customer.ptr != '-') return {};
  const auto line = std::from_chars(customer.ptr + 1, end, cursor.line);
  return line.ec == std::errc{} && line.ptr == end ? cursor : Cursor{};
}

std::string welcome_frame(std::string_view token, bool is_staffed) {
  std::string frame = begun("welcome");
  append_member("token", token, frame);
  return frame + R"(,"online":)" + (is_staffed ? "true}" : "false}");
}

std::string presence_frame(bool is_staffed) {
  return begun("presence") + R"(,"online":)" + (is_staffed ? "true}" : "false}");
}

std::string typing_frame() { return begun("typing") + '}'; }

std::string ack_frame(std::string_view id) { return about("ack", id); }
std::string nack_frame(std::string_view id) { return about("nack", id); }

std::string message_frame(const Cursor& place, std::int64_t at_ms, const InboundMessage& message,
                          std::string_view name) {
  const bool is_answer = message.kind == connectors::MessageKind::echo;
  std::string frame = begun("message");
  append_member("seq", to_text(place), frame);
  append_member("id", is_answer ? message.ref : message.provider_id, frame);
  append_member("from", is_answer ? "agent" : "visitor", frame);
  if (is_answer) append_member("name", name, frame);
  append_member("text", message.text, frame);
  return frame + R"(,"at":)" + std::to_string(at_ms) + '}';
}

}  // namespace switchroom::chat
