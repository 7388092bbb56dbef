#include "storage/kafka/tail_topics.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <tuple>

#include "storage/kafka/partition_reader.hpp"

namespace switchroom::storage {
namespace {

constexpr int poll_ms = 100;

std::string_view bytes_of(const void* data, std::size_t size) {
  return {static_cast<const char*>(data), data == nullptr ? 0 : size};
}

TailRecord record_of(const rd_kafka_message_t& message) {
  TailRecord record{.topic = rd_kafka_topic_name(message.rkt),
                    .partition = message.partition,
                    .offset = message.offset,
                    .at_ms = rd_kafka_message_timestamp(&message, nullptr),
                    .key = bytes_of(message.key, message.key_len),
                    .headers = {},
                    .value = bytes_of(message.payload, message.len)};
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return record;
  const char* name = nullptr;
  const void* content = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &content, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i)
    record.headers.emplace_back(name, bytes_of(content, size));
  return record;
}

class Tail {
 public:
  Tail(PartitionReader reader, std::vector<PartitionBounds> bounds, const std::function<bool(const TailRecord&)>& each,
       std::stop_token stop)
      : reader_(std::move(reader)), bounds_(std::move(bounds)), each_(each), stop_(std::move(stop)) {}

  void run(const TailOptions& options) {
    using enum TailOptions::Start;
    if (options.start == newest && !tell_newest(options.newest)) return;
    if (options.start == beginning && !options.follow)
      read_to_end([this](MessageHandle message) { return tell(*message); });
    if (!options.follow) return;
    start_at(
        [&](const PartitionBounds& partition) { return options.start == beginning ? partition.begin : partition.end; });
    follow();
  }

 private:
  bool tell(const rd_kafka_message_t& message) { return each_(record_of(message)); }

  void start_at(const std::function<std::int64_t(const PartitionBounds&)>& offset) {
    std::vector<PartitionStart> starts;
    for (const PartitionBounds& partition : bounds_)
      starts.push_back({&partition.topic, partition.partition, offset(partition)});
    reader_.start(starts);
  }

  void follow() {
    while (!stop_.stop_requested()) {
      const MessageHandle message = reader_.next(poll_ms);
      if (message && message->err == RD_KAFKA_RESP_ERR_NO_ERROR && !tell(*message)) return;
    }
  }

  bool tell_newest(std::size_t count);
  bool read_to_end(const std::function<bool(MessageHandle)>& take);
  bool read_until(std::vector<PartitionBounds> unread, const std::function<bool(MessageHandle)>& take);

  PartitionReader reader_;
  std::vector<PartitionBounds> bounds_;
  const std::function<bool(const TailRecord&)>& each_;
  std::stop_token stop_;
};

/// False: `each` has enough, or a stop was requested.
bool Tail::tell_newest(std::size_t count) {
  const auto back = static_cast<std::int64_t>(count);
  for (PartitionBounds& partition : bounds_) partition.begin = std::max(partition.begin, partition.end - back);
  std::vector<MessageHandle> records;
  const bool all = read_to_end([&](MessageHandle message) { return records.push_back(std::move(message)), true; });
  if (!all) return false;
  std::ranges::sort(records, {}, [](const MessageHandle& record) {
    return std::tuple{rd_kafka_message_timestamp(record.get(), nullptr),
                      std::string_view{rd_kafka_topic_name(record->rkt)}, record->partition, record->offset};
  });
  if (records.size() > count) records.erase(records.begin(), records.end() - back);
  return std::ranges::all_of(records, [&](const MessageHandle& record) { return tell(*record); });
}

/// Reads what lies between the bounds. False: `take` has enough, or a stop was requested.
bool Tail::read_to_end(const std::function<bool(MessageHandle)>& take) {
  std::vector<PartitionBounds> unread;
  std::ranges::copy_if(bounds_, std::back_inserter(unread),
                       [](const auto& partition) { return partition.begin < partition.end; });
  if (unread.empty()) return true;
  start_at([](const PartitionBounds& partition) { return partition.begin; });
  return read_until(std::move(unread), take);
}

bool Tail::read_until(std::vector<PartitionBounds> unread, const std::function<bool(MessageHandle)>& take) {
  while (!unread.empty() && !stop_.stop_requested()) {
    MessageHandle message = reader_.next(poll_ms);
    if (!message) continue;
    const std::string_view topic = message->rkt == nullptr ? "" : rd_kafka_topic_name(message->rkt);
    const auto partition = std::ranges::find_if(
        unread, [&](const auto& bounds) { return bounds.partition == message->partition && bounds.topic == topic; });
    if (partition == unread.end()) continue;
    const std::int64_t end = partition->end;
    const bool at_end = message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF || message->offset + 1 >= end;
    if (at_end) unread.erase(partition);
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR && message->offset < end && !take(std::move(message))) return false;
  }
  return unread.empty();
}

}  // namespace

std::vector<std::string> all_topic_names(const KafkaSettings& settings) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < topic_names.size(); ++i) names.push_back(topic_name(settings, static_cast<Topic>(i)));
  return names;
}

Result<void> tail_topics(const KafkaSettings& settings, const TailOptions& options,
                         const std::function<bool(const TailRecord&)>& each, std::stop_token stop) {
  auto reader = PartitionReader::open(settings);
  if (!reader) return std::unexpected(reader.error());
  auto bounds = reader->bounds(options.topics, stop);
  if (!bounds) return std::unexpected(bounds.error());
  for (const std::string& topic : options.topics)
    if (std::ranges::find(*bounds, topic, &PartitionBounds::topic) == bounds->end())
      return std::unexpected(Error{Fault::not_found, "kafka topic " + topic, "no such topic", "a topic of this Kafka"});
  Tail{std::move(*reader), std::move(*bounds), each, std::move(stop)}.run(options);
  return {};
}

}  // namespace switchroom::storage
