#pragma once
// Events on their way to Kafka, and how far the prefix reaches that Kafka has without a hole. Pure. Not for several
// threads at once.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "storage/kafka/event.hpp"
#include "storage/kafka/settings.hpp"

namespace switchroom::storage {

/// The events of one commit, in order. May be empty: then only the position moves.
struct Batch {
  std::uint64_t position = 0;  ///< of the commit; larger than that of the batch before
  std::vector<Event> events;
};

/// Each event has an ordinal: 0, 1, 2 … for ever, also over `clear`.
class Unacknowledged {
 public:
  explicit Unacknowledged(PublisherBounds bounds) : bounds_(bounds) {}

  /// Whether a batch may be added: it fits in the bounds, or nothing waits.
  bool has_room_for(const Batch& batch) const;
  /// Whether at least half of the bounds is free.
  bool half_empty() const;
  void add(Batch&& batch);
  /// Forgets everything; `position` counts as acknowledged.
  void clear(std::uint64_t position);

  /// Kafka has this event. Unknown and repeated ordinals change nothing. True if `acknowledged()` moved.
  bool acknowledge(std::uint64_t ordinal);
  /// Another event takes the place of one that is not acknowledged.
  void replace(std::uint64_t ordinal, Event event);

  /// The event of an ordinal; null if Kafka has it or it was never added.
  const Event* find(std::uint64_t ordinal) const;
  /// The first ordinal that Kafka does not have; `end()` if there is none.
  std::uint64_t first() const { return first_; }
  /// The ordinal that the next event gets.
  std::uint64_t end() const { return first_ + slots_.size(); }

  /// Position up to which Kafka has every event of every batch.
  std::uint64_t acknowledged() const { return acknowledged_; }
  std::size_t events() const { return events_; }
  std::size_t bytes() const { return bytes_; }
  /// Decision time of the first event that Kafka does not have.
  std::optional<Instant> oldest() const;

 private:
  struct Milestone {
    std::uint64_t end;  ///< ordinal after the batch's last event
    std::uint64_t position;
  };
  void drop_acknowledged();

  PublisherBounds bounds_;
  std::deque<std::optional<Event>> slots_;  ///< from `first_` on; empty: Kafka has it
  std::deque<Milestone> milestones_;
  std::uint64_t first_ = 0;
  std::uint64_t acknowledged_ = 0;
  std::size_t events_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace switchroom::storage
