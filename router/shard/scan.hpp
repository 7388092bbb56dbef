#pragma once
// Whole hashes of Redis, page by page. The thread of the connection.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "storage/redis/connection.hpp"

namespace switchroom::shard {

/// A page of a hash that Redis was asked for.
struct Page {
  explicit Page(const boost::asio::any_io_executor& executor)
      : arrived(executor, boost::asio::steady_timer::time_point::max()) {}
  std::optional<Result<redis::Reply>> reply;
  boost::asio::steady_timer arrived;  ///< never expires; cancelled when the reply is there
};

/// Sends the question for the page at `cursor`.
std::shared_ptr<Page> ask_page(redis::Connection& connection, const boost::asio::any_io_executor& executor,
                               std::string_view key, std::string_view cursor);

/// Waits for a page that was asked for. Errors are Redis's.
boost::asio::awaitable<Result<redis::Reply>> arrival_of(std::shared_ptr<Page> page);

/// Calls `take(field, value)` for each field of a hash, for some perhaps twice; ends with the first error. Redis
/// collects a page while the one before is taken in.
template <class Take>
boost::asio::awaitable<Result<void>> scan(redis::Connection& connection, std::string key, Take take) {
  const auto executor = co_await boost::asio::this_coro::executor;
  std::shared_ptr<Page> asked = ask_page(connection, executor, key, "0");
  while (asked) {
    const Result<redis::Reply> page = co_await arrival_of(std::exchange(asked, nullptr));
    if (!page) co_return std::unexpected(page.error());
    const std::string& cursor = page->elements.at(0).text;
    if (cursor != "0") {
      asked = ask_page(connection, executor, key, cursor);
      co_await boost::asio::post(executor, boost::asio::use_awaitable);  // lets the command leave
    }
    const auto& pairs = page->elements.at(1).elements;
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
      Result<void> taken = take(std::string_view{pairs[i].text}, std::string_view{pairs[i + 1].text});
      if (!taken) co_return taken;
    }
  }
  co_return Result<void>{};
}

/// For `scan`: decodes each value and gives the record to `keep(field, record)`; its error if it can't be read.
template <class Decode, class Keep>
auto decoding(Decode decode, Keep keep) {
  return [decode, keep](std::string_view field, std::string_view value) -> Result<void> {
    auto record = decode(value);
    if (!record) return std::unexpected(std::move(record.error()));
    return keep(field, std::move(*record));
  };
}

}  // namespace switchroom::shard
