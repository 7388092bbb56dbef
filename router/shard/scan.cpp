#include "router/shard/scan.hpp"

#include <boost/asio/redirect_error.hpp>

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::Reply;

constexpr std::string_view scan_count = "1000";

}  // namespace

std::shared_ptr<Page> ask_page(redis::Connection& connection, const asio::any_io_executor& executor,
                               std::string_view key, std::string_view cursor) {
  const auto page = std::make_shared<Page>(executor);
  connection.send(Command{"HSCAN", key, cursor, "COUNT", scan_count}, [page](Result<Reply> reply) {
    page->reply = reply ? redis::checked(std::move(*reply)) : std::move(reply);
    page->arrived.cancel();
  });
  return page;
}

asio::awaitable<Result<Reply>> arrival_of(std::shared_ptr<Page> page) {
  boost::system::error_code woken;
  if (!page->reply) co_await page->arrived.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  if (!page->reply) throw boost::system::system_error(asio::error::operation_aborted);
  co_return std::move(*page->reply);
}

}  // namespace switchroom::shard
