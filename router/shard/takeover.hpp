#pragma once
// Taking a shard over: a new incarnation, then the stored state exactly as it is at the position. The owner's thread.

#include <array>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "router/shard/fold.hpp"
#include "storage/records/keys.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::shard {

/// What take.lua found.
struct Taken {
  bool held = false;  ///< somebody else is the owner and was heard lately; nothing else is set
  std::string holder;
  std::uint64_t newest = 0;  ///< n of the newest inbox entry
  std::uint64_t position = 0;
  std::uint64_t published = 0;
  std::uint64_t epoch = 0;
  std::uint64_t tries = 0;  ///< takeovers since the last commit, this one included
  std::uint64_t customers = 0;
  std::uint64_t tickets = 0;
  std::uint64_t rolled_back_to = 0;  ///< of the last rollback that was reported: Kafka is known to be as far
  Instant seen{};                    ///< when the owner before was heard last, to the second; zero: there was none
  Instant clocks_stopped{};          ///< since when clocks of offers and replies stood still; zero: they ran
  std::string at;                    ///< `<n>.<input>`: what was being folded, if the owner before went input by input
  std::map<std::int32_t, std::int64_t>
      commands;  ///< by partition of their topic: the first that was not carried out yet
  std::optional<std::array<std::uint64_t, 2>> fingerprint_key;  ///< empty: a new shard
};

/// Takes the shard under `incarnation` (32 hex digits); `idle_seconds` empty: at once, else only if its owner was not
/// heard for so long. Errors: of Redis.
boost::asio::awaitable<Result<Taken>> take(redis::Connection& connection, const storage::Keys& keys,
                                           std::string incarnation, std::string owner, std::string idle_seconds);

/// Puts configurations, agents and open tickets into an empty fold. Errors: of Redis, or `internal` for a record that
/// can't be read.
boost::asio::awaitable<Result<void>> load(redis::Connection& connection, const storage::Keys& keys, const Taken& taken,
                                          Fold& fold);

/// The configurations by number of their workspace: all that a gateway without the shard needs. Errors as above.
boost::asio::awaitable<Result<std::map<std::uint32_t, storage::ConfigRecord>>> stored_configurations(
    redis::Connection& connection, const storage::Keys& keys);

}  // namespace switchroom::shard
