// The publisher against a broker that misbehaves on demand.

#include "storage/kafka/publisher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <set>

#include "tests/storage/kafka/mock_kafka.hpp"
#include "tests/storage/kafka/sample_events.hpp"

namespace switchroom::storage::testing {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using ::testing::IsEmpty;

class PublisherTest : public ::testing::Test {
 protected:
  /// Runs the owner's thread until `done`, at most 20 s. False if it never came true.
  bool run_until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    context_.restart();
    while (!done() && std::chrono::steady_clock::now() < deadline) context_.run_one_for(milliseconds{100});
    return done();
  }

  /// Batches 1 … count with three events each, over seven tickets.
  void offer_batches(std::uint64_t first, std::uint64_t last) {
    for (std::uint64_t position = first; position <= last; ++position)
      ASSERT_TRUE(
          publisher_.offer(sample_batch(position, {position % 7 + 1, (position + 1) % 7 + 1, (position + 2) % 7 + 1})));
  }

  asio::io_context context_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{context_.get_executor()};
  MockKafka kafka_;
  Publisher publisher_{context_.get_executor(), kafka_.settings(), {}};
};

std::vector<std::string> ids_of(const std::vector<Received>& records) {
  std::vector<std::string> ids;
  for (const Received& record : records) ids.push_back(record.id);
  return ids;
}

std::uint64_t frame_of(const std::string& id) { return std::stoull(id.substr(id.find('.', 34) + 1)); }

/// Events whose first occurrence stands behind a later one of the same key, or whose key is in two partitions.
std::vector<std::string> disorder(const std::vector<Received>& records) {
  std::vector<std::string> wrong;
  std::set<std::string> seen;
  std::map<std::string, std::uint64_t> last;
  std::map<std::string, int> partition;
  for (const Received& record : records) {
    if (partition.emplace(record.key, record.partition).first->second != record.partition)
      wrong.push_back(record.id + " moved");
    if (!seen.insert(record.id).second) continue;
    std::uint64_t& before = last[record.key];
    if (frame_of(record.id) <= before) wrong.push_back(record.id);
    before = frame_of(record.id);
  }
  return wrong;
}

/// A refusal, and what a real broker answers to the request that was built behind it: the mock does not check sequence
/// numbers.
std::vector<rd_kafka_resp_err_t> refused_with_its_follower(rd_kafka_resp_err_t refusal) {
  return {refusal, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER};
}

std::size_t different(const std::vector<Received>& records) {
  const auto ids = ids_of(records);
  return std::set<std::string>{ids.begin(), ids.end()}.size();
}

TEST_F(PublisherTest, every_event_reaches_kafka_once_and_in_order) {
  offer_batches(1, 200);
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 200; }));
  const auto records = kafka_.read(Topic::assignments, 600);
  EXPECT_EQ(records.size(), 600u);
  EXPECT_EQ(different(records), 600u);
  EXPECT_THAT(disorder(records), IsEmpty());
  EXPECT_EQ(publisher_.unpublished_events(), 0u);
  EXPECT_EQ(publisher_.unpublished_bytes(), 0u);
  EXPECT_EQ(publisher_.oldest(), std::nullopt);
  EXPECT_EQ(publisher_.figures().events_published, 600u);
  EXPECT_EQ(publisher_.figures().rebuilds, 0u);
}

TEST_F(PublisherTest, an_event_carries_its_key_its_type_and_its_bytes) {
  const Event event = sample_event(1, 5);
  ASSERT_TRUE(publisher_.offer(sample_batch(1, {5})));
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 1; }));
  const auto records = kafka_.read(Topic::assignments, 1);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].key, "t0-5");
  EXPECT_EQ(records[0].type, "switchroom.ticket.closed.v1");
  EXPECT_EQ(records[0].value, event.bytes);
}

TEST_F(PublisherTest, a_batch_without_events_moves_the_position_with_those_before_it) {
  ASSERT_TRUE(publisher_.offer({.position = 4, .events = {}}));
  EXPECT_EQ(publisher_.acknowledged(), 4u);
  ASSERT_TRUE(publisher_.offer(sample_batch(5, {1})));
  ASSERT_TRUE(publisher_.offer({.position = 6, .events = {}}));
  EXPECT_EQ(publisher_.acknowledged(), 4u);
  EXPECT_EQ(publisher_.oldest(), instant_of_ms(1'700'000'000'005));
  EXPECT_TRUE(run_until([&] { return publisher_.acknowledged() == 6; }));
}

TEST_F(PublisherTest, a_fatal_error_is_survived_without_a_hole) {
  offer_batches(1, 50);
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 50; }));
  kafka_.fail_produce({RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID});
  offer_batches(51, 150);
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 150; }));
  const auto records = kafka_.read(Topic::assignments, 450);
  EXPECT_EQ(different(records), 450u);
  EXPECT_THAT(disorder(records), IsEmpty());
}

TEST_F(PublisherTest, a_failed_report_drops_the_producer_and_sends_again_from_the_hole) {
  kafka_.fail_produce(refused_with_its_follower(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED));
  offer_batches(1, 100);
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 100; }));
  const auto records = kafka_.read(Topic::assignments, 300);
  EXPECT_EQ(different(records), 300u);
  EXPECT_THAT(disorder(records), IsEmpty());
  EXPECT_GE(publisher_.figures().rebuilds, 1u);
  EXPECT_EQ(publisher_.figures().events_dead, 0u);
  EXPECT_EQ(publisher_.figures().trouble, "");
}

TEST_F(PublisherTest, an_event_that_is_refused_alone_is_replaced_by_a_dead_one_and_the_others_go_on) {
  offer_batches(1, 1);
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 1; }));
  kafka_.fail_produce(refused_with_its_follower(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE));
  offer_batches(2, 20);
  ASSERT_TRUE(run_until([&] { return publisher_.figures().rebuilds == 1; }));
  kafka_.fail_produce({RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 20; }));
  const auto records = kafka_.read(Topic::assignments, 60);
  EXPECT_EQ(different(records), 60u);
  EXPECT_THAT(disorder(records), IsEmpty());
  EXPECT_EQ(publisher_.figures().events_dead, 1u);
  EXPECT_EQ(std::ranges::count(records, "switchroom.event.dead.v1", &Received::type), 1);
}

TEST_F(PublisherTest, a_whole_batch_that_is_refused_for_one_event_loses_none_of_the_others) {
  offer_batches(1, 1);
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 1; }));
  kafka_.fail_produce(
      refused_with_its_follower(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE));  // never again: nobody is guilty
  offer_batches(2, 20);
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 20; }));
  const auto records = kafka_.read(Topic::assignments, 60);
  EXPECT_EQ(different(records), 60u);
  EXPECT_THAT(disorder(records), IsEmpty());
  EXPECT_EQ(publisher_.figures().events_dead, 0u);
}

TEST_F(PublisherTest, an_event_that_librdkafka_itself_finds_too_large_is_replaced) {
  Batch batch = sample_batch(1, {1, 2});
  const std::string id = batch.events[0].id;
  batch.events[0].bytes.insert(batch.events[0].bytes.size() - 1, std::string(2'000'000, ' '));
  ASSERT_TRUE(publisher_.offer(std::move(batch)));
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 1; }));
  const auto records = kafka_.read(Topic::assignments, 2);
  ASSERT_EQ(records.size(), 2u);
  const auto dead = std::ranges::find(records, id, &Received::id);
  ASSERT_NE(dead, records.end());
  EXPECT_EQ(dead->type, "switchroom.event.dead.v1");
  EXPECT_EQ(dead->key, "t0-1");
  EXPECT_LT(dead->value.size(), 1000u);
}

TEST_F(PublisherTest, events_wait_while_kafka_is_away_and_go_when_it_is_back) {
  offer_batches(1, 10);
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 10; }));
  kafka_.set_down();
  offer_batches(11, 60);
  ASSERT_TRUE(run_until([&] { return publisher_.figures().away_since.has_value(); }));
  EXPECT_LT(publisher_.acknowledged(), 60u);
  kafka_.set_up();
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 60; }));
  EXPECT_EQ(publisher_.figures().away_since, std::nullopt);
  const auto records = kafka_.read(Topic::assignments, 180);
  EXPECT_EQ(different(records), 180u);
  EXPECT_THAT(disorder(records), IsEmpty());
}

TEST_F(PublisherTest, a_broker_that_is_back_is_noticed_with_nothing_to_send) {
  offer_batches(1, 1);
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 1; }));
  kafka_.set_down();
  ASSERT_TRUE(run_until([&] { return publisher_.figures().away_since.has_value(); }));
  kafka_.set_up();
  EXPECT_TRUE(run_until([&] { return !publisher_.figures().away_since.has_value(); }));
  EXPECT_EQ(publisher_.figures().trouble, "");
}

TEST_F(PublisherTest, what_waits_is_bounded_and_room_is_told) {
  Publisher small{context_.get_executor(), kafka_.settings(), {.events_max = 10, .bytes_max = 1 << 20}};
  kafka_.set_down();
  for (std::uint64_t position = 1; position <= 5; ++position) ASSERT_TRUE(small.offer(sample_batch(position, {1, 2})));
  Batch sixth = sample_batch(6, {1, 2});
  EXPECT_FALSE(small.offer(std::move(sixth)));
  EXPECT_EQ(sixth.events.size(), 2u) << "a refused batch stays with its owner";
  int told = 0;
  small.on_room([&] { ++told; });
  kafka_.set_up();
  ASSERT_TRUE(run_until([&] { return told > 0; }));
  EXPECT_TRUE(small.offer(std::move(sixth)));
  EXPECT_TRUE(run_until([&] { return small.acknowledged() == 6; }));
  EXPECT_EQ(told, 1);
}

TEST_F(PublisherTest, librdkafkas_own_full_queue_only_slows_it_down) {
  KafkaSettings settings = kafka_.settings();
  settings.properties["queue.buffering.max.messages"] = "5";
  Publisher narrow{context_.get_executor(), settings, {}};
  for (std::uint64_t position = 1; position <= 50; ++position)
    ASSERT_TRUE(narrow.offer(sample_batch(position, {1, 2, 3})));
  ASSERT_TRUE(run_until([&] { return narrow.acknowledged() == 50; }));
  const auto records = kafka_.read(Topic::assignments, 150);
  EXPECT_EQ(records.size(), 150u);
  EXPECT_THAT(disorder(records), IsEmpty());
}

TEST_F(PublisherTest, flush_waits_for_the_last_event_and_gives_up_at_its_limit) {
  std::optional<bool> flushed;
  const auto flush = [&](milliseconds limit) {
    flushed.reset();
    auto waiting = publisher_.flush(limit);
    asio::co_spawn(context_, std::move(waiting), [&](std::exception_ptr, bool all) { flushed = all; });
    EXPECT_TRUE(run_until([&] { return flushed.has_value(); }));
    return flushed.value_or(false);
  };
  EXPECT_TRUE(flush(milliseconds{1}));
  offer_batches(1, 20);
  EXPECT_TRUE(flush(milliseconds{10'000}));
  EXPECT_EQ(publisher_.acknowledged(), 20u);
  kafka_.set_down();
  offer_batches(21, 21);
  EXPECT_FALSE(flush(milliseconds{50}));
}

TEST_F(PublisherTest, a_reset_forgets_what_waits_and_begins_at_the_given_position) {
  kafka_.set_down();
  offer_batches(1, 20);
  publisher_.reset(7);
  EXPECT_EQ(publisher_.acknowledged(), 7u);
  EXPECT_EQ(publisher_.unpublished_events(), 0u);
  kafka_.set_up();
  ASSERT_TRUE(publisher_.offer(sample_batch(8, {1})));
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 8; }));
  const auto records = kafka_.read(Topic::assignments, 1);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(frame_of(records[0].id), 8u);
}

TEST_F(PublisherTest, progress_is_told_when_the_position_moves) {
  std::vector<std::uint64_t> positions;
  publisher_.on_progress([&] { positions.push_back(publisher_.acknowledged()); });
  offer_batches(1, 30);
  ASSERT_TRUE(run_until([&] { return publisher_.acknowledged() == 30; }));
  ASSERT_FALSE(positions.empty());
  EXPECT_EQ(positions.back(), 30u);
  EXPECT_TRUE(std::ranges::is_sorted(positions, std::ranges::less_equal{}));
}

TEST_F(PublisherTest, it_can_be_dropped_at_any_moment) {
  for (const int rounds : {0, 1, 5, 50}) {
    Publisher dropped{context_.get_executor(), kafka_.settings(), {}};
    for (std::uint64_t position = 1; position <= 20; ++position)
      ASSERT_TRUE(dropped.offer(sample_batch(position, {1, 2, 3})));
    for (int i = 0; i < rounds; ++i) context_.run_one_for(milliseconds{2});
  }
  EXPECT_TRUE(run_until([&] { return context_.poll() == 0; }));
}

TEST(PublisherSettings, what_a_guarantee_hangs_on_cannot_be_changed) {
  for (const char* name : {"acks", "enable.idempotence", "message.timeout.ms", "partitioner", "batch.size"}) {
    const auto checked = check({.brokers = "localhost:1", .properties = {{name, "1"}}});
    ASSERT_FALSE(checked) << name;
    EXPECT_EQ(checked.error().fault, Fault::invalid_setting);
    EXPECT_EQ(checked.error().where, std::string{"kafka.properties."} + name);
  }
}

TEST(PublisherSettings, an_unknown_property_is_named) {
  const auto checked = check({.brokers = "localhost:1", .properties = {{"sasl.pasword", "x"}}});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().where, "kafka.properties.sasl.pasword");
  EXPECT_TRUE(check({.brokers = "localhost:1", .properties = {{"security.protocol", "ssl"}}}));
}

}  // namespace
}  // namespace switchroom::storage::testing
