#pragma once
// Blocking work away from the I/O threads: on a thread of its own, awaited on the caller's executor.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace switchroom::storage {

/// Runs `work` on a new thread and resumes with its result. `work` throws nothing and looks at its stop token at least
/// twice a second: when the awaiting coroutine is cancelled or destroyed, that waits for `work` to return.
template <class Value>
boost::asio::awaitable<Value> run_apart(std::move_only_function<Value(std::stop_token)> work) {
  namespace asio = boost::asio;
  struct Meeting {
    explicit Meeting(const asio::any_io_executor& executor) : done(executor, asio::steady_timer::time_point::max()) {}
    asio::steady_timer done;
    std::optional<Value> value;
  };
  const auto executor = co_await asio::this_coro::executor;
  const auto meeting = std::make_shared<Meeting>(executor);
  const std::jthread thread{[executor, meeting, work = std::move(work)](std::stop_token stop) mutable {
    asio::post(executor, [meeting, value = work(stop)]() mutable {
      meeting->value = std::move(value);
      meeting->done.cancel();
    });
  }};
  co_await meeting->done.async_wait(asio::as_tuple(asio::use_awaitable));
  if (!meeting->value) throw boost::system::system_error(asio::error::operation_aborted);
  co_return std::move(*meeting->value);
}

}  // namespace switchroom::storage
