#pragma once
// Events for tests: the n-th event of a shard, about one of a few tickets.

#include <string>

#include "storage/kafka/event.hpp"
#include "storage/kafka/unacknowledged.hpp"

namespace switchroom::storage::testing {

/// Names of the workspace `demo`: two of each kind.
const workspace::Numbering& sample_numbering();

/// The decision that a ticket was closed at frame `frame`.
Event sample_event(std::uint64_t frame, std::uint64_t ticket, std::uint32_t shard = 0);

/// A batch with one event for each of `tickets`, at `position`.
Batch sample_batch(std::uint64_t position, const std::vector<std::uint64_t>& tickets, std::uint32_t shard = 0);

}  // namespace switchroom::storage::testing
