#include "connectors/reply_id.hpp"

#include <algorithm>

namespace switchroom::connectors {
namespace {

constexpr std::size_t digits_max = 20;

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= digits_max &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_reply_id(std::string_view text) {
  if (!text.starts_with('r')) return false;
  const std::size_t first = text.find('-'), last = text.rfind('-');
  if (first == text.npos || first == last) return false;
  return is_number(text.substr(1, first - 1)) && is_number(text.substr(first + 1, last - first - 1)) &&
         is_number(text.substr(last + 1));
}

std::string_view reply_id_in(std::string_view text) { return is_reply_id(text) ? text : std::string_view{}; }

}  // namespace switchroom::connectors
