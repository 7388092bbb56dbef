#include "connectors/signed_time.hpp"

#include <charconv>
#include <cstdint>
#include <string>

#include "connectors/signature.hpp"

namespace switchroom::connectors {

Result<void> check_signed_time(std::string_view header, std::string_view seconds, Instant now,
                               std::chrono::seconds window) {
  constexpr std::int64_t last = 253'402'300'799;  // the year 9999
  std::int64_t at = -1;
  const auto [end, code] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), at);
  if (code != std::errc{} || end != seconds.data() + seconds.size() || at < 0 || at > last)
    return forged(header, seconds.empty() ? "nothing" : "another text", "seconds since 1970");
  const std::int64_t away = ms_of(now) / 1000 - at;
  if (away <= window.count() && away >= -window.count()) return {};
  return forged(header, std::to_string(away) + " s ago", "at most " + std::to_string(window.count()) + " s");
}

}  // namespace switchroom::connectors
