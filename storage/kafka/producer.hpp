#pragma once
// One librdkafka producer with the thread that polls it. Made, used and destroyed on the owner's thread; what it has to
// say arrives there too, at most one post at a time. It is given up at the first thing that could leave a hole: see
// publisher.hpp.

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/kafka/event.hpp"
#include "storage/kafka/settings.hpp"

namespace switchroom::storage {

/// What became of one event.
enum class Fate : std::uint8_t {
  persisted,
  refused,  ///< Kafka will never take this event, or never one of those that were sent with it
  failed,   ///< for another reason; perhaps persisted
};

struct Report {
  std::uint64_t ordinal = 0;
  Fate fate = Fate::failed;
};

/// What happened since the last news.
struct ProducerNews {
  std::vector<Report> reports;   ///< in the order of librdkafka
  bool ready = false;            ///< the topics are known: `send` may begin
  bool broken = false;           ///< nothing more is sent; to be stopped and replaced
  bool away = false;             ///< no broker answers
  bool back = false;             ///< one answers again
  bool gone = false;             ///< the last news after `stop`: librdkafka's object is destroyed
  std::string trouble;           ///< the last error in words; empty: none
  PartitionCounts partitions{};  ///< with `ready`: of each topic
};

/// Hears news on the executor's thread. Outlives the producer.
class ProducerListener {
 public:
  virtual void hear(const ProducerNews& news) = 0;

 protected:
  ~ProducerListener() = default;
};

enum class Sent : std::uint8_t { yes, queue_full, too_large, broken };

class Producer {
 public:
  /// Starts to connect. Throws std::runtime_error if `check(settings)` would be an error.
  Producer(boost::asio::any_io_executor executor, const KafkaSettings& settings, ProducerListener& listener);
  /// Waits until librdkafka's object is destroyed; short after `gone`.
  ~Producer();
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;

  /// Hands an event to librdkafka, which copies it. Never waits. Not before `ready`, not after `stop`.
  Sent send(const Event& event, std::uint64_t ordinal);

  /// The partition that events with this key go to, in a topic with `count` partitions.
  static std::int32_t partition_of(std::string_view key, std::int32_t count);

  /// Drops what is not yet sent. News with `gone` follow.
  void stop();

 private:
  class Line;
  std::shared_ptr<Line> line_;
};

}  // namespace switchroom::storage
