#include "router/engine/evenness.hpp"

#include <algorithm>

namespace switchroom::engine {

Evenness evenness_of(std::span<const Units> given) {
  Evenness made;
  if (given.empty()) return made;
  unsigned __int128 sum = 0, squares = 0;
  for (const Units units : given) {
    const auto value = static_cast<unsigned __int128>(units.milli);
    sum += value;
    squares += value * value;
  }
  const auto [least, most] = std::ranges::minmax(given);
  made.largest_gap = most - least;
  if (squares > 0) made.jain_milli = static_cast<std::uint32_t>(sum * sum * 1000 / (squares * given.size()));
  return made;
}

}  // namespace switchroom::engine
