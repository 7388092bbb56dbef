#pragma once
// How often each visitor may write: a token bucket for each address, kept over reconnects. Time is an argument; one
// thread.

#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstdint>
#include <string>

namespace switchroom::chat {

class Rates {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Whether `address` may do one more thing of which `per_minute` are allowed; half of them may come at once, and at
  /// least one. Remembers at most 50,000 addresses; beyond that those are forgotten that have been quiet for a minute,
  /// and if there is none, everybody new has to wait.
  bool allows(const std::string& address, std::uint32_t per_minute, Time now);

 private:
  struct Bucket {
    double left = 0;
    Time filled{};
  };
  void forget_quiet(Time now);

  Time forgot_{};  // when it looked for quiet ones last
  boost::unordered_flat_map<std::string, Bucket> buckets_;
};

}  // namespace switchroom::chat
