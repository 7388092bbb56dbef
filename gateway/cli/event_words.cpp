#include "gateway/cli/event_words.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "gateway/cli/terminal.hpp"

namespace switchroom::cli {
namespace {

namespace json = boost::json;

/// Members of `data` that tell a person what happened, in the order in which they are shown.
constexpr std::array<std::string_view, 12> shown_members{
    "agent", "group", "from", "to", "reason", "priority", "channel", "customer", "status", "version", "words", "error"};

/// A text of ours as it is, one from outside in quotes.
std::string plain_or_quoted(std::string_view text) {
  constexpr std::string_view harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:+";
  return !text.empty() && text.find_first_not_of(harmless) == std::string_view::npos ? std::string{text} : quoted(text);
}

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return {};
  if (value->is_string()) return plain_or_quoted(value->get_string());
  if (value->is_int64()) return std::to_string(value->get_int64());
  return {};
}

const json::object* object_in(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_object() ? &value->get_object() : nullptr;
}

std::string details_of(const json::object& data) {
  std::string text;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, value);
  };
  for (const std::string_view name : shown_members) add(name, text_of(data, name));
  if (const json::object* message = object_in(data, "message"))
    if (const json::value* words = message->if_contains("text"); words != nullptr && words->is_string())
      add("text", quoted(words->get_string()));
  return text;
}

std::string without_prefix(std::string type) {
  constexpr std::string_view prefix = "switchroom.";
  return type.starts_with(prefix) ? type.substr(prefix.size()) : type;
}

}  // namespace

std::string event_in_words(std::string_view text) {
  boost::system::error_code failure;
  const json::value event = json::parse(text, failure);
  if (failure || !event.is_object()) return quoted(text);
  const json::object& object = event.get_object();
  const json::object* data = object_in(object, "data");
  return fmt::format("{}  {:<24} {:<10} {}", text_of(object, "time"), without_prefix(text_of(object, "type")),
                     text_of(object, "subject"), data == nullptr ? "" : details_of(*data));
}

}  // namespace switchroom::cli
