#pragma once
// Where Redis is, for commands that speak with it without a server, and one errand there. One thread.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <expected>
#include <functional>
#include <string>
#include <utility>

#include "config/documents/process_settings.hpp"
#include "gateway/cli/terminal.hpp"
#include "storage/redis/connection.hpp"
#include "storage/redis/deadline.hpp"

namespace switchroom::cli {

/// How a command that calls itself `client` reaches Redis. The exit code for a secret that can't be read, which has
/// been told.
std::expected<redis::Settings, Exit> redis_of(const Terminal& terminal, const documents::ProcessSettings& settings,
                                              std::string client);

/// Tells what went wrong with Redis; returns the exit code that this has.
Exit redis_failed(const Terminal& terminal, const Error& error);

/// Waits until the connection is ready, for `limit` at most. Error: why it is not.
boost::asio::awaitable<Result<void>> ready_within(redis::Connection& connection, std::chrono::milliseconds limit);

/// Connects, runs `errand(connection)` and gives what it gave. Blocks. Errors: not reached in `connect_deadline`, or
/// the errand's. Rethrows its exception.
template <class Value>
using RedisErrand = std::function<boost::asio::awaitable<Result<Value>>(redis::Connection&)>;

/// Waits until the connection is ready, then runs the errand. All three outlive the call.
template <class Value>
boost::asio::awaitable<Result<Value>> once_ready(redis::Connection& connection, std::chrono::milliseconds limit,
                                                 const RedisErrand<Value>& errand) {
  const Result<void> ready = co_await ready_within(connection, limit);
  if (!ready) co_return std::unexpected(ready.error());
  co_return co_await errand(connection);
}

/// What is done on a connection that is ready; the connection outlives it.
template <class Value>
Result<Value> run_on_redis(const redis::Settings& settings, const RedisErrand<Value>& errand) {
  namespace asio = boost::asio;
  asio::io_context context;
  redis::Connection connection{context.get_executor(), settings, {}};
  asio::cancellation_signal end;
  Result<Value> result = std::unexpected(Error{});
  std::exception_ptr thrown;
  asio::co_spawn(context, connection.run(), asio::bind_cancellation_slot(end.slot(), asio::detached));
  asio::co_spawn(context, once_ready(connection, settings.connect_deadline, errand),
                 [&](const std::exception_ptr& failure, Result<Value> value) {
                   thrown = failure;
                   result = std::move(value);
                   end.emit(asio::cancellation_type::terminal);
                 });
  context.run();
  if (thrown) std::rethrow_exception(thrown);
  return result;
}

}  // namespace switchroom::cli
