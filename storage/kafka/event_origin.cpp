#include <simdjson.h>

#include <charconv>
#include <optional>

#include "storage/kafka/tail.hpp"
#include "storage/records/external_id.hpp"

namespace switchroom::storage {
namespace {

template <class Number>
std::optional<Number> number_at_front(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  return number;
}

/// The frame in `<shard>.<incarnation>.<frame>.<index>`; 0 for other shards and other texts.
std::uint64_t frame_of(std::string_view id, std::uint32_t shard) {
  const std::size_t first = id.find('.');
  if (first == std::string_view::npos || number_at_front<std::uint32_t>(id.substr(0, first)) != shard) return 0;
  const std::size_t second = id.find('.', first + 1);
  if (second == std::string_view::npos) return 0;
  return number_at_front<std::uint64_t>(id.substr(second + 1)).value_or(0);
}

std::string_view text_at(const simdjson::dom::element& object, std::string_view path) {
  std::string_view text;
  if (object.at_pointer(path).get(text) != simdjson::SUCCESS) return {};
  return text;
}

}  // namespace

EventOrigin origin_of(std::string_view bytes, std::uint32_t shard) {
  static thread_local simdjson::dom::parser parser;
  simdjson::dom::element event;
  if (parser.parse(bytes.data(), bytes.size()).get(event) != simdjson::SUCCESS) return {};
  EventOrigin origin{.frame = frame_of(text_at(event, "/id"), shard)};
  if (const auto ticket = parse_ticket_id(text_at(event, "/data/ticket")); ticket && ticket->shard == shard)
    origin.ticket = ticket->id.number;
  if (const auto customer = parse_customer_id(text_at(event, "/data/customer")); customer && customer->shard == shard)
    origin.customer = customer->id.number;
  return origin;
}

}  // namespace switchroom::storage
