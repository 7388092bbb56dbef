#include "connectors/mention.hpp"

#include <algorithm>
#include <cstddef>

namespace switchroom::connectors {
namespace {

/// UTF-16 units of the character whose first UTF-8 byte that is; 0 for a byte in the middle of one.
std::int64_t units_of(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  if ((value & 0xC0) == 0x80) return 0;
  return value >= 0xF0 ? 2 : 1;
}

bool is_blank(char byte) { return byte == ' ' || byte == '\n' || byte == '\t'; }

}  // namespace

void take_mentions_out(std::vector<Mention> mentions, std::string& text) {
  if (mentions.empty()) return;
  const auto is_inside = [&](std::int64_t unit) {
    return std::ranges::any_of(mentions, [unit](const Mention& mention) {
      return mention.begin >= 0 && unit >= mention.begin && unit - mention.begin < mention.length;
    });
  };
  std::string rest;
  std::int64_t unit = 0;
  bool inside = false;
  bool behind = true;  // a mention, or the beginning: blanks are dropped
  for (const char byte : text) {
    if (units_of(byte) > 0) inside = is_inside(unit);
    unit += units_of(byte);
    behind = inside || (behind && is_blank(byte));
    if (!behind) rest += byte;
  }
  while (!rest.empty() && is_blank(rest.back())) rest.pop_back();
  text = std::move(rest);
}

}  // namespace switchroom::connectors
