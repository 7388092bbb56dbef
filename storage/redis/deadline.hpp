#pragma once
// A limit on the time that a coroutine may take.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace switchroom::redis {

/// Runs `work` for at most `limit`. Empty: `work` was cancelled at the limit and has ended. Rethrows its exception at
/// once. On the caller's executor.
template <class Value>
boost::asio::awaitable<std::optional<Value>> finish_within(std::chrono::milliseconds limit,
                                                           boost::asio::awaitable<Value> work) {
  namespace asio = boost::asio;
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer{executor, limit};
  auto [order, failure, value, timer_error] =
      co_await asio::experimental::make_parallel_group(asio::co_spawn(executor, std::move(work), asio::deferred),
                                                       timer.async_wait(asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (order[0] != 0) co_return std::nullopt;
  if (failure) std::rethrow_exception(failure);
  co_return std::move(value);
}

}  // namespace switchroom::redis
