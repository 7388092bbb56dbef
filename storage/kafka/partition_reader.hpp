#pragma once
// Records of whole topics by offset, without a consumer group. Only for the .cpp files of this folder; blocking; one
// thread.

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "storage/kafka/client.hpp"

namespace switchroom::storage {

/// A partition with the offset of its first record and the one after its last.
struct PartitionBounds {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// Where to read from.
struct PartitionStart {
  const std::string* topic = nullptr;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
};

class PartitionReader {
 public:
  ~PartitionReader();
  PartitionReader(PartitionReader&&) noexcept = default;
  PartitionReader& operator=(PartitionReader&&) = delete;

  /// Error `invalid_setting`; does not wait for a connection.
  static Result<PartitionReader> open(const KafkaSettings& settings);

  /// All partitions of those of the topics that exist. Error `kafka_unavailable` if no broker answers in about five
  /// seconds, or sooner if a stop is requested.
  Result<std::vector<PartitionBounds>> bounds(std::span<const std::string> topics, std::stop_token stop);

  /// Reads these partitions from now on, and no others.
  void start(std::span<const PartitionStart> starts);

  /// The next record, or the end of a partition (`err` is RD_KAFKA_RESP_ERR__PARTITION_EOF). Null: nothing came within
  /// `wait_ms`.
  MessageHandle next(int wait_ms);

 private:
  explicit PartitionReader(ClientHandle client);
  void stop();
  Result<std::vector<PartitionBounds>> bounds_now(std::span<const std::string> topics, int wait_ms);
  Result<PartitionList> list_of(std::span<const std::string> topics, int wait_ms);
  Result<void> look_up(rd_kafka_topic_partition_list_t* partitions, std::int64_t which, int wait_ms);

  ClientHandle client_;
  QueueHandle queue_;
  std::vector<std::pair<TopicHandle, std::int32_t>> running_;
};

}  // namespace switchroom::storage
