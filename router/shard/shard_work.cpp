#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "router/shard/fetch.hpp"
#include "router/shard/shard.hpp"
#include "storage/records/scripts.hpp"
#include "storage/redis/number.hpp"

// The owner's work: entries in order, from memory or from the inbox; fold; one commit at a time; tell what came of it.

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using redis::Command;
using redis::entry_number;
using redis::number;
using redis::Reply;
using SteadyClock = std::chrono::steady_clock;

constexpr auto tick = 50ms;
constexpr auto heartbeat = 2s;
constexpr auto publish_mark = 200ms;  // an idle shard tells Redis what was published at most so often
constexpr unsigned commits_per_trim = 16;
constexpr std::uint64_t trim_most = 2'000;  // entries a time: a commit that trims is hardly slower
constexpr auto retention_pause = 1s;
constexpr std::string_view read_count = "200";

}  // namespace

asio::awaitable<void> Shard::tick_loop() {
  for (;;) {
    co_await pause(tick);
    tick_ = true;
    co_await keep_time();
    const auto now = SteadyClock::now();
    if (!ahead_.empty() || now - last_offer_ > 2 * tick) look_ = true;
    wake_.cancel();
  }
}

void Shard::look() {
  look_ = true;
  wake_.cancel();
}

void Shard::offer(storage::Appended appended) {
  last_offer_ = SteadyClock::now();
  newest_ = std::max(newest_, appended.n);
  if (state_ != State::owner || !accept(std::move(appended))) return;
  wake_.cancel();
}

/// Puts an entry into the queue if it is its turn, or aside if it came early. False: nothing new to fold.
bool Shard::accept(storage::Appended appended) {
  if (appended.n <= queued_) return false;
  if (!has_room()) return false;  // it is in Redis and will be read from there
  if (appended.n > queued_ + 1) {
    if (ahead_.size() < 1024) ahead_.emplace(appended.n, std::move(appended));
    return false;
  }
  queued_ = appended.n;
  pending_bytes_ += appended.frame.size();
  note_wishes(appended);
  pending_.push_back(std::move(appended));
  while (!ahead_.empty() && ahead_.begin()->first <= queued_ + 1) {
    storage::Appended next = std::move(ahead_.extract(ahead_.begin()).mapped());
    accept(std::move(next));
  }
  return true;
}

asio::awaitable<void> Shard::work_loop() {
  for (;;) {
    while (!has_work() && !(look_ && has_room()) && !tick_) {
      boost::system::error_code woken;
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    if (has_room() && std::exchange(look_, false)) co_await read_inbox();
    if (has_work()) {
      co_await until_next_commit();
      co_await work();
    }
    if (std::exchange(tick_, false)) co_await commit_idle();
    if (state_ != State::owner) co_return;
  }
}

/// Under load entries gather meanwhile: one commit, and one request to Kafka, for all of them.
asio::awaitable<void> Shard::until_next_commit() {
  asio::steady_timer due(executor_, last_commit_ + settings_.commit_interval);
  if (due.expiry() <= SteadyClock::now()) co_return;
  boost::system::error_code over;
  co_await due.async_wait(asio::redirect_error(asio::use_awaitable, over));
}

/// Looks from time to time which entries are too old, or too many bytes back, to be kept.
asio::awaitable<void> Shard::retention_loop() {
  for (;;) {
    co_await pause(retention_pause);
    const Result<Kept> kept = co_await first_kept(connection_, keys_, settings_.recorded);
    if (!kept) continue;
    keep_from_ = kept->first;
    trimmed_ = std::max(trimmed_, kept->oldest);
  }
}

/// What the next commit removes: never an entry that is not folded, committed and published up to `done`. 0: nothing.
std::uint64_t Shard::trim_below(std::uint64_t done) {
  const std::uint64_t below = std::min({keep_from_, done + 1, trimmed_ + trim_most});
  if (below <= trimmed_) return 0;
  return trimmed_ = below;
}

/// Fills the queue from Redis: what other gateways appended, what came while nobody owned the shard, what did not fit
/// in memory.
asio::awaitable<void> Shard::read_inbox() {
  const std::string first = fmt::format("{}-0", queued_ + 1);
  Command command{"XRANGE", keys_.inbox, first, "+", "COUNT", read_count};
  Result<Reply> reply = co_await connection_.request(std::move(command));
  if (reply) reply = redis::checked(std::move(*reply));
  if (!reply) {
    look_ = true;
    co_await connection_.until_ready();
    co_return;
  }
  for (const Reply& entry : reply->elements) {
    const auto& fields = entry.elements.at(1).elements;
    storage::Appended appended{entry_number(entry.elements.at(0).text),
                               instant_of_ms(static_cast<std::int64_t>(number(fields.at(1).text))),
                               fields.at(3).text,
                               {}};
    newest_ = std::max(newest_, appended.n);
    if (appended.n > queued_ + 1) throw std::logic_error(fmt::format("inbox entry {} is missing", queued_ + 1));
    accept(std::move(appended));
  }
  if (queued_ < newest_) look_ = true;
}

std::vector<Entry> Shard::next_entries() {
  std::vector<Entry> entries;
  std::size_t inputs = 0;
  const std::size_t inputs_max = careful() ? 1 : settings_.inputs_max;
  while (!pending_.empty() && inputs < inputs_max) {
    const bool alone = wishes_.contains(pending_.front().n);
    if (alone && !entries.empty()) break;
    storage::Appended appended = std::move(pending_.front());
    pending_.pop_front();
    pending_bytes_ -= appended.frame.size();
    check_clock(appended.at);
    Result<std::vector<storage::FrameInput>> decoded = storage::decode_frame(appended.frame);
    if (!decoded) throw std::logic_error(fmt::format("entry {}: {}", appended.n, describe(decoded.error())));
    inputs += decoded->size();
    entries.push_back({appended.n, appended.at, std::move(*decoded), appended.began});
    if (alone) break;
  }
  return entries;
}

asio::awaitable<void> Shard::work() {
  std::vector<Entry> entries = next_entries();
  const Instant now = entries.back().at;
  for (;;) {
    Needs needs = fold_->needs(entries);
    if (needs.empty()) break;
    const Result<void> fetched = co_await fetch(connection_, keys_, std::move(needs), now, *fold_);
    if (fetched) break;
    if (fetched.error().fault == Fault::internal) observer_.alarm(fetched.error());
    co_await pause(20ms);
    co_await connection_.until_ready();
  }
  const auto began = SteadyClock::now();
  hand_over_prepared(entries.front().n);
  if (careful())
    co_await fold_carefully(entries);
  else
    for (const Entry& entry : entries) fold_->fold(entry);
  Batch batch = fold_->take_batch();
  const std::uint64_t next = entries.back().n;
  std::size_t inputs = 0;
  for (const Entry& entry : entries) inputs += entry.inputs.size();
  batch.entries = std::move(entries);
  const auto folded = SteadyClock::now();
  observer_.folded(folded - began, inputs);
  if (!batch.replaced.empty()) observer_.swapped(began - waits_since_.value_or(began), folded - began);
  if (batch.compiled_in_place > 0) observer_.compiled_in_place(batch.compiled_in_place);
  waits_since_.reset();
  if (!co_await commit(batch, next)) co_return;
  observer_.committed(SteadyClock::now() - folded, inputs, batch.duplicates);
  finish(std::move(batch));
}

/// Names each input in Redis before it is folded, so that the next owner knows which it was that ended this one.
asio::awaitable<void> Shard::fold_carefully(std::vector<Entry>& entries) {
  for (const Entry& entry : entries)
    for (std::uint32_t input = 0; input < entry.inputs.size(); ++input) {
      const std::string at = fmt::format("{}.{}", entry.n, input);
      Command command{"HSET", keys_.own, "at", at};
      co_await connection_.request(std::move(command));
      fold_->fold(entry, input);
    }
}

/// True once Redis has the batch. False: the shard is another's; nothing of the batch was written.
asio::awaitable<bool> Shard::commit(Batch& batch, std::uint64_t next) {
  storage::Fence fence{incarnation_, position_, next, 0};
  const std::uint64_t published = outbox_.published();
  if (published > published_) batch.commit.put_own("pub", published);
  if (!fingerprint_key_.empty()) batch.commit.put_own("fpk", fingerprint_key_);
  if (tried_ && !careful()) batch.commit.put_own("try", 0);
  if (++commits_ % commits_per_trim == 0) fence.trim_below = trim_below(std::min(next, published));
  std::string decisions;
  if (!batch.decisions.empty()) storage::encode(batch.decisions, decisions);
  const Command command = batch.commit.build(fence, decisions);
  committing_ = true;
  for (;;) {
    Command attempt = command;
    Result<Reply> reply = co_await connection_.request(std::move(attempt));
    if (reply) reply = redis::checked(std::move(*reply));
    const bool applied = reply && reply->text == "OK";
    // An attempt whose reply was lost may have been applied: then the position is already the new one, under our
    // incarnation.
    const bool applied_before = reply && reply->elements.size() == 2 && reply->elements[0].text == "GAP" &&
                                next != position_ && number(reply->elements[1].text) == next;
    if (applied || applied_before) break;
    if (reply) {
      committing_ = false;
      enter(State::standby);
      co_return false;
    }
    if (reply.error().fault == Fault::internal) observer_.alarm(reply.error());
    co_await pause(20ms);
    co_await connection_.until_ready();
  }
  committing_ = false;
  if (!careful()) tried_ = false;
  position_ = next;
  published_ = std::max(published_, published);
  fingerprint_key_.clear();
  last_commit_ = SteadyClock::now();
  co_return true;
}

/// An idle owner says that it is there, and what was published meanwhile.
asio::awaitable<void> Shard::commit_idle() {
  if (state_ != State::owner || has_work()) co_return;
  const auto idle = SteadyClock::now() - last_commit_;
  const bool unsaid = outbox_.published() > published_;
  if (!(idle > heartbeat || (unsaid && idle > publish_mark))) co_return;
  drift_ = fold_->drift();
  if (drift_ != Units{}) {
    observer_.alarm(Error{Fault::internal, "capacity",
                          fmt::format("{} thousandths of a unit too much or too little", drift_.milli),
                          "units counted from the open tickets; they are loaded anew"});
    enter(State::standby);
    co_return;
  }
  Batch nothing{keys_};
  co_await commit(nothing, position_);
}

void Shard::finish(Batch batch) {
  const std::uint64_t before = batch.entries.front().n - 1;
  outbox_.committed(incarnation_, before, position_, batch);
  const auto now = SteadyClock::now();
  const std::uint64_t first = batch.entries.front().n;
  for (const storage::Decision& decision : batch.decisions) {
    const auto began = batch.entries[decision.frame - first].began;
    observer_.decided(decision, began == SteadyClock::time_point{} ? SteadyClock::duration{} : now - began);
    if (decision.kind != storage::DecisionKind::configuration_applied) continue;
    tell_configuration(*fold_->workspaces().find(decision.workspace));
  }
  if (!batch.replaced.empty()) preparations_.settle(std::move(batch.replaced), fold_->workspaces());
  for (const auto& [id, errand] : batch.owed) observer_.owed(id, errand);
  for (const std::string_view reason : batch.dead_letters) observer_.dead_lettered(reason);
  for (const storage::HeldKind kind : batch.given_up) observer_.gave_up(kind);
  answer(batch);
}

}  // namespace switchroom::shard
