#pragma once
// Committed decisions on their way to Kafka: from memory while Kafka keeps up, else read again from Redis, always in
// order. Before the first event of a takeover it compares Redis with what Kafka has already seen. The owner's thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "router/shard/fold.hpp"
#include "storage/kafka/event.hpp"
#include "storage/kafka/publisher.hpp"
#include "storage/kafka/tail.hpp"
#include "storage/records/keys.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::shard {

class Outbox {
 public:
  /// Everything given by reference outlives the outbox.
  Outbox(boost::asio::any_io_executor executor, redis::Connection& connection, const storage::Keys& keys,
         storage::Publisher& publisher, storage::KafkaSettings kafka, storage::MessageEvents messages);

  /// What Kafka holds of this shard beyond `newest`. Empty: Kafka did not answer in time.
  boost::asio::awaitable<std::optional<storage::ShardTail>> compare(std::uint64_t newest,
                                                                    std::chrono::milliseconds limit);

  /// A takeover: everything after `published` up to `position` waits in Redis. `compared`: `compare` was done and its
  /// findings are in the inbox; otherwise `run` does it before the first event and reports what it finds to
  /// `on_rollback`.
  void begin(std::uint64_t published, std::uint64_t position, std::uint64_t newest, bool compared,
             const Workspaces& workspaces);
  /// The decisions of a commit that Redis acknowledged. `batch.entries` are the entries up to `position`.
  void committed(const std::string& incarnation, std::uint64_t before, std::uint64_t position, const Batch& batch);
  /// The shard is another's now.
  void end();

  /// Catches up from Redis whenever that is needed. Until cancelled.
  boost::asio::awaitable<void> run();

  /// Position up to which Kafka has acknowledged every event.
  std::uint64_t published() const;
  void on_rollback(std::function<void(const storage::ShardTail&)> hear) { hear_rollback_ = std::move(hear); }
  storage::Publisher& publisher() { return publisher_; }

 private:
  boost::asio::awaitable<bool> compare_late();
  boost::asio::awaitable<Result<void>> catch_up();
  boost::asio::awaitable<Result<void>> send_stored(std::string id, std::string incarnation, std::string decisions);
  boost::asio::awaitable<Result<std::vector<Entry>>> read_entries(std::uint64_t first, std::uint64_t last);
  storage::Batch render(const std::string& incarnation, std::uint64_t position,
                        std::span<const storage::Decision> decisions, std::span<const Entry> entries) const;
  boost::asio::awaitable<void> offer(storage::Batch batch);
  boost::asio::awaitable<void> wait(std::chrono::milliseconds limit);

  boost::asio::any_io_executor executor_;
  redis::Connection& connection_;
  const storage::Keys& keys_;
  storage::Publisher& publisher_;
  storage::KafkaSettings kafka_;
  storage::MessageEvents messages_;
  std::function<void(const storage::ShardTail&)> hear_rollback_;

  const Workspaces* workspaces_ = nullptr;  // null: the shard is not ours
  std::uint64_t round_ = 0;                 // counts takeovers: what was begun before is not finished after
  std::uint64_t fed_ = 0;                   // position up to which the publisher was offered everything
  std::uint64_t position_ = 0;              // committed
  std::uint64_t newest_ = 0;                // inbox at the takeover
  std::uint64_t published_floor_ = 0;       // what Redis said at the takeover
  bool compared_ = false;
  bool behind_ = false;  // something between fed_ and position_ has to be read from Redis
  boost::asio::steady_timer wake_;
};

/// The names for a decision's event; the workspace 0 has none.
storage::Names names_of(const Workspaces& workspaces, WorkspaceId id);

}  // namespace switchroom::shard
