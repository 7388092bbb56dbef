#pragma once
// From the settings of a process to those of its parts, and the check that Kafka's topics fit. Start-up; the owner's
// thread.

#include <boost/asio/awaitable.hpp>
#include <functional>

#include "config/documents/process_settings.hpp"
#include "router/shard/shard.hpp"
#include "storage/kafka/settings.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::program {

/// Throws std::runtime_error for a secret that can't be read.
redis::Settings redis_settings(const documents::ProcessSettings& settings);
/// The same.
storage::KafkaSettings kafka_settings(const documents::ProcessSettings& settings);
shard::ShardSettings shard_settings(const documents::ProcessSettings& settings);

/// Makes missing topics and checks those that are there. The count of partitions that the first start found is kept in
/// Redis: with another one a ticket's events would change partitions and lose their order. `waiting` hears why Kafka
/// can't be asked yet. Errors: invalid_setting, of Redis.
boost::asio::awaitable<Result<void>> check_topics(redis::Connection& connection, storage::KafkaSettings kafka,
                                                  documents::ProcessSettings::Kafka wanted,
                                                  std::function<void(const Error&)> waiting);

}  // namespace switchroom::program
