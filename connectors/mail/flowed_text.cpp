#include "connectors/mail/flowed_text.hpp"

#include <algorithm>
#include <cstddef>

#include "connectors/mail/ascii.hpp"

namespace switchroom::mail {

std::string unflowed(std::string_view text, bool deletes_blank) {
  constexpr std::size_t quotes_max = 50;
  std::string out;
  std::size_t depth_before = 0;
  bool soft_before = false;
  while (!text.empty()) {
    std::string_view line = take_line(text);
    const std::size_t depth = std::min(line.find_first_not_of('>'), line.size());
    line.remove_prefix(depth);
    if (line.starts_with(' ')) line.remove_prefix(1);
    const bool signature = line == "-- ";
    const bool joins = soft_before && depth == depth_before && !signature;
    if (soft_before && !joins) out += '\n';
    if (!joins) {
      out.append(std::min(depth, quotes_max), '>');
      if (depth > 0 && !line.empty()) out += ' ';
    }
    soft_before = line.ends_with(' ') && !signature;
    if (soft_before && deletes_blank) line.remove_suffix(1);
    out += line;
    if (!soft_before) out += '\n';
    depth_before = depth;
  }
  return out;
}

}  // namespace switchroom::mail
