#pragma once
// Numbers and times of fixed width, as events spell them. Pure; any thread.

#include <cstdint>
#include <string>

#include "config/vocabulary/instant.hpp"

namespace switchroom::storage {

/// Appends `number` with zeros before it, at least `width` digits.
void append_padded(std::uint64_t number, std::size_t width, std::string& out);

/// Appends a time as in `2025-12-31T23:59:59.007Z` (RFC 3339, UTC); one outside the years 1970 to 9999 becomes the
/// nearest of these.
void append_time(Instant at, std::string& out);

}  // namespace switchroom::storage
