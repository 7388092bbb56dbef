// How far Kafka has everything: against a plain list that is searched from its beginning each time.

#include "storage/kafka/unacknowledged.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

namespace switchroom::storage {
namespace {

Batch batch_of(std::uint64_t position, std::size_t events) {
  Batch batch{.position = position, .events = {}};
  for (std::size_t i = 0; i < events; ++i) {
    Event event;
    event.bytes = std::string(10, 'x');
    event.at = instant_of_ms(static_cast<std::int64_t>(position));
    batch.events.push_back(event);
  }
  return batch;
}

/// The obvious way.
struct Naive {
  struct Entry {
    std::uint64_t position;
    std::uint64_t begin, end;  // ordinals
  };
  std::vector<Entry> batches;
  std::map<std::uint64_t, bool> acknowledged;

  void add(std::uint64_t position, std::size_t events) {
    const std::uint64_t begin = acknowledged.size();
    for (std::size_t i = 0; i < events; ++i) acknowledged[begin + i] = false;
    batches.push_back({position, begin, begin + events});
  }
  std::uint64_t position() const {
    std::uint64_t reached = 0;
    for (const Entry& batch : batches) {
      for (std::uint64_t i = batch.begin; i < batch.end; ++i)
        if (!acknowledged.at(i)) return reached;
      reached = batch.position;
    }
    return reached;
  }
  std::size_t unpublished() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(acknowledged, [](const auto& event) { return !event.second; }));
  }
};

RC_GTEST_PROP(Unacknowledged, only_the_prefix_without_a_hole_counts, ()) {
  Unacknowledged waiting{{}};
  Naive naive;
  std::uint64_t position = 0;
  for (int step = *rc::gen::inRange(0, 60); step > 0; --step) {
    if (*rc::gen::inRange(0, 3) == 0) {
      const auto events = *rc::gen::inRange<std::size_t>(0, 4);
      waiting.add(batch_of(++position, events));
      naive.add(position, events);
    } else if (!naive.acknowledged.empty()) {
      const auto ordinal = *rc::gen::inRange<std::uint64_t>(0, naive.acknowledged.size());
      const std::uint64_t before = naive.position();
      naive.acknowledged[ordinal] = true;
      RC_ASSERT(waiting.acknowledge(ordinal) == (naive.position() != before));
    }
    RC_ASSERT(waiting.acknowledged() == naive.position());
    RC_ASSERT(waiting.events() == naive.unpublished());
    RC_ASSERT(waiting.bytes() == naive.unpublished() * 10);
    RC_ASSERT(waiting.end() == naive.acknowledged.size());
    for (const auto& [ordinal, done] : naive.acknowledged) RC_ASSERT((waiting.find(ordinal) == nullptr) == done);
  }
}

TEST(Unacknowledged, room_is_bounded_by_events_and_by_bytes) {
  Unacknowledged few{{.events_max = 3, .bytes_max = 1000}};
  few.add(batch_of(1, 2));
  EXPECT_TRUE(few.has_room_for(batch_of(2, 1)));
  EXPECT_FALSE(few.has_room_for(batch_of(2, 2)));
  Unacknowledged small{{.events_max = 100, .bytes_max = 25}};
  small.add(batch_of(1, 1));
  EXPECT_TRUE(small.has_room_for(batch_of(2, 1)));
  EXPECT_FALSE(small.has_room_for(batch_of(2, 2)));
}

TEST(Unacknowledged, a_batch_beyond_the_bounds_goes_alone) {
  Unacknowledged waiting{{.events_max = 1, .bytes_max = 1}};
  EXPECT_TRUE(waiting.has_room_for(batch_of(1, 5)));
  waiting.add(batch_of(1, 5));
  EXPECT_FALSE(waiting.has_room_for(batch_of(2, 0)));
}

TEST(Unacknowledged, the_oldest_is_the_first_that_kafka_does_not_have) {
  Unacknowledged waiting{{}};
  EXPECT_EQ(waiting.oldest(), std::nullopt);
  waiting.add(batch_of(5, 1));
  waiting.add(batch_of(6, 1));
  EXPECT_EQ(waiting.oldest(), instant_of_ms(5));
  waiting.acknowledge(0);
  EXPECT_EQ(waiting.oldest(), instant_of_ms(6));
}

TEST(Unacknowledged, ordinals_are_never_used_again) {
  Unacknowledged waiting{{}};
  waiting.add(batch_of(1, 3));
  waiting.clear(9);
  EXPECT_EQ(waiting.acknowledged(), 9u);
  EXPECT_EQ(waiting.first(), 3u);
  waiting.add(batch_of(10, 1));
  EXPECT_FALSE(waiting.acknowledge(0)) << "a late report";
  EXPECT_NE(waiting.find(3), nullptr);
}

}  // namespace
}  // namespace switchroom::storage
