#pragma once
// Times as text. Pure: any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchroom::connectors {

/// Ms since 1970 of `2026-01-31T08:15:30Z`, `…30.123456Z`, `…30+02:00` (RFC 3339; years 1970 to 9999, fractions cut to
/// ms, a leap second counts as the next one). Empty for anything else.
std::optional<std::int64_t> ms_of_iso_time(std::string_view text);

/// As `ms_of_iso_time`; a blank may stand for the T, and a missing zone is UTC: `2026-01-31 08:15:30`.
std::optional<std::int64_t> ms_of_loose_iso_time(std::string_view text);

/// `2026-01-31T08:15:30.000Z` for ms since 1970, up to the year 9999.
std::string iso_time_of_ms(std::int64_t ms);

}  // namespace switchroom::connectors
