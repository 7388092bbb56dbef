#pragma once
// Carries out what consoles send as commands on Kafka, each once, in the order of its partition: the inbox entry that
// carries one out also moves its partition's place, in the same commit. The owner's thread.

#include <boost/asio/awaitable.hpp>

#include "gateway/api/api.hpp"
#include "gateway/operate/log.hpp"
#include "router/shard/shard.hpp"
#include "storage/kafka/command_feed.hpp"

namespace switchroom::commands {

class Consumer {
 public:
  /// Everything given by reference outlives the consumer. Whoever may write to the topic may act as anybody.
  Consumer(storage::KafkaSettings kafka, const shard::Shard& shard, api::Api& api, operate::Log& log);

  /// Until cancelled. Reads only while this process owns the shard; commands for workspaces of other shards are for
  /// their owners.
  boost::asio::awaitable<void> run();

 private:
  boost::asio::awaitable<void> work(std::string incarnation);
  boost::asio::awaitable<void> carry_out(const storage::CommandRecord& record, const std::string& incarnation);
  bool owns(const std::string& incarnation) const;

  storage::CommandFeed feed_;
  const shard::Shard& shard_;
  api::Api& api_;
  operate::Log& log_;
};

}  // namespace switchroom::commands
