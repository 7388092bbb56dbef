#pragma once
// Sees on Kafka what came of a run's messages. A thread of its own reads the topics from where they ended when it
// began.

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "loadtest/traffic/pace.hpp"

struct rd_kafka_s;

namespace switchroom::traffic {

/// A message of the run in an event.
struct Seen {
  std::uint64_t number = 0;
  Moment at{};
};

class Consumer {
 public:
  using Find = std::function<std::optional<std::uint64_t>(std::string_view event)>;

  /// Starts to read behind the present ends of `topics`. `find` names the message in an event; it is called on the
  /// consumer's thread and outlives it. Error `kafka_unavailable` if a topic can't be found in 10 s.
  static Result<std::unique_ptr<Consumer>> start(const std::string& brokers, const std::vector<std::string>& topics,
                                                 Find find);
  ~Consumer();
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  /// Events since the start, and different messages among them. Any thread.
  std::uint64_t events() const { return events_.load(std::memory_order_relaxed); }
  std::uint64_t messages() const { return messages_.load(std::memory_order_relaxed); }

  /// Waits until `count` different messages were seen; at most until `limit`, or until `stop` is true.
  void wait_for(std::uint64_t count, Moment limit, const std::atomic<bool>& stop);

  /// Ends the reading; the first event of each message, in the order of reading.
  std::vector<Seen> stop();

 private:
  struct Close {
    void operator()(rd_kafka_s* client) const;
  };
  using Client = std::unique_ptr<rd_kafka_s, Close>;

  Consumer(Client client, Find find);
  void read();
  void take(std::string_view event);

  Client client_;
  Find find_;
  std::atomic<std::uint64_t> events_{0};
  std::atomic<std::uint64_t> messages_{0};
  std::atomic<bool> stop_{false};
  std::mutex waiting_;
  std::condition_variable progress_;  ///< notified after each poll, so a waiter looks again at least every 50 ms
  std::vector<bool> known_;
  std::vector<Seen> seen_;
  std::thread thread_;
};

}  // namespace switchroom::traffic
