#pragma once
// The Date field (RFC 5322, 3.3 and the obsolete forms of 4.3). Pure: any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchroom::mail {

/// Ms since 1970 of `Fri, 3 Oct 2025 08:13:20 +0200 (CEST)`; also without weekday or seconds, with two digits for the
/// year, or a zone's name. Empty for what can't be read, or lies before 1970.
std::optional<std::int64_t> ms_of_mail_time(std::string_view text);

/// `03 Oct 2025 08:13:20 +0000`.
std::string mail_time_of_ms(std::int64_t ms);

}  // namespace switchroom::mail
