#pragma once
// Records of the topic on which consoles send commands. One thread; blocking calls run on a thread of their own.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "storage/kafka/settings.hpp"

namespace switchroom::storage {

/// By partition: the offset of the first record that was not carried out yet.
using CommandOffsets = std::map<std::int32_t, std::int64_t>;

struct CommandRecord {
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::string value;
};

class CommandFeed {
 public:
  explicit CommandFeed(KafkaSettings settings);
  ~CommandFeed();

  /// The topic's whole name.
  const std::string& topic() const;
  /// Begins anew there; partitions that are not named begin with their oldest record, as do those whose place is gone.
  void start_at(CommandOffsets offsets);
  /// What comes next, in the order of each partition: as soon as there is something, at most 100 records; empty after
  /// half a second, or if the topic does not exist (yet). Error `kafka_unavailable`; then ask again.
  boost::asio::awaitable<Result<std::vector<CommandRecord>>> next();

 private:
  struct State;
  static Result<std::vector<CommandRecord>> read(State& state, std::stop_token stop);
  std::shared_ptr<State> state_;
};

}  // namespace switchroom::storage
