#pragma once
// The events of one shard on their way to Kafka, in order and without holes. On the owner's thread only; librdkafka's
// thread posts.
//
// Kafka holds a prefix of what was offered, perhaps with repeats. Events wait while Kafka is away, without a time
// limit. After a failed report or a fatal error nothing is skipped: the producer is dropped, a new one sends again from
// the first event that Kafka does not have, same bytes, same order. An event that Kafka refuses for ever is found by
// sending one at a time, and `dead_event` takes its place.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "storage/kafka/settings.hpp"
#include "storage/kafka/unacknowledged.hpp"

namespace switchroom::storage {

/// For metrics and /readyz.
struct PublisherFigures {
  std::uint64_t events_published = 0;                               ///< acknowledged by Kafka since the start
  std::uint64_t events_dead = 0;                                    ///< replaced by `switchroom.event.dead.v1`
  std::uint64_t rebuilds = 0;                                       ///< producers that were dropped after a failure
  std::optional<std::chrono::steady_clock::time_point> away_since;  ///< empty: a broker answers
  std::string trouble;  ///< the last error in words; empty once Kafka took an event after it
};

class Publisher {
 public:
  /// Starts to connect. Throws std::runtime_error if `check(settings)` would be an error. The executor has one thread,
  /// and runs at least as long as this lives.
  Publisher(boost::asio::any_io_executor executor, KafkaSettings settings, PublisherBounds bounds);
  /// Drops what is not yet sent.
  ~Publisher();
  Publisher(Publisher&&) noexcept;
  Publisher& operator=(Publisher&&) noexcept;

  /// Takes over the events of one commit. False: there is no room, `batch` is untouched; offer it again after
  /// `on_room`.
  bool offer(Batch&& batch);

  /// Position up to which Kafka has every event that was offered. With nothing unpublished: the position offered last.
  std::uint64_t acknowledged() const;
  std::uint64_t unpublished_events() const;
  /// In bytes of the events' JSON.
  std::uint64_t unpublished_bytes() const;
  /// Decision time of the oldest unpublished event; empty: there is none.
  std::optional<Instant> oldest() const;
  PublisherFigures figures() const;

  /// Called on the owner's thread after reports moved `acknowledged()`.
  void on_progress(std::move_only_function<void()> call);
  /// Called on the owner's thread when, after a refused offer, half of the room is free again.
  void on_room(std::move_only_function<void()> call);

  /// Waits until nothing is unpublished, at most `limit`. True: nothing is. One at a time.
  boost::asio::awaitable<bool> flush(std::chrono::milliseconds limit);

  /// Forgets everything, also what is on its way (the shard steps down, or takes over anew). `acknowledged()` is then
  /// `position`.
  void reset(std::uint64_t position);

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace switchroom::storage
