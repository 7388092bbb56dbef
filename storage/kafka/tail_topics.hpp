#pragma once
// Follows topics, for `switchroom tail` and for measurements. Blocking; the calling thread.

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "storage/kafka/settings.hpp"

namespace switchroom::storage {

/// A record, by reference: valid during the call.
struct TailRecord {
  std::string_view topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::int64_t at_ms = 0;  ///< when the producer sent it, ms since 1970
  std::string_view key;
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  std::string_view value;
};

struct TailOptions {
  std::vector<std::string> topics;  ///< whole names
  enum class Start : std::uint8_t { end, beginning, newest } start = Start::end;
  std::size_t newest = 10;  ///< with Start::newest: that many records of all partitions together, by time
  bool follow = true;       ///< false: end at the last record that was there at the start
};

/// The whole names of all topics.
std::vector<std::string> all_topic_names(const KafkaSettings& settings);

/// Calls `each` for every record, in the order of each partition, until it returns false, `stop` is requested, or all
/// is read. Goes on when Kafka was away meanwhile. Error `kafka_unavailable` if no broker answers at the start,
/// `not_found` if a topic is missing.
Result<void> tail_topics(const KafkaSettings& settings, const TailOptions& options,
                         const std::function<bool(const TailRecord&)>& each, std::stop_token stop);

}  // namespace switchroom::storage
