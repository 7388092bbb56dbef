#include "gateway/api/failed_attempts.hpp"

namespace switchroom::api {

std::optional<std::chrono::seconds> FailedAttempts::count(std::string_view address, Time now) {
  const std::scoped_lock lock{mutex_};
  make_room(now);
  Attempts& attempts = by_address_[std::string{address}];
  if (attempts.failures == 0 || now - attempts.first >= window) attempts = {now, 0};
  if (++attempts.failures <= allowed) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(attempts.first + window - now);
}

void FailedAttempts::make_room(Time now) {
  if (by_address_.size() < addresses_max) return;
  std::erase_if(by_address_, [&](const auto& entry) { return now - entry.second.first >= window; });
  if (by_address_.size() >= addresses_max)
    by_address_.clear();  // a flood from everywhere: counting by address is no use
}

}  // namespace switchroom::api
