#pragma once
// Times that a provider signs together with the body, so that an old delivery can't be sent again. Pure: any thread.

#include <chrono>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/instant.hpp"

namespace switchroom::connectors {

/// Whether `seconds`, a header's whole seconds since 1970, are at most `window` away from `now`, into the past or the
/// future. Error: `forged_signature` at `header`.
Result<void> check_signed_time(std::string_view header, std::string_view seconds, Instant now,
                               std::chrono::seconds window);

}  // namespace switchroom::connectors
