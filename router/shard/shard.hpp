#pragma once
// The one owner of a shard: takes it over, folds its inbox in order, commits, hands committed decisions to the outbox,
// answers people's actions. The only I/O in router/. Everything here belongs to the executor's thread, unless it says
// otherwise.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "router/shard/action.hpp"
#include "router/shard/fold.hpp"
#include "router/shard/observer.hpp"
#include "router/shard/outbox.hpp"
#include "router/shard/preparations.hpp"
#include "router/shard/retention.hpp"
#include "router/shard/takeover.hpp"
#include "router/shard/views.hpp"
#include "storage/records/intake.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::shard {

struct ShardSettings {
  std::string owner;                             ///< how others call this process, for people
  std::chrono::seconds idle_takeover{10};        ///< a silent owner is replaced after this
  std::chrono::milliseconds commit_interval{2};  ///< at least so long from one commit to the next fold
  std::size_t inputs_max = 512;                  ///< in one commit (a frame is never cut)
  std::size_t pending_bytes_max =
      64UL << 20;      ///< frames kept in memory; more are read from Redis when it is their turn
  Retention recorded;  ///< what stays in inbox and out after it was published
  std::size_t customers_cached = 200'000;
  std::string poison;  ///< see FoldSettings
};

/// 128 fresh random bits in 32 hex digits.
using DrawIncarnation = std::function<std::string()>;

class Shard {
 public:
  /// Everything given by reference outlives the shard.
  Shard(boost::asio::any_io_executor executor, redis::Connection& connection, const storage::Keys& keys, Outbox& outbox,
        ShardSettings settings, ParseDocument parse, DrawIncarnation draw, Observer& observer);

  /// Takes the shard at once, owns it until another process takes it, then stands by and takes it again when that one
  /// is silent. Until cancelled.
  boost::asio::awaitable<void> run();

  /// A frame that this process put into the inbox.
  void offer(storage::Appended appended);
  /// The inbox may hold entries that nobody told of.
  void look();

  /// Somebody who waits for the outcome of an action.
  struct Ask;

  /// Begins to wait for an action's outcome: before its frame is put into the inbox, so that the answer can't be
  /// missed.
  std::shared_ptr<Ask> ask(std::string workspace, std::string key);
  /// The outcome. Empty: not within `limit`, or this process does not own the shard any more; it is stored all the
  /// same.
  boost::asio::awaitable<std::optional<Outcome>> wait(std::shared_ptr<Ask> ask, std::chrono::milliseconds limit);
  /// The action was not put into the inbox.
  void forget(const std::shared_ptr<Ask>& ask) { std::erase(asks_, ask); }
  /// Somebody is about to put this wish into the inbox: it is made ready before it is there, if this process owns the
  /// shard. Waits for that, `limit` at most.
  boost::asio::awaitable<void> expect(Wish wish, std::chrono::milliseconds limit);
  /// A sign of life of an agent's console. How soon the next one must come, or the agent counts as lost; the first
  /// is stored before it is answered. Errors `not_owner`, `not_found`, `storage_unavailable`.
  boost::asio::awaitable<Result<std::chrono::milliseconds>> present(std::string workspace, std::string agent);
  /// An outcome stored within the last day; empty if there is none.
  boost::asio::awaitable<Result<std::optional<Outcome>>> stored_outcome(std::string workspace, std::string key);

  /// Null unless this process owns the shard and has loaded it.
  const Fold* fold() const { return state_ == State::owner ? fold_.get() : nullptr; }
  bool owner() const { return state_ == State::owner; }
  /// 32 hex digits, drawn at the newest takeover.
  const std::string& incarnation() const { return incarnation_; }
  /// The inbox's time now, as the owner's steady clock has it; zero before its first entry.
  Instant now() const { return clock_ ? estimated_now() : Instant{}; }
  /// Everything that was offered is folded and committed.
  bool idle() const { return pending_.empty() && !committing_; }
  ShardFigures figures() const;

 private:
  enum class State { waiting_for_redis, taking, loading, owner, standby };
  boost::asio::awaitable<Result<bool>> take_over(bool at_once);
  boost::asio::awaitable<Result<void>> prepare(Taken taken);
  boost::asio::awaitable<void> own();
  boost::asio::awaitable<void> guard(boost::asio::awaitable<void> loop);
  boost::asio::awaitable<Result<void>> read_skips();
  boost::asio::awaitable<void> work_loop();
  boost::asio::awaitable<void> until_next_commit();
  boost::asio::awaitable<void> tick_loop();
  boost::asio::awaitable<void> retention_loop();
  std::uint64_t trim_below(std::uint64_t done);
  /// Under which conditions an input of the owner's own enters the inbox, beside its incarnation.
  struct Fencing {
    std::optional<Instant> latest{};  ///< the server's time must not lie behind it
    bool back = false;                ///< only if the server's time lies before that of the newest entry, and with it
  };
  void begin_time(const Taken& taken);
  void end_time();
  boost::asio::awaitable<void> keep_time();
  boost::asio::awaitable<void> watch_server_clock(std::chrono::steady_clock::time_point now);
  std::optional<storage::FrameInput> due_input(std::chrono::steady_clock::time_point now, Fencing& fencing);
  std::optional<storage::FrameInput> clocks_input(std::chrono::steady_clock::time_point now);
  std::optional<storage::FrameInput> silent_console(std::chrono::steady_clock::time_point now);
  boost::asio::awaitable<void> append_own(storage::FrameInput input, Fencing fencing);
  void report_step(Milliseconds step);
  Instant estimated_now() const;
  boost::asio::awaitable<void> stand_by();
  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
  boost::asio::awaitable<void> read_inbox();
  boost::asio::awaitable<void> work();
  boost::asio::awaitable<void> commit_idle();
  boost::asio::awaitable<void> fold_carefully(std::vector<Entry>& entries);
  boost::asio::awaitable<bool> commit(Batch& batch, std::uint64_t next);
  boost::asio::awaitable<Result<void>> skip_poison(std::string at);
  void report_rollback(const storage::ShardTail& tail);
  redis::Command own_append(std::string_view frame, const Fencing& fencing) const;
  std::vector<Entry> next_entries();
  void note_wishes(const storage::Appended& appended);
  bool has_work();
  bool has_room() const { return pending_bytes_ <= settings_.pending_bytes_max; }
  void hand_over_prepared(std::uint64_t n);
  bool accept(storage::Appended appended);
  void finish(Batch batch);
  void answer(const Batch& batch);
  void check_clock(Instant at);
  void tell_configuration(const WorkspaceState& workspace);
  boost::asio::awaitable<void> tell_changed(WorkspaceId id, const storage::ConfigRecord& record);
  bool careful() const { return position_ < careful_until_; }
  void step_down();
  void enter(State state);

  boost::asio::any_io_executor executor_;
  redis::Connection& connection_;
  const storage::Keys& keys_;
  Outbox& outbox_;
  ShardSettings settings_;
  ParseDocument parse_;
  DrawIncarnation draw_;
  Observer& observer_;

  State state_ = State::waiting_for_redis;
  std::unique_ptr<Fold> fold_;
  std::string incarnation_;
  std::string fingerprint_key_;  // hex; written with the first commit of a new shard
  std::uint64_t position_ = 0;   // committed
  std::uint64_t queued_ = 0;     // the newest entry in pending_
  std::uint64_t newest_ = 0;     // the newest entry known to be in the inbox
  std::uint64_t published_ = 0;  // as Redis knows it
  std::uint64_t takeovers_ = 0;
  std::uint64_t told_ahead_ = 0;  // Kafka may be as far as this: the position, or what an earlier rollback reported
  std::deque<storage::Appended> pending_;             // queued_ - size + 1 … queued_
  std::map<std::uint64_t, storage::Appended> ahead_;  // came before their predecessors
  std::size_t pending_bytes_ = 0;
  Preparations preparations_;
  std::map<std::uint64_t, std::vector<Wish>> wishes_;                 // of pending entries that put something in force
  std::optional<std::chrono::steady_clock::time_point> waits_since_;  // the next entry is not ready
  bool look_ = false;
  bool tick_ = false;
  std::uint64_t careful_until_ = 0;  // entries up to here are folded input by input
  bool tried_ = false;               // Redis still counts this takeover as one without a commit
  bool committing_ = false;
  unsigned commits_ = 0;
  std::uint64_t keep_from_ = 0;  // older entries are beyond a bound of `recorded`
  std::uint64_t trimmed_ = 0;    // entries below are gone
  std::chrono::steady_clock::time_point last_commit_{}, last_offer_{};
  std::optional<std::pair<Instant, std::chrono::steady_clock::time_point>> clock_;
  boost::asio::steady_timer wake_;  // never expires; cancelled when there is work
  std::vector<std::shared_ptr<Ask>> asks_;
  std::optional<std::pair<Instant, std::chrono::steady_clock::time_point>> late_;  // Kafka lacks events since
  std::uint64_t own_entry_ = 0;          // the newest entry of the owner's own
  std::optional<Instant> unseen_since_;  // the server's clock stepped ahead of what people could see
  bool set_back_ = false;                // the inbox's time is ahead of the server's
  std::chrono::steady_clock::time_point clock_watched_{};
  std::map<std::pair<WorkspaceId, AgentId>, std::chrono::steady_clock::time_point>
      presence_;  // when it must be renewed
  std::exception_ptr failure_;
  std::map<WorkspaceId, std::uint64_t> told_versions_;
  Units drift_;
  std::pair<std::uint64_t, std::uint64_t> rolled_back_{};
};

struct Shard::Ask {
  std::string workspace;
  std::string key;
  boost::asio::steady_timer answered;
  std::optional<Outcome> outcome;
  bool over = false;  ///< answered, or the shard is another's
};

}  // namespace switchroom::shard
