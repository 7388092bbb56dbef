#include "storage/records/external_id.hpp"

#include <array>
#include <charconv>

namespace switchroom::storage {
namespace {

void append_number(std::uint64_t number, std::string& text) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
  text.append(digits.begin(), end);
}

void append(char letter, std::uint32_t shard, std::uint64_t number, std::string& text) {
  text.push_back(letter);
  append_number(shard, text);
  text.push_back('-');
  append_number(number, text);
}

/// A decimal number as append_number writes it.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

template <class Number>
std::optional<External<Number>> parse(char letter, std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || text.front() != letter) return std::nullopt;
  const auto shard = parse_number<std::uint32_t>(text.substr(1, dash - 1));
  const auto number = parse_number<std::uint64_t>(text.substr(dash + 1));
  if (!shard || !number || *number == 0) return std::nullopt;
  return External<Number>{*shard, Number{*number}};
}

}  // namespace

void append_external(std::uint32_t shard, TicketId id, std::string& text) { append('t', shard, id.number, text); }
void append_external(std::uint32_t shard, CustomerId id, std::string& text) { append('c', shard, id.number, text); }

std::string external_id(std::uint32_t shard, TicketId id) {
  std::string text;
  append_external(shard, id, text);
  return text;
}

std::string external_id(std::uint32_t shard, CustomerId id) {
  std::string text;
  append_external(shard, id, text);
  return text;
}

std::optional<External<TicketId>> parse_ticket_id(std::string_view text) { return parse<TicketId>('t', text); }
std::optional<External<CustomerId>> parse_customer_id(std::string_view text) { return parse<CustomerId>('c', text); }

}  // namespace switchroom::storage
