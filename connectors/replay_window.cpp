#include "connectors/replay_window.hpp"

#include <string>

#include "connectors/signature.hpp"

namespace switchroom::connectors {

std::optional<std::int64_t> whole_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 15) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

Result<void> check_age(std::string_view where, std::int64_t seconds, Instant now, const ReplayWindow& window) {
  const std::int64_t age_s = ms_of(now) / 1000 - seconds;
  if (age_s > window.past_s)
    return forged(where, "a time " + std::to_string(age_s) + " s ago",
                  "at most " + std::to_string(window.past_s) + " s ago");
  if (age_s < -window.future_s)
    return forged(where, "a time " + std::to_string(-age_s) + " s ahead",
                  "at most " + std::to_string(window.future_s) + " s ahead");
  return {};
}

Result<void> check_age(std::string_view where, std::string_view seconds, Instant now, const ReplayWindow& window) {
  const std::optional<std::int64_t> time = whole_number(seconds);
  if (!time) return forged(where, seconds.empty() ? "nothing" : "another text", "seconds since 1970");
  return check_age(where, *time, now, window);
}

}  // namespace switchroom::connectors
