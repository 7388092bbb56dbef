// What only a real Kafka can show. The broker's address is in SWITCHROOM_TEST_KAFKA; every test has topics of its own.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <thread>

#include "storage/kafka/client.hpp"
#include "storage/kafka/publisher.hpp"
#include "storage/kafka/tail.hpp"
#include "storage/kafka/tail_topics.hpp"
#include "storage/kafka/topics.hpp"
#include "tests/storage/kafka/mock_kafka.hpp"
#include "tests/storage/kafka/sample_events.hpp"

namespace switchroom::storage::testing {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using ::testing::Each;
using ::testing::ElementsAre;

class BrokerTest : public ::testing::Test {
 protected:
  BrokerTest() {
    const char* brokers = std::getenv("SWITCHROOM_TEST_KAFKA");
    if (brokers == nullptr) throw std::runtime_error("SWITCHROOM_TEST_KAFKA must name a Kafka broker, host:port");
    static int tests = 0;
    settings_.brokers = brokers;
    settings_.topic_prefix = "test-" + std::to_string(getpid()) + "-" + std::to_string(++tests) + ".";
  }

  /// Runs the coroutine to its end on this thread.
  template <class Value>
  Value run(asio::awaitable<Value> work) {
    std::optional<Value> result;
    asio::co_spawn(context_, std::move(work), [&](std::exception_ptr failure, Value value) {
      if (failure) std::rethrow_exception(failure);
      result = std::move(value);
    });
    context_.restart();
    while (!result) context_.run_one();
    return std::move(*result);
  }

  Result<PartitionCounts> prepare(TopicPlan plan = {}) { return run(prepare_topics(settings_, plan, nullptr)); }

  /// Sends batches and waits until Kafka has them.
  void publish(std::vector<Batch> batches) {
    Publisher publisher{context_.get_executor(), settings_, {}};
    const std::uint64_t last = batches.back().position;
    for (Batch& batch : batches) ASSERT_TRUE(publisher.offer(std::move(batch)));
    ASSERT_TRUE(run(publisher.flush(milliseconds{20'000})));
    EXPECT_EQ(publisher.acknowledged(), last);
  }

  ShardTail tail(TailQuery query) {
    const auto tail = run(read_tail(settings_, query));
    if (!tail) throw std::runtime_error(describe(tail.error()));
    return *tail;
  }

  asio::io_context context_{1};
  KafkaSettings settings_;
};

std::vector<Batch> batches(std::uint64_t first, std::uint64_t last, std::uint32_t shard = 0) {
  std::vector<Batch> batches;
  for (std::uint64_t n = first; n <= last; ++n) batches.push_back(sample_batch(n, {n, n % 5 + 1}, shard));
  return batches;
}

/// Sets `max.message.bytes` of a topic.
void limit_topic(const KafkaSettings& settings, Topic topic, const char* bytes) {
  const ClientHandle client = make_client(RD_KAFKA_PRODUCER, configure(settings, {}).value()).value();
  const QueueHandle queue{rd_kafka_queue_new(client.get())};
  rd_kafka_ConfigResource_t* resource =
      rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic_name(settings, topic).c_str());
  rd_kafka_ConfigResource_set_config(resource, "max.message.bytes", bytes);
  rd_kafka_AlterConfigs(client.get(), &resource, 1, nullptr, queue.get());
  const EventHandle event{rd_kafka_queue_poll(queue.get(), 10'000)};
  ASSERT_TRUE(event);
  ASSERT_EQ(rd_kafka_event_error(event.get()), RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_ConfigResource_destroy(resource);
}

TEST_F(BrokerTest, missing_topics_are_made_and_found_again) {
  EXPECT_THAT(prepare().value(), ElementsAre(4, 4, 4, 4, 4));
  EXPECT_THAT(prepare({.partitions = 9, .expected = {4, 4, 4, 4, 4}}).value(), Each(4));
}

TEST_F(BrokerTest, another_number_of_partitions_than_expected_is_an_error_that_names_both) {
  ASSERT_TRUE(prepare({.partitions = 2}));
  const auto counts = prepare({.expected = {4, 4, 4, 4, 4}});
  ASSERT_FALSE(counts);
  EXPECT_EQ(counts.error().fault, Fault::invalid_setting);
  EXPECT_EQ(counts.error().where, "kafka topic " + settings_.topic_prefix + "assignments");
  EXPECT_EQ(counts.error().found, "2 partitions");
}

TEST_F(BrokerTest, a_topic_that_takes_only_small_messages_is_an_error) {
  ASSERT_TRUE(prepare());
  limit_topic(settings_, Topic::messages, "100000");
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  auto counts = prepare();  // a broker shows a changed setting a little later
  while (counts && std::chrono::steady_clock::now() < deadline) counts = prepare();
  ASSERT_FALSE(counts);
  EXPECT_EQ(counts.error().found, "max.message.bytes = 100000");
  EXPECT_EQ(counts.error().where, "kafka topic " + settings_.topic_prefix + "messages");
}

TEST_F(BrokerTest, a_replication_that_kafka_cannot_give_is_an_error) {
  const auto counts = prepare({.replication = 7});
  ASSERT_FALSE(counts);
  EXPECT_EQ(counts.error().fault, Fault::invalid_setting);
}

TEST_F(BrokerTest, while_kafka_is_away_topics_are_asked_for_again_until_the_wait_is_cancelled) {
  settings_.brokers = "127.0.0.1:1";
  int told = 0;
  asio::cancellation_signal cancel;
  std::exception_ptr failure;
  bool ended = false;
  auto preparing = prepare_topics(settings_, {}, [&](const Error& error) {
    EXPECT_EQ(error.fault, Fault::kafka_unavailable);
    if (++told == 2) cancel.emit(asio::cancellation_type::terminal);
  });
  asio::co_spawn(
      context_, std::move(preparing),
      asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr thrown, const Result<PartitionCounts>&) {
        failure = thrown;
        ended = true;
      }));
  while (!ended) context_.run_one();
  EXPECT_EQ(told, 2);
  EXPECT_TRUE(failure) << "a cancelled wait ends by an exception";
}

TEST_F(BrokerTest, events_arrive_as_they_were_rendered) {
  ASSERT_TRUE(prepare());
  publish(batches(1, 100));
  const auto records = read_topic(settings_, Topic::assignments, 200);
  ASSERT_EQ(records.size(), 200u);
  const Event first = sample_event(1, 1);
  const auto found = std::ranges::find(records, first.id, &Received::id);
  ASSERT_NE(found, records.end());
  EXPECT_EQ(found->value, first.bytes);
  EXPECT_EQ(found->key, first.key);
  EXPECT_EQ(found->type, first.type);
}

TEST_F(BrokerTest, an_event_that_a_lowered_limit_refuses_is_replaced_and_the_others_keep_their_order) {
  ASSERT_TRUE(prepare({.partitions = 1}));
  limit_topic(settings_, Topic::assignments, "20000");
  std::vector<Batch> offered = batches(1, 60);
  std::string& large = offered[30].events[0].bytes;
  for (int i = 0; large.size() < 60'000; ++i) large.insert(large.size() - 1, " " + std::to_string(i * 7919));
  large.insert(large.size() - 1, "0");
  const std::string id = offered[30].events[0].id;
  Publisher publisher{context_.get_executor(), settings_, {}};
  for (Batch& batch : offered) ASSERT_TRUE(publisher.offer(std::move(batch)));
  ASSERT_TRUE(run(publisher.flush(milliseconds{30'000})));
  EXPECT_EQ(publisher.figures().events_dead, 1u);
  const auto records = read_topic(settings_, Topic::assignments, 120);
  std::vector<std::string> order;
  std::set<std::string> seen;
  for (const Received& record : records)
    if (seen.insert(record.id).second) order.push_back(record.id);
  std::vector<std::string> expected;
  for (const Batch& batch : batches(1, 60))
    for (const Event& event : batch.events) expected.push_back(event.id);
  EXPECT_EQ(order, expected);
  EXPECT_EQ(std::ranges::find(records, id, &Received::id)->type, "switchroom.event.dead.v1");
}

TEST_F(BrokerTest, events_wait_for_topics_that_are_made_later) {
  Publisher publisher{context_.get_executor(), settings_, {}};
  ASSERT_TRUE(publisher.offer(sample_batch(1, {1})));
  EXPECT_FALSE(run(publisher.flush(milliseconds{800})));
  EXPECT_NE(publisher.figures().trouble.find("is missing"), std::string::npos) << publisher.figures().trouble;
  ASSERT_TRUE(prepare());
  EXPECT_TRUE(run(publisher.flush(milliseconds{20'000})));
}

TEST_F(BrokerTest, the_tail_of_a_shard_with_nothing_ahead_is_its_last_frame) {
  EXPECT_EQ(tail({.shard = 0, .head = 0}), ShardTail{}) << "no topics yet";
  ASSERT_TRUE(prepare());
  EXPECT_EQ(tail({.shard = 0, .head = 0}), ShardTail{}) << "empty topics";
  publish(batches(1, 200));
  EXPECT_EQ(tail({.shard = 0, .head = 200}), ShardTail{.highest_frame = 200});
  EXPECT_EQ(tail({.shard = 3, .head = 50}), ShardTail{}) << "of another shard";
}

TEST_F(BrokerTest, the_tail_tells_exactly_what_a_redis_that_came_back_older_has_lost) {
  ASSERT_TRUE(prepare());
  publish(batches(1, 400));
  publish(batches(1, 700, 5));  // another shard wrote meanwhile
  const ShardTail lost{.highest_frame = 400, .events_ahead = 600, .highest_ticket = 400, .highest_customer = 500};
  EXPECT_EQ(tail({.shard = 0, .head = 100}), lost);
  EXPECT_EQ(tail({.shard = 0, .head = 399}).events_ahead, 2u);
  EXPECT_EQ(tail({.shard = 0, .head = 0}).events_ahead, 800u);
  EXPECT_FALSE(tail({.shard = 0, .head = 0, .records_max = 20}).whole);
}

TEST_F(BrokerTest, the_tail_of_an_unreachable_kafka_is_an_error) {
  settings_.brokers = "127.0.0.1:1";
  const auto tail = run(read_tail(settings_, {}));
  ASSERT_FALSE(tail);
  EXPECT_EQ(tail.error().fault, Fault::kafka_unavailable);
}

std::vector<std::string> tailed(const KafkaSettings& settings, TailOptions options, std::size_t count) {
  std::vector<std::string> values;
  options.topics = {topic_name(settings, Topic::assignments)};
  const auto each = [&](const TailRecord& record) {
    values.emplace_back(record.value);
    return values.size() < count;
  };
  EXPECT_TRUE(tail_topics(settings, options, each, {}));
  return values;
}

TEST_F(BrokerTest, topics_are_read_from_the_beginning_to_the_end) {
  ASSERT_TRUE(prepare());
  publish(batches(1, 50));
  const auto values = tailed(settings_, {.topics = {}, .start = TailOptions::Start::beginning, .follow = false}, 1000);
  EXPECT_EQ(values.size(), 100u);
  EXPECT_EQ(tailed(settings_, {.topics = {}, .start = TailOptions::Start::beginning}, 7).size(), 7u);
}

TEST_F(BrokerTest, the_newest_records_are_the_last_ones_that_were_sent) {
  ASSERT_TRUE(prepare());
  publish(batches(1, 50));
  publish(batches(51, 51));
  const auto values =
      tailed(settings_, {.topics = {}, .start = TailOptions::Start::newest, .newest = 2, .follow = false}, 1000);
  EXPECT_THAT(values, ::testing::UnorderedElementsAre(sample_batch(51, {51, 2}).events[0].bytes,
                                                      sample_batch(51, {51, 2}).events[1].bytes));
}

TEST_F(BrokerTest, a_tail_follows_what_comes_until_it_is_stopped) {
  ASSERT_TRUE(prepare());
  publish(batches(1, 1));
  std::atomic<int> seen = 0;
  std::string headers;
  std::jthread follower{[&](std::stop_token stop) {
    const TailOptions options{.topics = all_topic_names(settings_), .start = TailOptions::Start::newest, .newest = 1};
    const auto each = [&](const TailRecord& record) {
      for (const auto& [name, value] : record.headers) headers.append(name).append("=").append(value).append(" ");
      ++seen;
      return true;
    };
    EXPECT_TRUE(tail_topics(settings_, options, each, std::move(stop)));
  }};
  const auto wait_for = [&](int count) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (seen < count && std::chrono::steady_clock::now() < deadline)
      context_.run_for(milliseconds{10}), context_.restart();
    return seen.load();
  };
  ASSERT_EQ(wait_for(1), 1);
  publish(batches(2, 2));
  EXPECT_EQ(wait_for(3), 3);
  follower.request_stop();
  follower.join();
  EXPECT_EQ(headers.substr(0, headers.find(' ', headers.find("type=switchroom"))),
            "content-type=application/cloudevents+json type=switchroom.ticket.closed.v1");
}

TEST_F(BrokerTest, a_missing_topic_cannot_be_tailed) {
  const TailOptions options{.topics = {"no-such-topic"}};
  const auto tail = tail_topics(settings_, options, [](const TailRecord&) { return true; }, {});
  ASSERT_FALSE(tail);
  EXPECT_EQ(tail.error().fault, Fault::not_found);
}

}  // namespace
}  // namespace switchroom::storage::testing
