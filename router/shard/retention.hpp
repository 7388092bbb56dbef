#pragma once
// How much of the recorded inbox stays in Redis, and where in it a moment lies. Entries have numbers without gaps,
// times that rise (but where a server's clock was set back: then a place is found near it), and say how many bytes were
// put into inbox and out up to them: so a place is found by bisection. The connection's thread.

#include <boost/asio/awaitable.hpp>
#include <cstdint>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/instant.hpp"
#include "storage/records/keys.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::shard {

/// What is kept for `what-if` and people after it was folded and published; both bounds hold.
struct Retention {
  Milliseconds time{86'400'000};
  std::uint64_t bytes = 256UL << 20;  ///< of frames and decisions; Redis's own overhead comes on top
};

/// Numbers of inbox entries.
struct Kept {
  std::uint64_t oldest = 0;  ///< that is there
  std::uint64_t first = 0;   ///< that is within both bounds by the time of Redis; one more than the newest if none is
};

/// What is there, and what should be. Errors: of Redis.
boost::asio::awaitable<Result<Kept>> first_kept(redis::Connection& connection, const storage::Keys& keys,
                                                Retention retention);

/// The number of the oldest inbox entry that came at `since` or later; one more than the newest if none did. Errors: of
/// Redis.
boost::asio::awaitable<Result<std::uint64_t>> first_since(redis::Connection& connection, const storage::Keys& keys,
                                                          Instant since);

}  // namespace switchroom::shard
