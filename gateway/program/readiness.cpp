#include "gateway/program/readiness.hpp"

#include <cstdlib>
#include <stdexcept>

#include "config/documents/secret.hpp"
#include "storage/kafka/topics.hpp"

namespace switchroom::program {
namespace {

constexpr std::string_view pins_key = "switchroom:kafka";

std::string resolved(const std::string& reference, const documents::ProcessSettings& settings) {
  if (reference.empty()) return {};
  Result<std::string> secret = documents::resolve_secret(reference, settings.secrets.directory);
  if (!secret) throw std::runtime_error(describe(secret.error()));
  return std::move(*secret);
}

boost::asio::awaitable<Result<redis::Reply>> ask(redis::Connection& connection, redis::Command command) {
  Result<redis::Reply> reply = co_await connection.request(std::move(command));
  if (reply) reply = redis::checked(std::move(*reply));
  co_return reply;
}

}  // namespace

redis::Settings redis_settings(const documents::ProcessSettings& settings) {
  redis::Settings redis;
  redis.url = settings.redis.url;
  redis.username = settings.redis.username;
  redis.password = resolved(settings.redis.password, settings);
  redis.ca_file = settings.redis.ca_file;
  redis.durability = from_word<redis::Durability>(redis::durability_names, settings.redis.durability).value();
  redis.replicas = settings.redis.replicas;
  redis.command_deadline = std::chrono::milliseconds{settings.redis.command_ms};
  return redis;
}

storage::KafkaSettings kafka_settings(const documents::ProcessSettings& settings) {
  storage::KafkaSettings kafka;
  kafka.brokers = settings.kafka.brokers;
  kafka.topic_prefix = settings.kafka.topic_prefix;
  for (const auto& [name, value] : settings.kafka.properties)
    kafka.properties[name] = documents::is_secret_property(name) ? resolved(value, settings) : value;
  return kafka;
}

shard::ShardSettings shard_settings(const documents::ProcessSettings& settings) {
  shard::ShardSettings shard;
  shard.owner = settings.listen.address + ":" + std::to_string(settings.listen.port);
  shard.customers_cached = settings.shard.customers_cached;
  shard.recorded = {.time = std::chrono::hours{settings.shard.recorded_hours},
                    .bytes = std::uint64_t{settings.shard.recorded_mib_max} << 20};
  // Fault injection for the tests of the poison path; docs/testing.md names it.
  if (const char* poison = std::getenv("SWITCHROOM_FAULT_POISON")) shard.poison = poison;
  return shard;
}

boost::asio::awaitable<Result<void>> check_topics(redis::Connection& connection, storage::KafkaSettings kafka,
                                                  documents::ProcessSettings::Kafka wanted,
                                                  std::function<void(const Error&)> waiting) {
  storage::TopicPlan plan{.partitions = static_cast<std::int32_t>(wanted.partitions),
                          .replication = static_cast<std::int32_t>(wanted.replication)};
  for (std::size_t topic = 0; topic < storage::topic_names.size(); ++topic) {
    redis::Command read{"HGET", pins_key, storage::topic_names[topic]};
    Result<redis::Reply> pinned = co_await ask(connection, std::move(read));
    if (!pinned) co_return std::unexpected(std::move(pinned.error()));
    if (!pinned->is_nil()) plan.expected[topic] = std::stoi(pinned->text);
  }
  Result<storage::PartitionCounts> found = co_await storage::prepare_topics(std::move(kafka), plan, std::move(waiting));
  if (!found) co_return std::unexpected(std::move(found.error()));
  for (std::size_t topic = 0; topic < storage::topic_names.size(); ++topic) {
    const std::string count = std::to_string((*found)[topic]);
    redis::Command pin{"HSETNX", pins_key, storage::topic_names[topic], count};
    Result<redis::Reply> pinned = co_await ask(connection, std::move(pin));
    if (!pinned) co_return std::unexpected(std::move(pinned.error()));
  }
  co_return Result<void>{};
}

}  // namespace switchroom::program
