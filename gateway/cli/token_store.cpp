#include "gateway/cli/token_store.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <utility>

#include "storage/redis/command.hpp"
#include "storage/redis/connection.hpp"
#include "storage/redis/deadline.hpp"

namespace switchroom::cli {
namespace {

namespace asio = boost::asio;

asio::awaitable<bool> be_ready(redis::Connection& connection) {
  co_await connection.until_ready();
  co_return true;
}

/// Waits until the connection is ready, asks, and says what came; then the connection is of no more use.
asio::awaitable<Result<redis::Reply>> ask(redis::Connection& connection, redis::Command command,
                                          std::chrono::milliseconds limit) {
  const auto ready = co_await redis::finish_within(limit, be_ready(connection));
  if (!ready)
    co_return std::unexpected(connection.trouble().value_or(Error{Fault::storage_unavailable, "redis", "", ""}));
  auto reply = co_await connection.request(std::move(command));
  if (!reply) co_return std::unexpected(reply.error());
  co_return redis::checked(std::move(*reply));
}

Result<redis::Reply> ask_once(const redis::Settings& settings, redis::Command command) {
  asio::io_context context;
  redis::Connection connection{context.get_executor(), settings, {}};
  asio::cancellation_signal end;
  Result<redis::Reply> result = std::unexpected(Error{});
  std::exception_ptr thrown;
  asio::co_spawn(context, connection.run(), asio::bind_cancellation_slot(end.slot(), asio::detached));
  asio::co_spawn(context, ask(connection, std::move(command), settings.connect_deadline),
                 [&](const std::exception_ptr& failure, Result<redis::Reply> reply) {
                   thrown = failure;
                   result = std::move(reply);
                   end.emit(asio::cancellation_type::terminal);
                 });
  context.run();
  if (thrown) std::rethrow_exception(thrown);
  return result;
}

}  // namespace

Result<void> TokenStore::add(const StoredToken& token) {
  const auto reply =
      ask_once(settings_, redis::Command{"HSET", api::tokens_key, token.sha256, api::to_json(token.record)});
  if (!reply) return std::unexpected(reply.error());
  return {};
}

Result<std::vector<StoredToken>> TokenStore::list() {
  const auto reply = ask_once(settings_, redis::Command{"HGETALL", api::tokens_key});
  if (!reply) return std::unexpected(reply.error());
  std::vector<StoredToken> tokens;
  for (std::size_t i = 0; i + 1 < reply->elements.size(); i += 2)
    if (auto record = api::token_record_of(reply->elements[i + 1].text))
      tokens.push_back({reply->elements[i].text, std::move(*record)});
  std::ranges::sort(tokens, {},
                    [](const StoredToken& token) { return std::pair{token.record.created_ms, token.sha256}; });
  return tokens;
}

Result<bool> TokenStore::remove(const std::string& sha256) {
  const auto reply = ask_once(settings_, redis::Command{"HDEL", api::tokens_key, sha256});
  if (!reply) return std::unexpected(reply.error());
  return reply->integer == 1;
}

}  // namespace switchroom::cli
