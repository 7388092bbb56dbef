#include "router/shard/retention.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "router/shard/ask.hpp"
#include "storage/redis/number.hpp"

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::number;
using redis::Reply;

/// What bisection looks at.
struct Mark {
  std::uint64_t n = 0;
  Instant at{};
  std::uint64_t bytes_before = 0;  ///< of everything put into inbox and out before it
};

struct Bounds {
  Instant since{};
  std::uint64_t bytes_from = 0;  ///< entries with fewer bytes before them are too far back
};

Mark mark_of(const Reply& entry) {
  Mark mark{.n = redis::entry_number(entry.elements.at(0).text)};
  const auto& fields = entry.elements.at(1).elements;
  mark.at = instant_of_ms(static_cast<std::int64_t>(number(fields.at(1).text)));
  if (fields.size() < 6) return mark;  // of before bytes were counted
  const std::uint64_t with_it = number(fields[5].text);
  mark.bytes_before = with_it - std::min<std::uint64_t>(with_it, fields[3].text.size());
  return mark;
}

/// The first entry with at least this number; n = 0 if there is none.
asio::awaitable<Result<Mark>> mark_at(redis::Connection& connection, const storage::Keys& keys, std::uint64_t n) {
  const std::string first = fmt::format("{}-0", n);
  Command command{"XRANGE", keys.inbox, first, "+", "COUNT", "1"};
  Result<Reply> reply = co_await ask(connection, std::move(command));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  co_return reply->elements.empty() ? Mark{} : mark_of(reply->elements.front());
}

asio::awaitable<Result<Kept>> first_within(redis::Connection& connection, const storage::Keys& keys,
                                           std::uint64_t newest, Bounds bounds) {
  Result<Mark> mark = co_await mark_at(connection, keys, 0);
  if (!mark) co_return std::unexpected(std::move(mark.error()));
  const std::uint64_t oldest = mark->n == 0 ? newest + 1 : mark->n;
  std::uint64_t low = oldest, high = newest + 1;  // the answer lies in [low, high]
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    mark = co_await mark_at(connection, keys, middle);
    if (!mark) co_return std::unexpected(std::move(mark.error()));
    const bool within = mark->n != 0 && mark->at >= bounds.since && mark->bytes_before >= bounds.bytes_from;
    if (within)
      high = middle;
    else
      low = middle + 1;
  }
  const Kept kept{oldest, low};
  co_return kept;
}

}  // namespace

asio::awaitable<Result<Kept>> first_kept(redis::Connection& connection, const storage::Keys& keys,
                                         Retention retention) {
  Command read_head{"HMGET", keys.head, "n", "b"};
  Result<Reply> head = co_await ask(connection, std::move(read_head));
  if (!head) co_return std::unexpected(std::move(head.error()));
  Command read_time{"TIME"};
  Result<Reply> time = co_await ask(connection, std::move(read_time));
  if (!time) co_return std::unexpected(std::move(time.error()));
  const auto now = instant_of_ms(static_cast<std::int64_t>(number(time->elements.at(0).text)) * 1000);
  const std::uint64_t bytes = number(head->elements.at(1).text);
  const Bounds bounds{now - retention.time, bytes - std::min(bytes, retention.bytes)};
  co_return co_await first_within(connection, keys, number(head->elements.at(0).text), bounds);
}

asio::awaitable<Result<std::uint64_t>> first_since(redis::Connection& connection, const storage::Keys& keys,
                                                   Instant since) {
  Command command{"HGET", keys.head, "n"};
  Result<Reply> newest = co_await ask(connection, std::move(command));
  if (!newest) co_return std::unexpected(std::move(newest.error()));
  const Bounds bounds{since, 0};
  const Result<Kept> found = co_await first_within(connection, keys, number(newest->text), bounds);
  if (!found) co_return std::unexpected(found.error());
  co_return found->first;
}

}  // namespace switchroom::shard
