#include "storage/kafka/topics.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdlib>
#include <span>
#include <utility>
#include <vector>

#include "storage/kafka/apart.hpp"
#include "storage/kafka/client.hpp"

namespace switchroom::storage {
namespace {

using std::chrono::milliseconds;
constexpr int request_ms = 3000;
constexpr int poll_ms = 200;
constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{5000};
constexpr std::int64_t smallest_limit = 2 * static_cast<std::int64_t>(event_bytes_max);

using NewTopicHandle = std::unique_ptr<rd_kafka_NewTopic_t, Destroy<rd_kafka_NewTopic_destroy>>;
using ResourceHandle = std::unique_ptr<rd_kafka_ConfigResource_t, Destroy<rd_kafka_ConfigResource_destroy>>;
using OptionsHandle = std::unique_ptr<rd_kafka_AdminOptions_t, Destroy<rd_kafka_AdminOptions_destroy>>;

/// One look at the topics, with a client of its own, on a thread of its own.
class Attempt {
 public:
  Attempt(const KafkaSettings& settings, const TopicPlan& plan, std::stop_token stop)
      : settings_(settings), plan_(plan), stop_(std::move(stop)) {
    for (std::size_t i = 0; i < names_.size(); ++i) names_[i] = topic_name(settings, static_cast<Topic>(i));
  }

  Result<PartitionCounts> run() {
    auto conf = configure(settings_, {});
    if (!conf) return std::unexpected(conf.error());
    auto client = make_client(RD_KAFKA_PRODUCER, std::move(*conf));
    if (!client) return std::unexpected(client.error());
    client_ = std::move(*client);
    queue_.reset(rd_kafka_queue_new(client_.get()));
    auto counts = count_partitions();
    if (counts && std::ranges::count(*counts, 0) > 0) counts = create_missing(*counts);
    if (auto checked = counts ? check(*counts) : Result<void>{}; !checked) return std::unexpected(checked.error());
    return counts;
  }

 private:
  Result<PartitionCounts> count_partitions();
  Result<PartitionCounts> create_missing(const PartitionCounts& counts);
  Result<void> create(const PartitionCounts& counts);
  Result<void> check(const PartitionCounts& counts);
  Result<void> check_limits();
  Result<EventHandle> answer(std::string where);
  OptionsHandle options(rd_kafka_admin_op_t operation) const;
  Error stopped() const { return {Fault::shutting_down, "kafka topics", "a request to stop", {}}; }

  const KafkaSettings& settings_;
  const TopicPlan& plan_;
  std::stop_token stop_;
  std::array<std::string, topic_names.size()> names_;
  ClientHandle client_;
  QueueHandle queue_;
};

/// By topic; 0 where it is missing.
Result<PartitionCounts> Attempt::count_partitions() {
  for (int waited = 0; waited < request_ms; waited += poll_ms) {
    if (stop_.stop_requested()) return std::unexpected(stopped());
    const rd_kafka_metadata_t* answered = nullptr;
    const rd_kafka_resp_err_t code = rd_kafka_metadata(client_.get(), 1, nullptr, &answered, poll_ms);
    const MetadataHandle metadata{answered};
    if (code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__TRANSPORT) continue;
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return std::unexpected(unavailable("kafka metadata", code));
    PartitionCounts counts{};
    for (const auto& topic : std::span{metadata->topics, static_cast<std::size_t>(metadata->topic_cnt)})
      if (const auto name = std::ranges::find(names_, std::string_view{topic.topic}); name != names_.end())
        counts[static_cast<std::size_t>(name - names_.begin())] = topic.partition_cnt;
    return counts;
  }
  return std::unexpected(unavailable("kafka metadata", RD_KAFKA_RESP_ERR__TIMED_OUT));
}

OptionsHandle Attempt::options(rd_kafka_admin_op_t operation) const {
  OptionsHandle options{rd_kafka_AdminOptions_new(client_.get(), operation)};
  std::array<char, 256> words{};
  rd_kafka_AdminOptions_set_request_timeout(options.get(), request_ms, words.data(), words.size());
  return options;
}

/// The answer to the one admin request that is under way.
Result<EventHandle> Attempt::answer(std::string where) {
  while (!stop_.stop_requested()) {
    EventHandle event{rd_kafka_queue_poll(queue_.get(), poll_ms)};
    if (!event) continue;
    if (const auto code = rd_kafka_event_error(event.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR)
      return std::unexpected(unavailable(std::move(where), code));
    return event;
  }
  return std::unexpected(stopped());
}

Result<PartitionCounts> Attempt::create_missing(const PartitionCounts& counts) {
  if (auto created = create(counts); !created) return std::unexpected(created.error());
  auto now = count_partitions();
  if (now && std::ranges::count(*now, 0) > 0)  // brokers learn of a new topic one after another
    return std::unexpected(unavailable("kafka topics", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART));
  return now;
}

Result<void> Attempt::create(const PartitionCounts& counts) {
  std::vector<NewTopicHandle> handles;
  std::vector<rd_kafka_NewTopic_t*> topics;
  std::array<char, 256> words{};
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (counts[i] != 0) continue;
    handles.emplace_back(
        rd_kafka_NewTopic_new(names_[i].c_str(), plan_.partitions, plan_.replication, words.data(), words.size()));
    if (!handles.back())
      return std::unexpected(
          Error{Fault::invalid_setting, "kafka.partitions", words.data(), "a number of partitions that Kafka takes"});
    topics.push_back(handles.back().get());
  }
  const OptionsHandle how = options(RD_KAFKA_ADMIN_OP_CREATETOPICS);
  rd_kafka_CreateTopics(client_.get(), topics.data(), topics.size(), how.get(), queue_.get());
  const auto event = answer("kafka: making topics");
  if (!event) return std::unexpected(event.error());
  std::size_t count = 0;
  const auto results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event->get()), &count);
  for (const auto* result : std::span{results, count}) {
    const auto code = rd_kafka_topic_result_error(result);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
    const char* why = rd_kafka_topic_result_error_string(result);
    return std::unexpected(
        Error{Fault::invalid_setting, std::string{"kafka topic "} + rd_kafka_topic_result_name(result),
              why != nullptr ? why : rd_kafka_err2str(code), "a topic that Kafka makes, or that was made before"});
  }
  return {};
}

Result<void> Attempt::check(const PartitionCounts& counts) {
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (plan_.expected[i] != 0 && counts[i] != plan_.expected[i])
      return std::unexpected(Error{Fault::invalid_setting, "kafka topic " + names_[i],
                                   std::to_string(counts[i]) + " partitions",
                                   std::to_string(plan_.expected[i]) +
                                       ", as when it was first used: another number changes the order of events"});
  return check_limits();
}

Error too_small(const std::string& topic, std::string_view bytes) {
  return {Fault::invalid_setting, "kafka topic " + topic, "max.message.bytes = " + std::string{bytes},
          "at least " + std::to_string(smallest_limit)};
}

/// Empty if this entry is no limit that is too small.
std::optional<std::string_view> limit_below_smallest(const rd_kafka_ConfigEntry_t* entry) {
  if (std::string_view{rd_kafka_ConfigEntry_name(entry)} != "max.message.bytes") return std::nullopt;
  const char* value = rd_kafka_ConfigEntry_value(entry);
  if (value == nullptr || std::strtoll(value, nullptr, 10) >= smallest_limit) return std::nullopt;
  return value;
}

Result<void> Attempt::check_limits() {
  std::vector<ResourceHandle> handles;
  std::vector<rd_kafka_ConfigResource_t*> resources;
  for (const std::string& name : names_) {
    handles.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str()));
    resources.push_back(handles.back().get());
  }
  const OptionsHandle how = options(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
  rd_kafka_DescribeConfigs(client_.get(), resources.data(), resources.size(), how.get(), queue_.get());
  const auto event = answer("kafka: reading the topics' settings");
  if (!event) return std::unexpected(event.error());
  std::size_t count = 0;
  const auto described =
      rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event->get()), &count);
  for (const auto* resource : std::span{described, count}) {
    std::size_t entries = 0;
    const auto list =
        rd_kafka_ConfigResource_configs(resource, &entries);  // empty where we may not read it: then we trust
    for (const auto* entry : std::span{list, entries})
      if (const auto bytes = limit_below_smallest(entry))
        return std::unexpected(too_small(rd_kafka_ConfigResource_name(resource), *bytes));
  }
  return {};
}

}  // namespace

boost::asio::awaitable<Result<PartitionCounts>> prepare_topics(KafkaSettings settings, TopicPlan plan,
                                                               std::function<void(const Error&)> waiting) {
  boost::asio::steady_timer pause{co_await boost::asio::this_coro::executor};
  for (milliseconds length = first_pause;; length = std::min(length * 2, longest_pause)) {
    std::move_only_function<Result<PartitionCounts>(std::stop_token)> attempt = [settings, plan](std::stop_token stop) {
      return Attempt{settings, plan, std::move(stop)}.run();
    };
    auto counts = co_await run_apart(std::move(attempt));
    if (counts || counts.error().fault != Fault::kafka_unavailable) co_return counts;
    if (waiting) waiting(counts.error());
    pause.expires_after(length);
    co_await pause.async_wait(boost::asio::use_awaitable);
  }
}

}  // namespace switchroom::storage
