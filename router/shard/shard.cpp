#include "router/shard/shard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <cstdlib>

#include "storage/records/scripts.hpp"

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using redis::Command;
using redis::Reply;
using SteadyClock = std::chrono::steady_clock;

constexpr auto tick = 50ms;
constexpr auto compare_limit = 3s;
constexpr auto heartbeat = 2s;
constexpr auto publish_mark = 200ms;      // an idle shard tells Redis what was published at most so often
constexpr unsigned commits_per_trim = 16;
constexpr std::uint64_t careful_try = 2;  // takeovers without a commit between them: something may be poisoned
constexpr std::uint64_t skip_try = 3;
constexpr auto clock_step_max = std::chrono::minutes{5};
/// Kafka could not be asked whether tickets beyond Redis's counter exist: keep clear of them.
constexpr std::uint64_t unverified_jump = 1'000'000;
constexpr std::string_view read_count = "200";

constexpr std::string_view state_words[] = {"waiting for Redis", "taking", "loading", "owner", "standby"};

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// `<n>-0` → n
std::uint64_t entry_number(std::string_view id) { return number(id.substr(0, id.find('-'))); }

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
  ++takeovers_;
  Result<void> prepared = co_await prepare(std::move(*taken));
  if (!prepared) co_return std::unexpected(std::move(prepared.error()));
  co_return true;
}

asio::awaitable<Result<void>> Shard::prepare(Taken taken) {
  enter(State::loading);
  fingerprint_key_ = taken.fingerprint_key ? std::string{} : draw_();
  FoldSettings settings{.fingerprint_key = taken.fingerprint_key ? *taken.fingerprint_key : key_from_hex(fingerprint_key_),
                        .customers_cached = settings_.customers_cached,
                        .poison = settings_.poison};
  fold_ = std::make_unique<Fold>(keys_, std::move(settings), parse_);
  position_ = queued_ = taken.position;
  newest_ = taken.newest;
  published_ = taken.published;
  careful_until_ = taken.tries >= careful_try ? taken.position + settings_.inputs_max : 0;
  tried_ = true;
  const std::optional<storage::ShardTail> tail = co_await outbox_.compare(taken.newest, compare_limit);
  if (!tail) taken.tickets += unverified_jump, taken.customers += unverified_jump;
  Result<void> loaded = co_await load(connection_, keys_, taken, *fold_);
  if (!loaded) co_return loaded;
  outbox_.on_rollback([this](const storage::ShardTail& found) { report_rollback(found); });
  if (tail && tail->highest_frame > taken.newest) {
    fold_->restore_counters(std::max(taken.customers, tail->highest_customer), std::max(taken.tickets, tail->highest_ticket));
    report_rollback(*tail);
  }
  outbox_.begin(taken.published, taken.position, taken.newest, tail.has_value(), fold_->workspaces());
  for (const auto& workspace : fold_->workspaces().all()) tell_configuration(*workspace);
  Result<void> skips = co_await read_skips();
  if (!skips) co_return skips;
  if (taken.tries >= skip_try && !taken.at.empty()) co_await skip_poison(std::move(taken.at));
  look_ = true;
  last_commit_ = last_offer_ = SteadyClock::now();
  co_return Result<void>{};
}

void Shard::report_rollback(const storage::ShardTail& tail) {
  rolled_back_ = {newest_, tail.highest_frame};
  observer_.alarm(Error{Fault::shard_rolled_back, keys_.tag, fmt::format("Redis's inbox ends at {}", newest_),
                        fmt::format("{}, which Kafka has seen", tail.highest_frame)});
  storage::FrameWriter writer;
  writer.add(storage::FrameInput{storage::RollbackInput{newest_, tail.highest_frame, tail.highest_ticket, tail.highest_customer}});
  append(writer.take());
}

/// Puts an input of the owner's own into the inbox; it is folded when it is read from there.
void Shard::append(std::string frame) {
  const std::string_view names[] = {keys_.head, keys_.inbox, keys_.own};
  const std::string_view arguments[] = {frame, "1000000000", "1000000000"};
  connection_.send(Command::call(storage::scripts().append, names, arguments), [this](Result<Reply>) { look(); });
}

asio::awaitable<void> Shard::skip_poison(std::string at) {
  const std::size_t dot = at.find('.');
  const std::uint64_t frame = number(std::string_view{at}.substr(0, dot));
  const auto input = static_cast<std::uint32_t>(number(std::string_view{at}.substr(dot + 1)));
  observer_.alarm(Error{Fault::poisoned_input, fmt::format("inbox entry {}, input {}", frame, input),
                        "the process ended while it was folded, three times", "an input that can be folded"});
  storage::FrameWriter writer;
  writer.add(storage::FrameInput{storage::SkipInput{frame, input}});
  const std::string bytes = writer.take();
  const std::string_view names[] = {keys_.head, keys_.inbox, keys_.own};
  const std::string_view arguments[] = {bytes, "1000000000", "1000000000"};
  Command command = Command::call(storage::scripts().append, names, arguments);
  co_await connection_.request(std::move(command));
  fold_->skip(frame, input);
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
  Fold seen{keys_, {}, parse_};
  const Result<void> loaded = co_await load_configurations(connection_, keys_, seen);
  if (!loaded) observer_.alarm(loaded.error());
  for (const auto& workspace : seen.workspaces().all()) tell_configuration(*workspace);
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
  co_await (guard(work_loop()) || guard(tick_loop()) || guard(outbox_.run()));
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Shard::step_down() {
  outbox_.end();
  fold_.reset();
  pending_.clear();
  ahead_.clear();
  pending_bytes_ = 0;
  clock_.reset();
  for (const auto& ask : std::exchange(asks_, {})) {
    ask->over = true;
    ask->answered.cancel();
  }
}

asio::awaitable<void> Shard::tick_loop() {
  for (;;) {
    co_await pause(tick);
    tick_ = true;
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
  if (pending_bytes_ > settings_.pending_bytes_max) return false;  // it is in Redis and will be read from there
  if (appended.n > queued_ + 1) {
    if (ahead_.size() < 1024) ahead_.emplace(appended.n, std::move(appended));
    return false;
  }
  queued_ = appended.n;
  pending_bytes_ += appended.frame.size();
  pending_.push_back(std::move(appended));
  while (!ahead_.empty() && ahead_.begin()->first <= queued_ + 1) {
    storage::Appended next = std::move(ahead_.extract(ahead_.begin()).mapped());
    accept(std::move(next));
  }
  return true;
}

asio::awaitable<void> Shard::work_loop() {
  for (;;) {
    while (pending_.empty() && !look_ && !tick_) {
      boost::system::error_code woken;
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    if (std::exchange(look_, false)) co_await read_inbox();
    if (!pending_.empty()) co_await work();
    if (std::exchange(tick_, false)) co_await commit_idle();
    if (state_ != State::owner) co_return;
  }
}

/// Fills the queue from Redis: what other gateways appended, what came while nobody owned the shard, what did not fit in memory.
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
                               instant_of_ms(static_cast<std::int64_t>(number(fields.at(1).text))), fields.at(3).text, {}};
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
    storage::Appended appended = std::move(pending_.front());
    pending_.pop_front();
    pending_bytes_ -= appended.frame.size();
    check_clock(appended.at);
    Result<std::vector<storage::FrameInput>> decoded = storage::decode_frame(appended.frame);
    if (!decoded) throw std::logic_error(fmt::format("entry {}: {}", appended.n, describe(decoded.error())));
    inputs += decoded->size();
    entries.push_back({appended.n, appended.at, std::move(*decoded), appended.began});
  }
  return entries;
}

/// The inbox's time against the owner's monotonic clock: a step is somebody's server clock.
void Shard::check_clock(Instant at) {
  const auto now = SteadyClock::now();
  if (clock_) {
    const auto step = (at - clock_->first) - std::chrono::duration_cast<Milliseconds>(now - clock_->second);
    if (step > clock_step_max || step < -clock_step_max)
      observer_.alarm(Error{Fault::internal, "clock of the Redis server",
                            fmt::format("a step of {} s", std::chrono::duration_cast<std::chrono::seconds>(step).count()),
                            "a steady clock"});
  }
  clock_ = {at, now};
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
  if (careful()) co_await fold_carefully(entries);
  else for (const Entry& entry : entries) fold_->fold(entry);
  Batch batch = fold_->take_batch();
  const std::uint64_t next = entries.back().n;
  std::size_t inputs = 0;
  for (const Entry& entry : entries) inputs += entry.inputs.size();
  batch.entries = std::move(entries);
  const auto folded = SteadyClock::now();
  observer_.folded(folded - began, inputs);
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
  if (++commits_ % commits_per_trim == 0) {
    const std::uint64_t done = std::min(next, published);
    if (done > settings_.inbox_kept) fence.trim_below = done + 1 - settings_.inbox_kept;
  }
  std::string decisions;
  if (!batch.decisions.empty()) storage::encode(batch.decisions, decisions);
  const Command command = batch.commit.build(fence, decisions);
  committing_ = true;
  for (;;) {
    Command attempt = command;
    Result<Reply> reply = co_await connection_.request(std::move(attempt));
    if (reply) reply = redis::checked(std::move(*reply));
    const bool applied = reply && reply->text == "OK";
    // An attempt whose reply was lost may have been applied: then the position is already the new one, under our incarnation.
    const bool applied_before = reply && reply->elements.size() == 2 && reply->elements[0].text == "GAP" && next != position_ &&
                                number(reply->elements[1].text) == next;
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
  if (state_ != State::owner || !pending_.empty()) co_return;
  const auto idle = SteadyClock::now() - last_commit_;
  const bool unsaid = outbox_.published() > published_;
  if (!(idle > heartbeat || (unsaid && idle > publish_mark))) co_return;
  drift_ = fold_->drift();
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
  for (const std::string_view reason : batch.dead_letters) observer_.dead_lettered(reason);
  answer(batch);
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
  for (const Instant day : {clock_ ? clock_->first : Instant{}, (clock_ ? clock_->first : Instant{}) - Milliseconds{86'400'000}}) {
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
  for (const auto& workspace : fold_->workspaces().all())
    for (const engine::GroupState& group : workspace->engine.groups()) figures.waiting_tickets += group.waiting;
  return figures;
}

}  // namespace switchroom::shard
