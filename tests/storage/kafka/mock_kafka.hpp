#pragma once
// librdkafka's mock cluster, for faults that a real broker does not make at will; and a reader of what it holds. One
// thread.

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <string>
#include <vector>

#include "storage/kafka/settings.hpp"

namespace switchroom::storage::testing {

/// A record as a reader gets it.
struct Received {
  std::string topic;
  int partition = 0;
  std::string key;
  std::string value;
  std::string id;    ///< of the CloudEvent
  std::string type;  ///< the header
};

class MockKafka {
 public:
  /// One broker and all topics with `partitions` each.
  explicit MockKafka(int partitions = 4);
  ~MockKafka();
  MockKafka(const MockKafka&) = delete;
  MockKafka& operator=(const MockKafka&) = delete;

  KafkaSettings settings() const;
  /// The next requests to produce are answered with these errors.
  void fail_produce(const std::vector<rd_kafka_resp_err_t>& errors);
  void set_down();
  void set_up();
  void set_round_trip_ms(int ms);
  /// Waits until a topic holds `count` records, at most ten seconds; what it holds then, in the order of each
  /// partition.
  std::vector<Received> read(Topic topic, std::size_t count) const;

 private:
  rd_kafka_t* client_;
  rd_kafka_mock_cluster_t* cluster_;
  int partitions_;
};

/// Reads at least `count` records of a topic from the start, at most `seconds`.
std::vector<Received> read_topic(const KafkaSettings& settings, Topic topic, std::size_t count, int seconds = 10);

}  // namespace switchroom::storage::testing
