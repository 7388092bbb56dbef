#pragma once
// Reads what is recorded of a workspace from Redis, and writes nothing. The connection's thread.

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "router/whatif/recording.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::cli {

/// Where to read, and how far back.
struct Question {
  std::string workspace;  ///< its name
  Milliseconds since{};   ///< before now, by the time of Redis
};

/// The last `since`, or as much of it as is still recorded, up to the shard's position. Whose first message lies in the
/// window is found out if `first_contacts`, or if a document in Redis asks for it. Errors: not_found for an unknown
/// workspace, internal for a record that can't be read, of Redis. `connection` and `keys` outlive the call.
boost::asio::awaitable<Result<whatif::Material>> read_material(redis::Connection& connection, const storage::Keys& keys,
                                                               Question question, bool first_contacts);

}  // namespace switchroom::cli
