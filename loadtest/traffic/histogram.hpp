#pragma once
// Durations in buckets that grow with them, so that any quantile is right to three digits. Source: "HdrHistogram: a
// High Dynamic Range Histogram". Plain value: one thread at a time.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace switchroom::traffic {

class Histogram {
 public:
  Histogram();

  /// Counts a duration in ns; negative ones count as 0, ones above 70 min as 70 min.
  void add(std::int64_t ns);

  /// The duration in ns that the share `quantile` (0 < quantile ≤ 1) of all does not exceed, at most 0.1 % too large;
  /// 0 if there is none.
  std::int64_t at(double quantile) const;
  std::int64_t max() const { return max_; }
  std::uint64_t count() const { return count_; }
  /// The mean in ns; 0 if there is none.
  double mean() const;

 private:
  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  std::int64_t max_ = 0;
  double sum_ = 0;
};

}  // namespace switchroom::traffic
