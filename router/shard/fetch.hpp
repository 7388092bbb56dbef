#pragma once
// What the next entries need of Redis besides what the fold holds. The owner's thread.

#include <boost/asio/awaitable.hpp>

#include "router/shard/fold.hpp"
#include "storage/records/keys.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::shard {

/// Reads from Redis what `needs` names, and tells it to `fold`. `now` is the time of the entries. Errors: of Redis, or
/// `internal` for a record that can't be read.
boost::asio::awaitable<Result<void>> fetch(redis::Connection& connection, const storage::Keys& keys, Needs needs,
                                           Instant now, Fold& fold);

}  // namespace switchroom::shard
