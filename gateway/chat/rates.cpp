#include "gateway/chat/rates.hpp"

#include <algorithm>

namespace switchroom::chat {
namespace {

constexpr std::size_t addresses_max = 50'000;
constexpr std::chrono::minutes quiet{1};
constexpr std::chrono::seconds pause{1};

}  // namespace

bool Rates::allows(const std::string& address, std::uint32_t per_minute, Time now) {
  const double most = std::max(1.0, per_minute / 2.0);
  auto found = buckets_.find(address);
  if (found == buckets_.end()) {
    if (buckets_.size() >= addresses_max) forget_quiet(now);
    if (buckets_.size() >= addresses_max) return false;
    found = buckets_.emplace(address, Bucket{most, now}).first;
  }
  Bucket& bucket = found->second;
  const double seconds = std::chrono::duration<double>(now - bucket.filled).count();
  bucket.left = std::min(most, bucket.left + seconds * per_minute / 60.0);
  bucket.filled = now;
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

/// At most once a second: whoever draws ever new addresses must not make us look at all of them each time.
void Rates::forget_quiet(Time now) {
  if (now - forgot_ < pause) return;
  forgot_ = now;
  boost::unordered::erase_if(buckets_, [now](const auto& one) { return now - one.second.filled > quiet; });
}

}  // namespace switchroom::chat
