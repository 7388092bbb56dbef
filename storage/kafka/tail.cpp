#include "storage/kafka/tail.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "storage/kafka/apart.hpp"
#include "storage/kafka/partition_reader.hpp"
#include "storage/kafka/tail_topics.hpp"

// A partition is read in windows from its end backwards: the newest 16 records, the 64 before them, 256 … Events of one
// shard follow each other in the order of their frames, so the search ends at a window with one that Redis knows.
// Repeats after a crash are older events behind newer ones; they end the search early only where everything before them
// was sent before, too.

namespace switchroom::storage {
namespace {

constexpr std::int64_t first_window = 16;
constexpr std::int64_t window_growth = 4;
constexpr int poll_ms = 100;
constexpr std::chrono::seconds silence_max{5};

struct Scan {
  PartitionBounds bounds;
  std::int64_t window = first_window;
  std::int64_t from = 0;  ///< of the window that is read
  std::int64_t to = 0;
  bool reading = false;
  bool found = false;  ///< an event that Redis knows
};

class Search {
 public:
  Search(PartitionReader reader, const TailQuery& query, std::stop_token stop)
      : reader_(std::move(reader)), query_(query), stop_(std::move(stop)) {}

  Result<ShardTail> run(std::span<const std::string> topics);

 private:
  bool open_windows();
  bool open_window(Scan& scan);
  Result<void> read_windows();
  void take(const rd_kafka_message_t& message);
  void take_event(Scan& scan, std::string_view bytes);
  std::size_t still_reading() const {
    return static_cast<std::size_t>(std::ranges::count(scans_, true, &Scan::reading));
  }

  PartitionReader reader_;
  const TailQuery& query_;
  std::stop_token stop_;
  std::vector<Scan> scans_;
  ShardTail tail_;
};

Result<ShardTail> Search::run(std::span<const std::string> topics) {
  auto bounds = reader_.bounds(topics, stop_);
  if (!bounds) return std::unexpected(bounds.error());
  for (PartitionBounds& partition : *bounds) {
    const std::int64_t end = partition.end;
    scans_.push_back({.bounds = std::move(partition), .from = end, .to = end});
  }
  while (open_windows())
    if (auto read = read_windows(); !read) return std::unexpected(read.error());
  return tail_;
}

/// Turns to the next window of each partition that is not done. False: all are.
bool Search::open_windows() {
  std::vector<PartitionStart> starts;
  for (Scan& scan : scans_)
    if (open_window(scan)) starts.push_back({&scan.bounds.topic, scan.bounds.partition, scan.from});
  if (!starts.empty()) reader_.start(starts);
  return !starts.empty();
}

bool Search::open_window(Scan& scan) {
  if (scan.found || scan.from <= scan.bounds.begin) return false;
  if (static_cast<std::uint64_t>(scan.bounds.end - scan.from) >= query_.records_max) {
    tail_.whole = false;
    return false;
  }
  scan.to = scan.from;
  scan.from = std::max(scan.bounds.begin, scan.to - scan.window);
  scan.window *= window_growth;
  return scan.reading = true;
}

Result<void> Search::read_windows() {
  auto heard = std::chrono::steady_clock::now();
  while (still_reading() > 0) {
    if (stop_.stop_requested())
      return std::unexpected(Error{Fault::shutting_down, "kafka tail", "a request to stop", {}});
    const MessageHandle message = reader_.next(poll_ms);
    if (message && (message->err == RD_KAFKA_RESP_ERR_NO_ERROR || message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)) {
      take(*message);
      heard = std::chrono::steady_clock::now();
    } else if (std::chrono::steady_clock::now() - heard > silence_max) {
      return std::unexpected(unavailable("kafka tail", message ? message->err : RD_KAFKA_RESP_ERR__TIMED_OUT));
    }
  }
  return {};
}

void Search::take(const rd_kafka_message_t& message) {
  const std::string_view topic = rd_kafka_topic_name(message.rkt);
  const auto scan = std::ranges::find_if(scans_, [&](const Scan& each) {
    return each.bounds.partition == message.partition && each.bounds.topic == topic;
  });
  if (scan == scans_.end() || !scan->reading) return;
  if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR && message.offset < scan->to)
    take_event(*scan, {static_cast<const char*>(message.payload), message.len});
  if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR || message.offset + 1 >= scan->to) scan->reading = false;
}

void Search::take_event(Scan& scan, std::string_view bytes) {
  const EventOrigin origin = origin_of(bytes, query_.shard);
  if (origin.frame == 0) return;
  tail_.highest_frame = std::max(tail_.highest_frame, origin.frame);
  if (origin.frame <= query_.head) {
    scan.found = true;
    return;
  }
  ++tail_.events_ahead;
  tail_.highest_ticket = std::max(tail_.highest_ticket, origin.ticket);
  tail_.highest_customer = std::max(tail_.highest_customer, origin.customer);
}

Result<ShardTail> read_now(const KafkaSettings& settings, const TailQuery& query, std::stop_token stop) {
  auto reader = PartitionReader::open(settings);
  if (!reader) return std::unexpected(reader.error());
  return Search{std::move(*reader), query, std::move(stop)}.run(all_topic_names(settings));
}

}  // namespace

boost::asio::awaitable<Result<ShardTail>> read_tail(KafkaSettings settings, TailQuery query) {
  std::move_only_function<Result<ShardTail>(std::stop_token)> work = [settings, query](std::stop_token stop) {
    return read_now(settings, query, std::move(stop));
  };
  co_return co_await run_apart(std::move(work));
}

}  // namespace switchroom::storage
