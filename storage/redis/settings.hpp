#pragma once
// How to reach Redis and what to ask of it. Plain value: any thread.

#include <chrono>
#include <string>

#include "storage/redis/durability.hpp"
#include "storage/redis/multiplexer.hpp"

namespace switchroom::redis {

struct Settings {
  std::string url = "unix:///run/redis/redis.sock";  ///< see `parse_address`
  std::string username;                              ///< if set, goes before the URL's
  std::string password;                              ///< if set, goes before the URL's
  std::string ca_file;                               ///< for rediss://; empty: the system's authorities
  std::string client_name = "switchroom";            ///< for CLIENT LIST; no blanks
  Durability durability = Durability::disk;
  unsigned replicas = 0;                              ///< `replicated`: how many have to be connected
  std::chrono::milliseconds command_deadline{2'000};  ///< from `send` to the reply; then the connection is cut
  std::chrono::milliseconds connect_deadline{3'000};  ///< from the first packet to ready
  std::chrono::milliseconds backoff_min{10};
  std::chrono::milliseconds backoff_max{1'000};
  Multiplexer::Bounds bounds;
};

}  // namespace switchroom::redis
