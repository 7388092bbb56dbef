#pragma once
// Instants as the clocks of a time zone show them, and back. Zones are those of the system (tzdata). Pure: any thread.

#include <optional>
#include <string>
#include <string_view>

#include "config/vocabulary/instant.hpp"

namespace switchroom::calendar {

/// Whether the system knows a time zone of this IANA name.
bool is_zone(const std::string& zone);

/// The instant at which the zone's clocks show `2026-03-02 09:30` or `2026-03-02 09:30:15`; the first of two in autumn.
/// Empty: the text is no such time, or it is left out in spring. Throws std::invalid_argument for an unknown zone.
std::optional<Instant> instant_of_local(std::string_view text, const std::string& zone);

/// `2026-03-02 09:30:15`, with `.250` behind it if it is no whole second. Throws std::invalid_argument as above.
std::string local_text(Instant at, const std::string& zone);

}  // namespace switchroom::calendar
