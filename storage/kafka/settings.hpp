#pragma once
// How Kafka is reached and how much may wait for it. Plain values: any thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "storage/kafka/event.hpp"

namespace switchroom::storage {

struct KafkaSettings {
  std::string brokers{};  ///< `host:port,host:port`
  std::string client_id = "switchroom";
  std::string topic_prefix = "switchroom.";
  /// librdkafka's own settings, for instance `security.protocol` or `sasl.password`. Those on which a guarantee hangs
  /// are refused.
  std::map<std::string, std::string> properties{};
  /// Gets librdkafka's log lines (syslog level 0–7) on its threads; null: they are dropped.
  void (*log)(int level, std::string_view line) = nullptr;
};

/// How many partitions each topic has, by Topic.
using PartitionCounts = std::array<std::int32_t, topic_names.size()>;

/// What may wait in memory until Kafka has it.
struct PublisherBounds {
  std::size_t events_max = 200'000;
  std::size_t bytes_max = 128 * 1024 * 1024;  ///< of the events' JSON
};

/// Whether librdkafka takes all `properties`. Error `invalid_setting` with the property's name. Does not connect.
Result<void> check(const KafkaSettings& settings);

/// A topic's whole name.
std::string topic_name(const KafkaSettings& settings, Topic topic);

}  // namespace switchroom::storage
