#include "gateway/cli/redis_settings.hpp"

#include "config/documents/secret.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::cli {
namespace {

boost::asio::awaitable<bool> be_ready(redis::Connection& connection) {
  co_await connection.until_ready();
  co_return true;
}

}  // namespace

std::expected<redis::Settings, Exit> redis_of(const Terminal& terminal, const documents::ProcessSettings& settings,
                                              std::string client) {
  redis::Settings redis;
  redis.url = settings.redis.url;
  redis.username = settings.redis.username;
  redis.ca_file = settings.redis.ca_file;
  redis.client_name = std::move(client);
  redis.durability = from_word<redis::Durability>(redis::durability_names, settings.redis.durability)
                         .value_or(redis::Durability::disk);
  redis.replicas = settings.redis.replicas;
  if (settings.redis.password.empty()) return redis;
  auto password = documents::resolve_secret(settings.redis.password, settings.secrets.directory);
  if (!password) return std::unexpected(terminal.fail(Exit::failed, password.error()));
  redis.password = std::move(*password);
  return redis;
}

Exit redis_failed(const Terminal& terminal, const Error& error) {
  const bool is_ours = error.fault == Fault::internal || error.fault == Fault::invalid_setting;
  return terminal.fail(is_ours ? Exit::failed : Exit::not_reached, error);
}

boost::asio::awaitable<Result<void>> ready_within(redis::Connection& connection, std::chrono::milliseconds limit) {
  const auto ready = co_await redis::finish_within(limit, be_ready(connection));
  if (ready) co_return Result<void>{};
  co_return std::unexpected(connection.trouble().value_or(Error{Fault::storage_unavailable, "redis", "", ""}));
}

}  // namespace switchroom::cli
