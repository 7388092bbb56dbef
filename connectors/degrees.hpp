#pragma once
// Geographic coordinates as text. Pure: any thread.

#include <optional>
#include <string_view>

namespace switchroom::connectors {

/// `-122.391664` as a number in ±limit (90 for latitudes, 180 for longitudes). Empty for anything else.
std::optional<double> degrees(std::string_view text, double limit);

}  // namespace switchroom::connectors
