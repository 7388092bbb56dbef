#include "router/shard/shard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <cstdlib>

#include "storage/records/scripts.hpp"
#include "storage/redis/number.hpp"

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using redis::Command;
using redis::entry_number;
using redis::number;
using redis::Reply;

constexpr auto compare_limit = 3s;
constexpr std::uint64_t careful_try = 2;  // takeovers without a commit between them: something may be poisoned
constexpr std::uint64_t skip_try = 3;
/// Kafka could not be asked whether tickets beyond Redis's counter exist: keep clear of them.
constexpr std::uint64_t unverified_jump = 1'000'000;
constexpr std::string_view read_count = "200";

constexpr std::string_view state_words[] = {"waiting for Redis", "taking", "loading", "owner", "standby"};

std::array<std::uint64_t, 2> key_from_hex(std::string_view hex) {
  std::array<std::uint64_t, 2> key{};
  std::from_chars(hex.data(), hex.data() + 16, key[0], 16);
  std::from_chars(hex.data() + 16, hex.data() + 32, key[1], 16);
  return key;
}

}  // namespace

Shard::Shard(asio::any_io_executor executor, redis::Connection& connection, const storage::Keys& keys, Outbox& outbox,
             ShardSettings settings, ParseDocument parse, DrawIncarnation draw, Observer& observer)
    : executor_(std::move(executor)),
      connection_(connection),
      keys_(keys),
      outbox_(outbox),
      settings_(std::move(settings)),
      parse_(std::move(parse)),
      draw_(std::move(draw)),
      observer_(observer),
      preparations_(executor_, parse_, [this] { wake_.cancel(); }),
      wake_(executor_, asio::steady_timer::time_point::max()) {}

void Shard::enter(State state) {
  state_ = state;
  observer_.state_changed(state_words[static_cast<std::size_t>(state)]);
}

asio::awaitable<void> Shard::pause(std::chrono::milliseconds time) {
  asio::steady_timer timer{executor_, time};
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> Shard::run() {
  for (bool at_once = true;;) {
    enter(State::waiting_for_redis);
    co_await connection_.until_ready();
    const Result<bool> taken = co_await take_over(at_once);
    if (!taken) {
      observer_.alarm(taken.error());
      co_await pause(500ms);
      continue;
    }
    at_once = false;
    if (!*taken) {
      co_await stand_by();
      continue;
    }
    co_await own();
    step_down();
  }
}

asio::awaitable<Result<bool>> Shard::take_over(bool at_once) {
  enter(State::taking);
  incarnation_ = draw_();
  const std::string idle = at_once ? std::string{} : std::to_string(settings_.idle_takeover.count());
  Result<Taken> taken = co_await take(connection_, keys_, incarnation_, settings_.owner, idle);
  if (!taken) co_return std::unexpected(std::move(taken.error()));
  if (taken->held) co_return false;
  takeovers_ = taken->epoch;
  Result<void> prepared = co_await prepare(std::move(*taken));
  if (!prepared) co_return std::unexpected(std::move(prepared.error()));
  co_return true;
}

asio::awaitable<Result<void>> Shard::prepare(Taken taken) {
  enter(State::loading);
  fingerprint_key_ = taken.fingerprint_key ? std::string{} : draw_();
  FoldSettings settings{
      .fingerprint_key = taken.fingerprint_key ? *taken.fingerprint_key : key_from_hex(fingerprint_key_),
      .customers_cached = settings_.customers_cached,
      .poison = settings_.poison};
  fold_ = std::make_unique<Fold>(keys_, std::move(settings), parse_);
  position_ = queued_ = taken.position;
  newest_ = taken.newest;
  published_ = taken.published;
  careful_until_ = taken.tries >= careful_try ? taken.position + settings_.inputs_max : 0;
  tried_ = true;
  // Only what is committed is published, so Kafka is never ahead of the position, unless Redis came back older.
  told_ahead_ = std::max(taken.position, taken.rolled_back_to);
  const std::optional<storage::ShardTail> tail = co_await outbox_.compare(told_ahead_, compare_limit);
  if (!tail) taken.tickets += unverified_jump, taken.customers += unverified_jump;
  Result<void> loaded = co_await load(connection_, keys_, taken, *fold_);
  if (!loaded) co_return loaded;
  outbox_.on_rollback([this](const storage::ShardTail& found) { report_rollback(found); });
  if (tail && tail->highest_frame > told_ahead_) {
    fold_->restore_counters(std::max(taken.customers, tail->highest_customer),
                            std::max(taken.tickets, tail->highest_ticket));
    report_rollback(*tail);
  }
  outbox_.begin(taken.published, taken.position, told_ahead_, tail.has_value(), fold_->workspaces());
  for (const auto& workspace : fold_->workspaces().all()) tell_configuration(*workspace);
  for (const auto& [id, errand] : fold_->errands()) observer_.owed(id, errand);
  Result<void> skips = co_await read_skips();
  if (!skips) co_return skips;
  if (taken.tries >= skip_try && !taken.at.empty()) {
    Result<void> skipped = co_await skip_poison(std::move(taken.at));
    if (!skipped) co_return skipped;
  }
  begin_time(taken);
  look_ = true;
  last_commit_ = last_offer_ = std::chrono::steady_clock::now();
  co_return Result<void>{};
}

void Shard::report_rollback(const storage::ShardTail& tail) {
  rolled_back_ = {told_ahead_, tail.highest_frame};
  observer_.alarm(Error{Fault::shard_rolled_back, keys_.tag, fmt::format("Redis has committed up to {}", told_ahead_),
                        fmt::format("{}, which Kafka has seen", tail.highest_frame)});
  storage::FrameWriter writer;
  writer.add(storage::FrameInput{
      storage::RollbackInput{told_ahead_, tail.highest_frame, tail.highest_ticket, tail.highest_customer}});
  told_ahead_ = tail.highest_frame;
  const std::string frame = writer.take();
  connection_.send(own_append(frame, {}), [this](Result<Reply>) { look(); });
}

asio::awaitable<Result<void>> Shard::skip_poison(std::string at) {
  const std::size_t dot = at.find('.');
  const std::uint64_t frame = number(std::string_view{at}.substr(0, dot));
  const auto input = static_cast<std::uint32_t>(number(std::string_view{at}.substr(dot + 1)));
  storage::FrameWriter writer;
  writer.add(storage::FrameInput{storage::SkipInput{frame, input}});
  const std::string bytes = writer.take();
  Command append = own_append(bytes, {});
  Result<Reply> reply = co_await connection_.request(std::move(append));
  if (reply) reply = redis::checked(std::move(*reply));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  fold_->skip(frame, input);
  observer_.alarm(Error{Fault::poisoned_input, fmt::format("inbox entry {}, input {}", frame, input),
                        "the process ended while it was folded, three times", "an input that can be folded"});
  co_return Result<void>{};
}

/// Entries that say which inputs before them are not to be folded.
asio::awaitable<Result<void>> Shard::read_skips() {
  for (std::uint64_t read = position_; read < newest_;) {
    const std::string first = fmt::format("{}-0", read + 1);
    Command command{"XRANGE", keys_.inbox, first, "+", "COUNT", read_count};
    Result<Reply> reply = co_await connection_.request(std::move(command));
    if (reply) reply = redis::checked(std::move(*reply));
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    if (reply->elements.empty()) break;
    for (const Reply& entry : reply->elements)
      for (const storage::SkipInput& skip : storage::skips_in(entry.elements.at(1).elements.at(3).text))
        fold_->skip(skip.frame, skip.input);
    read = entry_number(reply->elements.back().elements.at(0).text);
  }
  co_return Result<void>{};
}

/// A gateway without the shard goes on appending; it hears of new configurations from Redis.
asio::awaitable<void> Shard::stand_by() {
  enter(State::standby);
  const Result<std::map<std::uint32_t, storage::ConfigRecord>> stored =
      co_await stored_configurations(connection_, keys_);
  if (!stored)
    observer_.alarm(stored.error());
  else
    for (const auto& [id, record] : *stored) co_await tell_changed(WorkspaceId{id}, record);
  co_await pause(1s);
}

void Shard::tell_configuration(const WorkspaceState& workspace) {
  std::uint64_t& told = told_versions_[workspace.id];
  if (std::exchange(told, workspace.version) != workspace.version)
    observer_.configured(workspace.id, workspace.version, workspace.configuration, workspace.numbering);
}

/// `||` waits for the first that ends well, so what fails has to end well too; `own` throws it on.
asio::awaitable<void> Shard::guard(asio::awaitable<void> loop) {
  try {
    co_await std::move(loop);
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
    failure_ = std::current_exception();
  } catch (...) {
    failure_ = std::current_exception();
  }
}

asio::awaitable<void> Shard::own() {
  enter(State::owner);
  co_await (guard(work_loop()) || guard(tick_loop()) || guard(retention_loop()) || guard(outbox_.run()));
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Shard::step_down() {
  outbox_.end();
  fold_.reset();
  pending_.clear();
  ahead_.clear();
  wishes_.clear();
  preparations_.clear();
  waits_since_.reset();
  pending_bytes_ = 0;
  keep_from_ = trimmed_ = 0;
  end_time();
  for (const auto& ask : std::exchange(asks_, {})) {
    ask->over = true;
    ask->answered.cancel();
  }
}

void Shard::answer(const Batch& batch) {
  for (const Answered& answered : batch.answers)
    for (const auto& ask : asks_)
      if (ask->workspace == answered.workspace && ask->key == answered.key) {
        ask->outcome = answered.outcome;
        ask->over = true;
        ask->answered.cancel();
      }
}

std::shared_ptr<Shard::Ask> Shard::ask(std::string workspace, std::string key) {
  asio::steady_timer never{executor_, asio::steady_timer::time_point::max()};
  return asks_.emplace_back(std::make_shared<Ask>(std::move(workspace), std::move(key), std::move(never)));
}

asio::awaitable<std::optional<Outcome>> Shard::wait(std::shared_ptr<Ask> ask, std::chrono::milliseconds limit) {
  if (!ask->over) {
    ask->answered.expires_after(limit);
    boost::system::error_code woken;
    co_await ask->answered.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  forget(ask);
  co_return std::move(ask->outcome);
}

asio::awaitable<Result<std::optional<Outcome>>> Shard::stored_outcome(std::string workspace, std::string key) {
  const WorkspaceState* state = fold() == nullptr ? nullptr : fold_->workspaces().find(workspace);
  if (state == nullptr) co_return std::optional<Outcome>{};
  const std::string field = storage::outcome_field(state->id, key);
  for (const Instant day :
       {clock_ ? clock_->first : Instant{}, (clock_ ? clock_->first : Instant{}) - Milliseconds{86'400'000}}) {
    const std::string bucket = keys_.outcomes(day);
    Command command{"HGET", bucket, field};
    Result<Reply> reply = co_await connection_.request(std::move(command));
    if (reply) reply = redis::checked(std::move(*reply));
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    if (reply->is_nil()) continue;
    Result<StoredOutcome> stored = decode_outcome(reply->text);
    if (!stored) co_return std::unexpected(std::move(stored.error()));
    co_return std::optional<Outcome>{std::move(stored->outcome)};
  }
  co_return std::optional<Outcome>{};
}

ShardFigures Shard::figures() const {
  ShardFigures figures;
  figures.shard = keys_.shard;
  figures.state = state_words[static_cast<std::size_t>(state_)];
  figures.takeovers = takeovers_;
  figures.inbox = newest_;
  figures.position = position_;
  figures.published = outbox_.published();
  figures.marked = published_;
  figures.rolled_back_from = rolled_back_.first;
  figures.rolled_back_to = rolled_back_.second;
  figures.drift_milli_units = drift_.milli;
  if (fold() == nullptr) return figures;
  figures.open_tickets = fold_->open_tickets();
  figures.held = fold_->held();
  for (const auto& workspace : fold_->workspaces().all())
    for (const engine::GroupState& group : workspace->engine.groups()) figures.waiting_tickets += group.waiting;
  return figures;
}

}  // namespace switchroom::shard
