#include "connectors/teams_text.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "connectors/entities.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// Appends `rest` without our mentions, and with others as their names; still with character references.
void append_without_mentions(std::string_view rest, std::string_view own_name, std::string& out) {
  constexpr std::string_view open = "<at>";
  constexpr std::string_view close = "</at>";
  bool first = own_name.empty();
  while (!rest.empty()) {
    const std::size_t begin = rest.find(open);
    const std::size_t end = begin == rest.npos ? rest.npos : rest.find(close, begin);
    if (end == rest.npos) break;
    const std::string_view name = rest.substr(begin + open.size(), end - begin - open.size());
    if (std::exchange(first, false)) own_name = name;
    out += rest.substr(0, begin);
    if (name != own_name && without_entities(name) != own_name) out += name;
    rest.remove_prefix(end + close.size());
  }
  out += rest;
}

constexpr std::string_view no_break_space = "\u00a0";

std::string without_no_break_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t mark = std::min(text.find(no_break_space), text.size());
    out += text.substr(0, mark);
    if (mark < text.size()) out += ' ';
    text.remove_prefix(std::min(mark + no_break_space.size(), text.size()));
  }
  return out;
}

}  // namespace

void read_teams_text(std::string_view text, std::string_view own_name, std::string& plain) {
  plain.clear();
  append_without_mentions(text, own_name, plain);
  if (plain.contains('&')) plain = without_entities(plain);
  if (plain.contains(no_break_space)) plain = without_no_break_spaces(plain);
  plain.erase(plain.find_last_not_of(blanks) + 1);
  plain.erase(0, plain.find_first_not_of(blanks));
}

}  // namespace switchroom::connectors
