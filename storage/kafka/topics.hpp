#pragma once
// The topics that a process needs: made if they are missing, checked before the first event.

#include <boost/asio/awaitable.hpp>
#include <functional>

#include "config/vocabulary/error.hpp"
#include "storage/kafka/settings.hpp"

namespace switchroom::storage {

struct TopicPlan {
  std::int32_t partitions = 4;   ///< of topics that have to be made
  std::int32_t replication = 1;  ///< of topics that have to be made
  PartitionCounts expected{};    ///< of topics that were used before; 0: any number is right
};

/// Makes what is missing and checks what is there. While Kafka is away it tries again, with pauses up to five seconds;
/// `waiting`, if set, hears why each time, on the awaiting executor's thread. The value: how many partitions each topic
/// has. Error `invalid_setting` where a topic has another number of partitions than expected (a key would change its
/// partition), where it does not take 512 KiB
/// (`max.message.bytes`), or where Kafka refuses to make it. Blocking calls run on a thread of their own; can be
/// cancelled.
boost::asio::awaitable<Result<PartitionCounts>> prepare_topics(KafkaSettings settings, TopicPlan plan,
                                                               std::function<void(const Error&)> waiting);

}  // namespace switchroom::storage
