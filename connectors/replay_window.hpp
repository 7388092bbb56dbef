#pragma once
// How old a signed request may be. Pure: any thread.

#include <cstdint>
#include <optional>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::connectors {

struct ReplayWindow {
  std::int64_t past_s = 0;      ///< at most as long ago
  std::int64_t future_s = 300;  ///< the sender's clock may be ahead by this
};

/// For providers that may repeat a delivery with its first timestamp; the message's id tells the repeated one.
inline constexpr ReplayWindow one_day{.past_s = 24 * 3600, .future_s = 300};
inline constexpr ReplayWindow five_minutes{.past_s = 300, .future_s = 300};

/// Digits as a number; empty for anything else, also for more than 15 of them.
std::optional<std::int64_t> whole_number(std::string_view digits);

/// Whether `seconds` since 1970 lies in the window around `now`. Error: `forged_signature` at `where`.
Result<void> check_age(std::string_view where, std::int64_t seconds, Instant now, const ReplayWindow& window);
/// As above for a text, which must be digits.
Result<void> check_age(std::string_view where, std::string_view seconds, Instant now, const ReplayWindow& window);

}  // namespace switchroom::connectors
