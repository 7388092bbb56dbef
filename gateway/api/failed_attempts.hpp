#pragma once
// Counts failed authentications by address: above 10 in a minute the answer is 429 instead of 401. A good token always
// passes, so one broken console can't lock out its whole office. Memory is bounded. Any thread; time is an argument.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace switchroom::api {

class FailedAttempts {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::uint32_t allowed = 10;
  static constexpr std::chrono::seconds window{60};
  static constexpr std::size_t addresses_max = 10'000;

  /// Counts a failure from `address` (an IP without port). The time to wait, if it is one too many.
  std::optional<std::chrono::seconds> count(std::string_view address, Time now);

 private:
  struct Attempts {
    Time first{};
    std::uint32_t failures = 0;
  };
  void make_room(Time now);

  std::mutex mutex_;
  std::unordered_map<std::string, Attempts> by_address_;
};

}  // namespace switchroom::api
