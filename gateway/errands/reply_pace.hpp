#pragma once
// How fast replies leave a channel: a token bucket for each, of one second's worth. What providers bound per
// conversation they tell by their answers. Plain values: one thread.

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "config/vocabulary/ids.hpp"

namespace switchroom::errands {

class ReplyPace {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Zero: a reply may leave now, and is counted. Otherwise ask again after that long. `per_second`: 0 is no bound.
  std::chrono::milliseconds wait(WorkspaceId workspace, ChannelId channel, double per_second, Time now) {
    if (per_second <= 0) return {};
    const double most = std::max(1.0, per_second);
    Bucket& bucket = buckets_.try_emplace({workspace, channel}, Bucket{most, now}).first->second;
    bucket.tokens = std::min(most, bucket.tokens + std::chrono::duration<double>(now - bucket.at).count() * per_second);
    bucket.at = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return {};
    }
    const std::chrono::duration<double> missing{(1 - bucket.tokens) / per_second};
    return std::chrono::ceil<std::chrono::milliseconds>(missing);
  }

 private:
  struct Bucket {
    double tokens = 0;
    Time at{};
  };
  std::map<std::pair<WorkspaceId, ChannelId>, Bucket> buckets_;  // as many as there are channels
};

}  // namespace switchroom::errands
