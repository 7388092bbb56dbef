#include "storage/kafka/partition_reader.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

// librdkafka's simple consumer: it asks for no group, so no coordinator is waited for and no right to a group is
// needed.

namespace switchroom::storage {
namespace {

constexpr std::chrono::milliseconds give_up_after{4000};
constexpr int first_wait_ms = 250;
constexpr int longest_wait_ms = 2000;
constexpr int retry_ms = 50;
constexpr std::int64_t newest = -1;  // ListOffsets' words for the ends of a log
constexpr std::int64_t oldest = -2;

std::span<rd_kafka_topic_partition_t> elements(rd_kafka_topic_partition_list_t* list) {
  return {list->elems, static_cast<std::size_t>(list->cnt)};
}

}  // namespace

PartitionReader::PartitionReader(ClientHandle client)
    : client_(std::move(client)), queue_(rd_kafka_queue_new(client_.get())) {}

PartitionReader::~PartitionReader() { stop(); }

Result<PartitionReader> PartitionReader::open(const KafkaSettings& settings) {
  auto conf = configure(settings, reader_properties());
  if (!conf) return std::unexpected(conf.error());
  auto client = make_client(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!client) return std::unexpected(client.error());
  return PartitionReader{std::move(*client)};
}

Result<PartitionList> PartitionReader::list_of(std::span<const std::string> topics, int wait_ms) {
  const rd_kafka_metadata_t* answer = nullptr;
  const auto code = rd_kafka_metadata(client_.get(), 1, nullptr, &answer, wait_ms);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return std::unexpected(unavailable("kafka metadata", code));
  const MetadataHandle metadata{answer};
  PartitionList list{rd_kafka_topic_partition_list_new(32)};
  for (const auto& topic : std::span{metadata->topics, static_cast<std::size_t>(metadata->topic_cnt)}) {
    if (std::ranges::find(topics, std::string_view{topic.topic}) == topics.end()) continue;
    for (std::int32_t partition = 0; partition < topic.partition_cnt; ++partition)
      rd_kafka_topic_partition_list_add(list.get(), topic.topic, partition);
  }
  return list;
}

/// Replaces the offsets of a list by the newest or the oldest ones.
Result<void> PartitionReader::look_up(rd_kafka_topic_partition_list_t* partitions, std::int64_t which, int wait_ms) {
  for (auto& partition : elements(partitions)) partition.offset = which;
  const auto code = rd_kafka_offsets_for_times(client_.get(), partitions, wait_ms);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return std::unexpected(unavailable("kafka offsets", code));
  for (const auto& partition : elements(partitions))
    if (partition.err != RD_KAFKA_RESP_ERR_NO_ERROR)
      return std::unexpected(unavailable("kafka offsets", partition.err));
  return {};
}

Result<std::vector<PartitionBounds>> PartitionReader::bounds(std::span<const std::string> topics,
                                                             std::stop_token stop) {
  const auto deadline = std::chrono::steady_clock::now() + give_up_after;
  for (int wait_ms = first_wait_ms;; wait_ms = std::min(2 * wait_ms, longest_wait_ms)) {
    auto bounds = bounds_now(topics, wait_ms);
    if (bounds || stop.stop_requested() || std::chrono::steady_clock::now() > deadline) return bounds;
    rd_kafka_poll(client_.get(), retry_ms);  // a new topic, a partition that just changed its leader, or nobody there
  }
}

Result<std::vector<PartitionBounds>> PartitionReader::bounds_now(std::span<const std::string> topics, int wait_ms) {
  auto list = list_of(topics, wait_ms);
  if (!list) return std::unexpected(list.error());
  std::vector<PartitionBounds> bounds;
  if ((*list)->cnt == 0) return bounds;
  if (auto found = look_up(list->get(), oldest, wait_ms); !found) return std::unexpected(found.error());
  for (const auto& partition : elements(list->get()))
    bounds.push_back({partition.topic, partition.partition, partition.offset, partition.offset});
  if (auto found = look_up(list->get(), newest, wait_ms); !found) return std::unexpected(found.error());
  for (std::size_t i = 0; i < bounds.size(); ++i) bounds[i].end = elements(list->get())[i].offset;
  return bounds;
}

void PartitionReader::start(std::span<const PartitionStart> starts) {
  stop();
  for (const PartitionStart& start : starts) {
    TopicHandle topic{rd_kafka_topic_new(client_.get(), start.topic->c_str(), nullptr)};
    if (rd_kafka_consume_start_queue(topic.get(), start.partition, start.offset, queue_.get()) == 0)
      running_.emplace_back(std::move(topic), start.partition);
  }
}

void PartitionReader::stop() {
  for (const auto& [topic, partition] : running_) rd_kafka_consume_stop(topic.get(), partition);
  running_.clear();
}

MessageHandle PartitionReader::next(int wait_ms) {
  return MessageHandle{rd_kafka_consume_queue(queue_.get(), wait_ms)};
}

}  // namespace switchroom::storage
