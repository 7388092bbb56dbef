#include "connectors/teams_text.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "connectors/entities.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// Without our mentions, and with others as their names; still with character references.
std::string without_mentions(std::string_view rest, std::string_view own_name) {
  constexpr std::string_view open = "<at>";
  constexpr std::string_view close = "</at>";
  std::string out;
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
  return out.append(rest);
}

std::string without_no_break_spaces(std::string_view text) {
  constexpr std::string_view no_break_space = "\u00a0";
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

std::string plain_teams_text(std::string_view text, std::string_view own_name) {
  return std::string{without_blanks(without_no_break_spaces(without_entities(without_mentions(text, own_name))))};
}

}  // namespace switchroom::connectors
