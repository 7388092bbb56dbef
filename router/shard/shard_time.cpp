#include <fmt/format.h>

#include <algorithm>

#include "router/shard/shard.hpp"
#include "storage/records/scripts.hpp"
#include "storage/redis/number.hpp"

// The owner's clock. Every 50 ms it asks what is due and puts it into the inbox, so that time replays like any other
// input. Its own steady clock says what the server's should show: one that steps ahead makes nobody late for what he
// could not see yet, and one that steps back does not leave the inbox's time standing still.

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using redis::Command;
using redis::number;
using redis::Reply;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kafka_patience = 5s;    // events that are late by more stop the clocks of offers and replies
constexpr auto console_silence = 20s;  // a console that was there and says nothing for so long is lost
constexpr auto clock_watch = 5s;       // between two looks at the server's clock
constexpr Milliseconds clock_step_max{5 * 60'000};
constexpr Milliseconds time_ahead_max{10'000};  // of the inbox, before it is set back

}  // namespace

/// The call that puts an input of the owner's own into the inbox: no bound holds it back, only another owner.
Command Shard::own_append(std::string_view frame, const Fencing& fencing) const {
  const std::string latest = fencing.latest ? fmt::format("{}", ms_of(*fencing.latest)) : "";
  const std::string_view names[] = {keys_.head, keys_.inbox, keys_.own};
  const std::string_view arguments[] = {frame, incarnation_, latest, fencing.back ? "back" : ""};
  return Command::call(storage::scripts().own_append, names, arguments);
}

/// While nobody owned the shard nobody could accept an offer, answer, or say that he is there.
void Shard::begin_time(const Taken& taken) {
  const Instant since = taken.clocks_stopped != Instant{} ? taken.clocks_stopped : taken.seen;
  if (since == Instant{}) return;
  storage::FrameWriter writer;
  writer.add(storage::FrameInput{storage::ClocksInput{since, true, true}});
  const std::string frame = writer.take();
  connection_.send(own_append(frame, {}), [this](Result<Reply>) { look(); });
}

void Shard::end_time() {
  clock_.reset();
  late_.reset();
  unseen_since_.reset();
  set_back_ = false;
  own_entry_ = 0;
  presence_.clear();
}

Instant Shard::estimated_now() const {
  return clock_->first + std::chrono::duration_cast<Milliseconds>(SteadyClock::now() - clock_->second);
}

void Shard::report_step(Milliseconds step) {
  observer_.alarm(Error{Fault::internal, "clock of the Redis server",
                        fmt::format("a step of {} s", std::chrono::duration_cast<std::chrono::seconds>(step).count()),
                        "a steady clock"});
}

/// The inbox's time against the owner's steady clock.
void Shard::check_clock(Instant at) {
  if (clock_) {
    const Milliseconds step = at - estimated_now();
    if (step > clock_step_max || step < -clock_step_max) report_step(step);
    if (step > clock_step_max && !unseen_since_) unseen_since_ = estimated_now();
  }
  clock_ = {at, SteadyClock::now()};
}

asio::awaitable<void> Shard::keep_time() {
  if (state_ != State::owner || own_entry_ > position_ || careful()) co_return;
  const auto now = SteadyClock::now();
  if (now - clock_watched_ > clock_watch) {
    for (const auto& one : fold_->watched()) presence_.try_emplace(one, now + console_silence);
    co_await watch_server_clock(now);
  }
  Fencing fencing;
  std::optional<storage::FrameInput> input = due_input(now, fencing);
  if (input) co_await append_own(std::move(*input), fencing);
}

/// Entries carry the larger of the server's time and that of the entry before: only the server can tell that its clock
/// went back.
asio::awaitable<void> Shard::watch_server_clock(SteadyClock::time_point now) {
  clock_watched_ = now;
  Command command{"TIME"};
  Result<Reply> reply = co_await connection_.request(std::move(command));
  if (!reply || reply->elements.size() != 2 || !clock_) co_return;
  const Instant server = instant_of_ms(static_cast<std::int64_t>(number(reply->elements[0].text)) * 1000);
  if (clock_->first <= server + time_ahead_max) co_return;
  if (!std::exchange(set_back_, true)) report_step(server - clock_->first);
}

/// What has to be told to the fold now, if anything.
std::optional<storage::FrameInput> Shard::due_input(SteadyClock::time_point now, Fencing& fencing) {
  if (set_back_) {
    fencing.back = true;
    return storage::SetBackInput{};
  }
  if (const auto since = std::exchange(unseen_since_, std::nullopt)) return storage::ClocksInput{*since, true, true};
  if (auto clocks = clocks_input(now)) return clocks;
  if (auto silent = silent_console(now)) return silent;
  const auto due = fold_->next_due();
  if (!due || !clock_ || *due > estimated_now()) return std::nullopt;
  fencing.latest = estimated_now() + clock_step_max;
  return storage::AdvanceInput{};
}

/// While Kafka does not have what was decided, nobody can see offers and messages: those clocks stand still.
std::optional<storage::FrameInput> Shard::clocks_input(SteadyClock::time_point now) {
  const bool stopped = fold_->clocks_stopped() != Instant{};
  if (outbox_.published() >= position_) {
    late_.reset();
    if (stopped) return storage::ClocksInput{{}, false, true};
    return std::nullopt;
  }
  if (!late_ && clock_) late_ = {clock_->first, now};
  if (late_ && !stopped && now - late_->second > kafka_patience) return storage::ClocksInput{late_->first, true, false};
  return std::nullopt;
}

std::optional<storage::FrameInput> Shard::silent_console(SteadyClock::time_point now) {
  const auto silent = std::ranges::find_if(presence_, [now](const auto& one) { return one.second < now; });
  if (silent == presence_.end()) return std::nullopt;
  const auto [workspace, agent] = silent->first;
  presence_.erase(silent);
  return storage::PresenceInput{workspace, agent, false};
}

asio::awaitable<Result<std::chrono::milliseconds>> Shard::present(std::string workspace, std::string agent) {
  if (!owner()) co_return std::unexpected(Error{Fault::not_owner, "shard", "another owner", "the owner to be asked"});
  const WorkspaceState* state = fold_->workspaces().find(workspace);
  const AgentId id{state == nullptr ? 0 : state->numbering->agents.find(agent)};
  if (!id || !state->engine.agent(id))
    co_return std::unexpected(Error{Fault::not_found, "agent", agent, "an agent of this workspace"});
  const std::pair who{state->id, id};
  if (!presence_.contains(who)) {
    storage::FrameWriter writer;
    writer.add(storage::FrameInput{storage::PresenceInput{who.first, who.second, true}});
    const std::string frame = writer.take();
    Command command = own_append(frame, {});
    Result<Reply> reply = co_await connection_.request(std::move(command));
    if (reply) reply = redis::checked(std::move(*reply));
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    look();
  }
  presence_[who] = SteadyClock::now() + console_silence;
  co_return console_silence;
}

asio::awaitable<void> Shard::append_own(storage::FrameInput input, Fencing fencing) {
  storage::FrameWriter writer;
  writer.add(input);
  std::string frame = writer.take();
  Command command = own_append(frame, fencing);
  Result<Reply> reply = co_await connection_.request(std::move(command));
  if (reply) reply = redis::checked(std::move(*reply));
  if (!reply || reply->elements.size() != 3) {
    look();  // it may be there all the same
    co_return;
  }
  const Instant server_time = instant_of_ms(reply->elements[2].integer);
  if (reply->elements[0].integer == 0) {
    if (reply->elements[1].text == "STEADY") set_back_ = false;
    if (reply->elements[1].text == "AHEAD") check_clock(server_time);
    co_return;
  }
  own_entry_ = static_cast<std::uint64_t>(reply->elements[0].integer);
  const Instant at = instant_of_ms(reply->elements[1].integer);
  if (fencing.back) {
    set_back_ = false;
    clock_ = {at, SteadyClock::now()};
  }
  offer({own_entry_, at, std::move(frame), {}});
}

}  // namespace switchroom::shard
