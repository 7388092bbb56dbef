#pragma once
// What Kafka has already seen of a shard. Asked before a shard publishes: a Redis that came back older than Kafka is
// noticed by it.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "storage/kafka/settings.hpp"

namespace switchroom::storage {

struct ShardTail {
  std::uint64_t highest_frame = 0;     ///< of this shard's events in Kafka, as far as was read; 0: none was found
  std::uint64_t events_ahead = 0;      ///< how many events of frames after `head` there are, repeats counted
  std::uint64_t highest_ticket = 0;    ///< among the events ahead
  std::uint64_t highest_customer = 0;  ///< among the events ahead
  bool whole =
      true;  ///< false: `records_max` ended the search in some partition before it met an event at or below `head`
  friend bool operator==(const ShardTail&, const ShardTail&) = default;
};

struct TailQuery {
  std::uint32_t shard = 0;
  std::uint64_t head = 0;                 ///< number of the newest inbox entry that Redis has
  std::uint64_t records_max = 1'000'000;  ///< most records to look at in one partition
};

/// Reads each partition of all topics backwards until it meets an event of the shard with a frame at or below `head`.
/// With nothing ahead that is the newest few records of each. Missing topics are empty ones. Error `kafka_unavailable`
/// if no broker answers for five seconds. Blocking calls run on a thread of their own; can be cancelled.
boost::asio::awaitable<Result<ShardTail>> read_tail(KafkaSettings settings, TailQuery query);

/// What one event says of where it is from; frame 0: it is no event of this shard.
struct EventOrigin {
  std::uint64_t frame = 0;
  std::uint64_t ticket = 0;
  std::uint64_t customer = 0;
};

/// Reads the bytes of an event, which may be anything. Thread: any.
EventOrigin origin_of(std::string_view bytes, std::uint32_t shard);

}  // namespace switchroom::storage
