// Below 2,048 ns a bucket is 1 ns wide. Above, each doubling is cut into 1,024 buckets: bucket 3,071 ends at 4,095 ns.

#include "loadtest/traffic/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace switchroom::traffic {
namespace {

constexpr std::uint64_t per_doubling = 1024;
constexpr int first_bits = 11;  // up to 2^11 each ns has its bucket
constexpr std::uint64_t longest_ns = (1ULL << 42) - 1;

std::size_t bucket_of(std::uint64_t ns) {
  const int shift = std::max(0, static_cast<int>(std::bit_width(ns)) - first_bits);
  return static_cast<std::size_t>(static_cast<std::uint64_t>(shift) * per_doubling + (ns >> shift));
}

std::uint64_t end_of(std::size_t bucket) {
  if (bucket < 2 * per_doubling) return bucket;
  const std::size_t shift = bucket / per_doubling - 1;
  return ((bucket - shift * per_doubling + 1) << shift) - 1;
}

}  // namespace

Histogram::Histogram() : buckets_(bucket_of(longest_ns) + 1) {}

void Histogram::add(std::int64_t ns) {
  const std::int64_t value = std::clamp(ns, std::int64_t{0}, static_cast<std::int64_t>(longest_ns));
  ++buckets_[bucket_of(static_cast<std::uint64_t>(value))];
  ++count_;
  sum_ += static_cast<double>(value);
  max_ = std::max(max_, value);
}

std::int64_t Histogram::at(double quantile) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(quantile * static_cast<double>(count_)));
  std::uint64_t passed = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size() && count_ > 0; ++bucket) {
    passed += buckets_[bucket];
    if (passed >= wanted && passed > 0) return std::min(max_, static_cast<std::int64_t>(end_of(bucket)));
  }
  return max_;
}

double Histogram::mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

}  // namespace switchroom::traffic
