#pragma once
// When each request is due. Pure value: any thread.

#include <chrono>
#include <cstdint>

namespace switchroom::traffic {

using Clock = std::chrono::steady_clock;
using Moment = Clock::time_point;

/// A constant rate. What is sent late is still due at its own time: a server that stalls is charged for everything that
/// had to wait meanwhile. Source: "How NOT to Measure Latency", G. Tene.
struct Pace {
  Moment start{};
  double per_second = 1;  ///< > 0

  /// How many requests are due at `now`.
  std::uint64_t due(Moment now) const {
    if (now < start) return 0;
    return static_cast<std::uint64_t>(std::chrono::duration<double>(now - start).count() * per_second) + 1;
  }
  /// When request `index` (0, 1, 2 …) is due.
  Moment moment_of(std::uint64_t index) const {
    const std::chrono::duration<double> after{static_cast<double>(index) / per_second};
    return start + std::chrono::duration_cast<Clock::duration>(after);
  }
};

}  // namespace switchroom::traffic
