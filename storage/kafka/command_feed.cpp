#include "storage/kafka/command_feed.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "storage/kafka/apart.hpp"
#include "storage/kafka/partition_reader.hpp"

namespace switchroom::storage {
namespace {

constexpr int patience_ms = 500;
constexpr std::size_t records_max = 100;

}  // namespace

struct CommandFeed::State {
  KafkaSettings settings;
  std::string topic;
  CommandOffsets offsets;
  std::optional<PartitionReader> reader;  // empty: to be begun anew

  Result<void> begin(std::stop_token stop);
};

/// A missing topic leaves the reader empty.
Result<void> CommandFeed::State::begin(std::stop_token stop) {
  auto opened = PartitionReader::open(settings);
  if (!opened) return std::unexpected(opened.error());
  const auto bounds = opened->bounds(std::array{topic}, stop);
  if (!bounds) return std::unexpected(bounds.error());
  std::vector<PartitionStart> starts;
  for (const PartitionBounds& one : *bounds) {
    const auto known = offsets.find(one.partition);
    const bool is_there = known != offsets.end() && known->second >= one.begin && known->second <= one.end;
    starts.push_back({&topic, one.partition, is_there ? known->second : one.begin});
  }
  if (starts.empty()) return {};
  opened->start(starts);
  reader.emplace(std::move(*opened));
  return {};
}

CommandFeed::CommandFeed(KafkaSettings settings) : state_(std::make_shared<State>()) {
  state_->topic = settings.topic_prefix + "commands";
  state_->settings = std::move(settings);
}

CommandFeed::~CommandFeed() = default;

const std::string& CommandFeed::topic() const { return state_->topic; }

void CommandFeed::start_at(CommandOffsets offsets) {
  state_->offsets = std::move(offsets);
  state_->reader.reset();
}

Result<std::vector<CommandRecord>> CommandFeed::read(State& state, std::stop_token stop) {
  if (!state.reader)
    if (const auto begun = state.begin(stop); !begun) return std::unexpected(begun.error());
  std::vector<CommandRecord> records;
  if (!state.reader) return records;
  for (int wait_ms = patience_ms; records.size() < records_max; wait_ms = 0) {
    const MessageHandle message = state.reader->next(wait_ms);
    if (!message) break;
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;  // the end of a partition, or Kafka is away
    state.offsets[message->partition] = message->offset + 1;
    records.push_back({message->partition, message->offset,
                       std::string{static_cast<const char*>(message->payload), message->payload ? message->len : 0}});
  }
  return records;
}

boost::asio::awaitable<Result<std::vector<CommandRecord>>> CommandFeed::next() {
  std::move_only_function<Result<std::vector<CommandRecord>>(std::stop_token)> work =
      [state = state_](std::stop_token stop) { return read(*state, std::move(stop)); };
  co_return co_await run_apart(std::move(work));
}

}  // namespace switchroom::storage
