#pragma once
// Units and durations as people write and read them: "2.5" units, "30m". Pure: any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocabulary/units.hpp"

namespace switchroom::workspace {

/// Units as a decimal without needless zeros: `Units{2500}` is "2.5".
std::string units_text(Units units);

/// The reverse: digits, and after a point up to three more; from 0 to 1,000,000. Empty for anything else.
std::optional<Units> units_of_text(std::string_view text);

/// A duration in the largest unit that leaves a whole number: 5'400'000 ms is "90m". `ms` is not negative.
std::string duration_text(std::int64_t ms);

/// Milliseconds of digits followed by `ms`, `s`, `m`, `h` or `d`; at most 365 days. A bare "0" is 0. Empty for anything
/// else.
std::optional<std::int64_t> duration_of_text(std::string_view text);

}  // namespace switchroom::workspace
