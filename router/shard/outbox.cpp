#include "router/shard/outbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <span>

#include "storage/redis/deadline.hpp"
#include "storage/redis/number.hpp"

// fed_ ≤ position_: the publisher was offered everything up to fed_. While nothing is missing a commit goes straight
// from memory; once an offer is refused (Kafka is away and the bound is reached) or after a takeover, `run` reads out
// and inbox until it has caught up.

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using redis::Command;
using redis::entry_number;
using redis::number;
using redis::Reply;

constexpr std::string_view commits_a_read = "16";
constexpr std::size_t incarnation_digits = 16;  // of 32: enough in an event id

bool needs_entry(const storage::Decision& decision) {
  return decision.kind == storage::DecisionKind::message_recorded ||
         decision.kind == storage::DecisionKind::dead_lettered || decision.opened;
}

/// Whether the decision brings its message along: the input that caused it is another one.
bool carries(const storage::Decision& decision) {
  return decision.kind == storage::DecisionKind::message_released ||
         decision.kind == storage::DecisionKind::message_given_up;
}

}  // namespace

storage::Names names_of(const Workspaces& workspaces, WorkspaceId id) {
  static const workspace::Numbering none;
  const WorkspaceState* workspace = workspaces.find(id);
  return workspace == nullptr ? storage::Names{"", &none} : storage::Names{workspace->name, workspace->numbering.get()};
}

Outbox::Outbox(asio::any_io_executor executor, redis::Connection& connection, const storage::Keys& keys,
               storage::Publisher& publisher, storage::KafkaSettings kafka, storage::MessageEvents messages)
    : executor_(std::move(executor)),
      connection_(connection),
      keys_(keys),
      publisher_(publisher),
      kafka_(std::move(kafka)),
      messages_(messages),
      wake_(executor_, asio::steady_timer::time_point::max()) {
  publisher_.on_room([this] { wake_.cancel(); });
}

asio::awaitable<std::optional<storage::ShardTail>> Outbox::compare(std::uint64_t newest,
                                                                   std::chrono::milliseconds limit) {
  const storage::TailQuery query{.shard = keys_.shard, .head = newest};
  const std::optional<Result<storage::ShardTail>> tail =
      co_await redis::finish_within(limit, storage::read_tail(kafka_, query));
  if (!tail || !*tail) co_return std::nullopt;
  co_return **tail;
}

void Outbox::begin(std::uint64_t published, std::uint64_t position, std::uint64_t newest, bool compared,
                   const Workspaces& workspaces) {
  publisher_.reset(published);
  workspaces_ = &workspaces;
  ++round_;
  fed_ = published;
  position_ = position;
  newest_ = newest;
  compared_ = compared;
  behind_ = fed_ < position_ || !compared_;
  wake_.cancel();
}

void Outbox::end() {
  workspaces_ = nullptr;
  ++round_;
  publisher_.reset(publisher_.acknowledged());
}

std::uint64_t Outbox::published() const { return publisher_.acknowledged(); }

void Outbox::committed(const std::string& incarnation, std::uint64_t before, std::uint64_t position,
                       const Batch& batch) {
  position_ = position;
  if (behind_) return;
  if (fed_ == before && publisher_.offer(render(incarnation, position, batch.decisions, batch.entries))) {
    fed_ = position;
    return;
  }
  behind_ = true;
  wake_.cancel();
}

storage::Batch Outbox::render(const std::string& incarnation, std::uint64_t position,
                              std::span<const storage::Decision> decisions, std::span<const Entry> entries) const {
  storage::Batch batch;
  batch.position = position;
  batch.events.reserve(decisions.size());
  storage::MessageInput carried;
  const storage::Decision* carrier = nullptr;
  for (const storage::Decision& decision : decisions) {
    storage::EventCause cause;
    if (needs_entry(decision)) {
      const auto entry = std::ranges::lower_bound(entries, decision.frame, {}, &Entry::n);
      if (entry == entries.end() || entry->n != decision.frame)
        throw std::logic_error(fmt::format("inbox entry {} is gone before its events were published", decision.frame));
      cause = storage::cause_of(entry->inputs.at(decision.input));
    }
    if (carries(decision)) {
      carried = storage::decode_message_input(decision.message).value();
      carrier = &decision;
    }
    const bool of_carrier =
        carrier != nullptr && carrier->frame == decision.frame && carrier->ticket == decision.ticket;
    if (carries(decision) || (decision.opened && of_carrier)) cause = {&carried.message, {}, carried.trace};
    const storage::EventPlace place{keys_.shard, incarnation.substr(0, incarnation_digits), decision.frame,
                                    decision.index};
    storage::Event event;
    if (storage::render(decision, place, names_of(*workspaces_, decision.workspace), cause, messages_, event))
      batch.events.push_back(std::move(event));
  }
  return batch;
}

asio::awaitable<void> Outbox::wait(std::chrono::milliseconds limit) {
  wake_.expires_after(limit);
  boost::system::error_code woken;
  co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);
}

asio::awaitable<void> Outbox::run() {
  for (;;) {
    if (!behind_) {
      co_await wait(1h);
      continue;
    }
    if (!compared_ && !co_await compare_late()) {
      co_await wait(500ms);
      continue;
    }
    const Result<void> caught_up = co_await catch_up();
    if (!caught_up) co_await wait(100ms);
  }
}

asio::awaitable<bool> Outbox::compare_late() {
  const std::uint64_t round = round_;
  const std::optional<storage::ShardTail> tail = co_await compare(newest_, 5s);
  if (round != round_ || !tail) co_return false;
  compared_ = true;
  if (tail->highest_frame > newest_ && hear_rollback_) hear_rollback_(*tail);
  co_return true;
}

/// Offers some commits from Redis; not behind any more once that was all of them.
asio::awaitable<Result<void>> Outbox::catch_up() {
  const std::uint64_t round = round_;
  const std::uint64_t target = position_;
  const std::string first = fmt::format("({}-0", fed_ == 0 ? std::string{"0"} : std::to_string(fed_)),
                    last = fmt::format("{}-0", target);
  Command command{"XRANGE", keys_.out, fed_ == 0 ? std::string_view{"-"} : std::string_view{first},
                  last,     "COUNT",   commits_a_read};
  Result<Reply> reply = co_await connection_.request(std::move(command));
  if (reply) reply = redis::checked(std::move(*reply));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  for (const Reply& commit : reply->elements) {
    const auto& fields = commit.elements.at(1).elements;
    Result<void> sent = co_await send_stored(commit.elements.at(0).text, fields.at(1).text, fields.at(3).text);
    if (!sent || round != round_) co_return sent;
  }
  if (reply->elements.size() < number(commits_a_read)) {
    storage::Batch rest;
    rest.position = target;
    co_await offer(std::move(rest));
    if (round != round_) co_return Result<void>{};
    fed_ = target;
    behind_ = fed_ < position_;
  }
  co_return Result<void>{};
}

asio::awaitable<Result<void>> Outbox::send_stored(std::string id, std::string incarnation, std::string bytes) {
  const std::uint64_t round = round_;
  Result<std::vector<storage::Decision>> decisions = storage::decode_decisions(bytes);
  if (!decisions) throw std::logic_error(fmt::format("out {}: {}", id, describe(decisions.error())));
  std::vector<Entry> entries;
  const auto needing = std::ranges::find_if(*decisions, needs_entry);
  if (needing != decisions->end()) {
    Result<std::vector<Entry>> read = co_await read_entries(needing->frame, decisions->back().frame);
    if (!read) co_return std::unexpected(std::move(read.error()));
    entries = std::move(*read);
  }
  if (round != round_) co_return Result<void>{};
  storage::Batch batch = render(incarnation, entry_number(id), *decisions, entries);
  co_await offer(std::move(batch));
  if (round == round_) fed_ = entry_number(id);
  co_return Result<void>{};
}

asio::awaitable<Result<std::vector<Entry>>> Outbox::read_entries(std::uint64_t first, std::uint64_t last) {
  const std::string from = fmt::format("{}-0", first), to = fmt::format("{}-0", last);
  Command command{"XRANGE", keys_.inbox, from, to};
  Result<Reply> reply = co_await connection_.request(std::move(command));
  if (reply) reply = redis::checked(std::move(*reply));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  std::vector<Entry> entries;
  for (const Reply& element : reply->elements) {
    const auto& fields = element.elements.at(1).elements;
    Result<std::vector<storage::FrameInput>> inputs = storage::decode_frame(fields.at(3).text);
    if (!inputs)
      throw std::logic_error(fmt::format("entry {}: {}", element.elements.at(0).text, describe(inputs.error())));
    const auto at = instant_of_ms(static_cast<std::int64_t>(number(fields.at(1).text)));
    entries.push_back({entry_number(element.elements.at(0).text), at, std::move(*inputs), {}});
  }
  co_return entries;
}

asio::awaitable<void> Outbox::offer(storage::Batch batch) {
  const std::uint64_t round = round_;
  // Offered, not moved: a refused batch is untouched and is offered again.
  while (round == round_ && !publisher_.offer(static_cast<storage::Batch&&>(batch))) co_await wait(1s);
}

}  // namespace switchroom::shard
