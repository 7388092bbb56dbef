#pragma once
// A command to Redis, answered or an error. The owner's thread.

#include <boost/asio/awaitable.hpp>
#include <utility>

#include "storage/redis/connection.hpp"

namespace switchroom::shard {

/// Sends `command` and gives the reply; an error reply is an error, like a connection that is gone.
inline boost::asio::awaitable<Result<redis::Reply>> ask(redis::Connection& connection, redis::Command command) {
  Result<redis::Reply> reply = co_await connection.request(std::move(command));
  if (reply) reply = redis::checked(std::move(*reply));
  co_return reply;
}

}  // namespace switchroom::shard
