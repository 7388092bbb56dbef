#include "loadtest/traffic/consumer.hpp"

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <charconv>
#include <memory>
#include <stdexcept>
#include <string>

namespace switchroom::traffic {
namespace {

using namespace std::chrono_literals;

/// librdkafka's own broker, and a producer for it.
class SmallKafka {
 public:
  SmallKafka() {
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "test.mock.num.brokers", "1", nullptr, 0);
    producer_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf, nullptr, 0));
    if (!producer_) throw std::runtime_error("no mock cluster");
    rd_kafka_mock_cluster_t* cluster = rd_kafka_handle_mock_cluster(producer_.get());
    brokers_ = rd_kafka_mock_cluster_bootstraps(cluster);
    rd_kafka_mock_topic_create(cluster, "events", 4, 1);
  }
  const std::string& brokers() const { return brokers_; }

  void produce(const std::string& event) {
    rd_kafka_topic_t* topic = rd_kafka_topic_new(producer_.get(), "events", nullptr);
    rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, const_cast<char*>(event.data()), event.size(),
                     event.data(), event.size(), nullptr);
    rd_kafka_topic_destroy(topic);
    if (rd_kafka_flush(producer_.get(), 10'000) != RD_KAFKA_RESP_ERR_NO_ERROR) throw std::runtime_error("not produced");
  }

 private:
  struct Destroy {
    void operator()(rd_kafka_t* producer) const { rd_kafka_destroy(producer); }
  };
  std::unique_ptr<rd_kafka_t, Destroy> producer_;
  std::string brokers_;
};

std::optional<std::uint64_t> number_in(std::string_view event) {
  std::uint64_t number = 0;
  if (!event.starts_with("m")) return std::nullopt;
  std::from_chars(event.data() + 1, event.data() + event.size(), number);
  return number;
}

TEST(Consumer, sees_each_message_once_however_often_its_event_comes) {
  SmallKafka kafka;
  kafka.produce("m9");  // before the run
  auto consumer = Consumer::start(kafka.brokers(), {"events"}, number_in);
  ASSERT_TRUE(consumer) << describe(consumer.error());
  const Moment before = Clock::now();
  for (const char* event : {"m1", "other", "m2", "m1", "m70"}) kafka.produce(event);
  (*consumer)->wait_for(3, Clock::now() + 20s, false);
  while ((*consumer)->events() < 5 && Clock::now() < before + 20s)
    (*consumer)->wait_for(99, Clock::now() + 10ms, false);

  EXPECT_EQ((*consumer)->events(), 5U);
  EXPECT_EQ((*consumer)->messages(), 3U);
  std::uint64_t sum = 0;
  for (const Seen& seen : (*consumer)->stop()) {
    sum += seen.number;
    EXPECT_GE(seen.at, before);
  }
  EXPECT_EQ(sum, 73U);
}

TEST(Consumer, stops_waiting_when_told_to) {
  SmallKafka kafka;
  auto consumer = Consumer::start(kafka.brokers(), {"events"}, number_in);
  ASSERT_TRUE(consumer);
  (*consumer)->wait_for(1, Clock::now() + 1h, true);
  EXPECT_TRUE((*consumer)->stop().empty());
}

}  // namespace
}  // namespace switchroom::traffic
