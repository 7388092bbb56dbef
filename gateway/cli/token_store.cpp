#include "gateway/cli/token_store.hpp"

#include <algorithm>
#include <utility>

#include "gateway/cli/redis_settings.hpp"
#include "storage/redis/command.hpp"

namespace switchroom::cli {
namespace {

boost::asio::awaitable<Result<redis::Reply>> ask(redis::Connection& connection, redis::Command command) {
  auto reply = co_await connection.request(std::move(command));
  if (!reply) co_return std::unexpected(reply.error());
  co_return redis::checked(std::move(*reply));
}

Result<redis::Reply> ask_once(const redis::Settings& settings, const redis::Command& command) {
  return run_on_redis<redis::Reply>(settings, [&](redis::Connection& connection) { return ask(connection, command); });
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
