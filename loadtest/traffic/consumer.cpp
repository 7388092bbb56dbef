#include "loadtest/traffic/consumer.hpp"

#include <librdkafka/rdkafka.h>

#include <array>
#include <utility>

namespace switchroom::traffic {
namespace {

constexpr int patience_ms = 10'000;

struct FreeList {
  void operator()(rd_kafka_topic_partition_list_t* list) const { rd_kafka_topic_partition_list_destroy(list); }
};
using Partitions = std::unique_ptr<rd_kafka_topic_partition_list_t, FreeList>;

struct FreeMetadata {
  void operator()(const rd_kafka_metadata_t* metadata) const { rd_kafka_metadata_destroy(metadata); }
};

std::unexpected<Error> away(std::string_view where, std::string_view found) {
  return std::unexpected(Error{Fault::kafka_unavailable, std::string{where}, std::string{found}, "a topic to read"});
}

std::unexpected<Error> away(std::string_view where, rd_kafka_resp_err_t error) {
  return away(where, rd_kafka_err2str(error));
}

rd_kafka_conf_t* configuration(const std::string& brokers) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  const std::array<std::pair<const char*, const char*>, 5> settings{{{"bootstrap.servers", brokers.c_str()},
                                                                     {"group.id", "switchroom-load"},
                                                                     {"enable.auto.commit", "false"},
                                                                     {"fetch.wait.max.ms", "100"},
                                                                     {"client.id", "switchroom-load"}}};
  for (const auto& [name, value] : settings) rd_kafka_conf_set(conf, name, value, nullptr, 0);
  return conf;
}

/// Adds a topic's partitions, each from its present end.
Result<void> add_ends(rd_kafka_t* client, const std::string& topic, rd_kafka_topic_partition_list_t* partitions) {
  rd_kafka_topic_t* handle = rd_kafka_topic_new(client, topic.c_str(), nullptr);
  const rd_kafka_metadata_t* raw = nullptr;
  const auto error = rd_kafka_metadata(client, 0, handle, &raw, patience_ms);
  rd_kafka_topic_destroy(handle);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return away(topic, error);
  const std::unique_ptr<const rd_kafka_metadata_t, FreeMetadata> metadata{raw};
  if (raw->topic_cnt != 1 || raw->topics[0].err != RD_KAFKA_RESP_ERR_NO_ERROR) return away(topic, "no such topic");
  for (int i = 0; i < raw->topics[0].partition_cnt; ++i) {
    const std::int32_t partition = raw->topics[0].partitions[i].id;
    std::int64_t first = 0;
    std::int64_t end = 0;
    const auto asked = rd_kafka_query_watermark_offsets(client, topic.c_str(), partition, &first, &end, patience_ms);
    if (asked != RD_KAFKA_RESP_ERR_NO_ERROR) return away(topic, asked);
    rd_kafka_topic_partition_list_add(partitions, topic.c_str(), partition)->offset = end;
  }
  return {};
}

}  // namespace

void Consumer::Close::operator()(rd_kafka_s* client) const {
  rd_kafka_consumer_close(client);
  rd_kafka_destroy(client);
}

Result<std::unique_ptr<Consumer>> Consumer::start(const std::string& brokers, const std::vector<std::string>& topics,
                                                  Find find) {
  std::array<char, 256> words{};
  Client client{rd_kafka_new(RD_KAFKA_CONSUMER, configuration(brokers), words.data(), words.size())};
  if (!client) return away("librdkafka", words.data());
  rd_kafka_poll_set_consumer(client.get());
  const Partitions partitions{rd_kafka_topic_partition_list_new(8)};
  for (const std::string& topic : topics)
    if (auto added = add_ends(client.get(), topic, partitions.get()); !added) return std::unexpected(added.error());
  const auto assigned = rd_kafka_assign(client.get(), partitions.get());
  if (assigned != RD_KAFKA_RESP_ERR_NO_ERROR) return away(brokers, assigned);
  return std::unique_ptr<Consumer>{new Consumer{std::move(client), std::move(find)}};
}

Consumer::Consumer(Client client, Find find)
    : client_(std::move(client)), find_(std::move(find)), thread_([this] { read(); }) {}

Consumer::~Consumer() { stop(); }

std::vector<Seen> Consumer::stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
  return std::move(seen_);
}

void Consumer::wait_for(std::uint64_t count, Moment limit, const std::atomic<bool>& stop) {
  std::unique_lock lock{waiting_};
  progress_.wait_until(lock, limit, [&] { return messages() >= count || stop; });
}

void Consumer::read() {
  while (!stop_) {
    rd_kafka_message_t* message = rd_kafka_consumer_poll(client_.get(), 50);
    progress_.notify_all();
    if (message == nullptr) continue;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) take({static_cast<const char*>(message->payload), message->len});
    rd_kafka_message_destroy(message);
  }
}

void Consumer::take(std::string_view event) {
  events_.fetch_add(1, std::memory_order_relaxed);
  const auto number = find_(event);
  if (!number) return;
  if (known_.size() <= *number) known_.resize(*number + 1);
  if (known_[*number]) return;
  known_[*number] = true;
  seen_.push_back({*number, Clock::now()});
  messages_.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace switchroom::traffic
