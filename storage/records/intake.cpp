#include "storage/records/intake.hpp"

#include <fmt/format.h>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "storage/records/scripts.hpp"

// A request that finds no append in flight waits to the end of this event-loop turn, so that all sockets that are ready
// now share a frame. While an append is in flight the next frame gathers; it goes when the reply is read. No timer, no
// delay when idle.

namespace switchroom::storage {
namespace {

constexpr std::uint32_t inputs_max = 256;
constexpr std::size_t bytes_max = 256 * 1024;
constexpr std::size_t overflow_bytes_max = 64UL << 20;
constexpr std::string_view wait_ms = "1000";  // less than the deadline of a command

Error bound_reached(std::string_view which) {
  if (which == "unpublished")
    return {Fault::backlog_full, "events not yet in Kafka", "`shard.unpublished_max_frames` reached",
            "Kafka to be back"};
  return {Fault::backlog_full, "inbox", "`shard.backlog_max_frames` reached", "the shard's owner to catch up"};
}

}  // namespace

Intake::Intake(boost::asio::any_io_executor executor, redis::Connection& connection, const Keys& keys,
               InboxBounds bounds, Sink sink, Doubt doubt, Clock clock)
    : executor_(std::move(executor)),
      connection_(connection),
      keys_(keys),
      backlog_max_(fmt::format_int(bounds.backlog_max).str()),
      unpublished_max_(fmt::format_int(bounds.unpublished_max).str()),
      replicas_(bounds.replicas),
      sink_(std::move(sink)),
      doubt_(std::move(doubt)),
      clock_(std::move(clock)) {}

boost::asio::awaitable<Result<std::uint64_t>> Intake::append(const FrameWriter& inputs) {
  return append(inputs, Company::any);
}

boost::asio::awaitable<Result<std::uint64_t>> Intake::append_alone(const FrameWriter& inputs) {
  return append(inputs, Company::none);
}

boost::asio::awaitable<Result<std::uint64_t>> Intake::append(const FrameWriter& inputs, Company company) {
  const auto initiate = [this, &inputs, company](auto handler) {
    enqueue(inputs, company, Waiter{std::move(handler)});
  };
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void(Result<std::uint64_t>)>(
      initiate, boost::asio::use_awaitable);
}

void Intake::enqueue(const FrameWriter& inputs, Company company, Waiter waiter) {
  if (overflow_bytes_ + inputs.size() > overflow_bytes_max) {
    boost::asio::post(executor_,
                      [waiter = std::move(waiter)]() mutable { waiter(std::unexpected(bound_reached("backlog"))); });
    return;
  }
  const bool alone = company == Company::none || company_ == Company::none;
  const bool fits = gathering_.count() == 0 || (!alone && gathering_.count() + inputs.count() <= inputs_max &&
                                                gathering_.size() + inputs.size() <= bytes_max);
  if (!fits || !overflow_.empty()) {
    overflow_.push_back({inputs, company, std::move(waiter)});
    overflow_bytes_ += inputs.size();
    return;
  }
  company_ = company;
  gathering_.add(inputs);
  waiting_.push_back(std::move(waiter));
  if (busy_ || scheduled_) return;
  scheduled_ = true;
  boost::asio::post(executor_, [this] {
    scheduled_ = false;
    if (!busy_) send();
  });
}

void Intake::send() {
  if (waiting_.empty()) return;
  busy_ = true;
  in_flight_ = std::exchange(waiting_, {});
  std::string frame = gathering_.take();
  const std::string_view keys[] = {keys_.head, keys_.inbox, keys_.own};
  const std::string_view arguments[] = {frame, backlog_max_, unpublished_max_};
  redis::Command command = redis::Command::call(scripts().append, keys, arguments);
  const auto began = std::chrono::steady_clock::now();
  connection_.send(std::move(command), [this, began, frame = std::move(frame)](Result<redis::Reply> reply) mutable {
    if (replicas_ > 0 && reply && !reply->is_error())
      await_replicas(std::move(frame), began, std::move(reply));
    else
      finish(std::move(frame), began, std::move(reply));
  });
}

/// The entry stays whatever WAIT says; with too few replicas its senders hear that the outcome is unknown and send it
/// again.
void Intake::await_replicas(std::string frame, std::chrono::steady_clock::time_point began,
                            Result<redis::Reply> reply) {
  const std::string count = std::to_string(replicas_);
  const redis::Command command{"WAIT", count, wait_ms};
  connection_.send(command, [this, began, frame = std::move(frame),
                             reply = std::move(reply)](Result<redis::Reply> waited) mutable {
    if (!waited)
      reply = std::unexpected(std::move(waited.error()));
    else if (waited->integer < static_cast<std::int64_t>(replicas_))
      reply = std::unexpected(Error{Fault::outcome_unknown, "replicas",
                                    fmt::format("{} have the message", waited->integer), fmt::format("{}", replicas_)});
    finish(std::move(frame), began, std::move(reply));
  });
}

Result<Appended> Intake::outcome(Result<redis::Reply> reply) const {
  if (reply) reply = redis::checked(std::move(*reply));
  if (!reply) return std::unexpected(std::move(reply.error()));
  const auto& parts = reply->elements;
  if (parts.size() != 2) return std::unexpected(Error{Fault::internal, "append.lua", "another reply", "{n, ms}"});
  if (parts[0].integer == 0) return std::unexpected(bound_reached(parts[1].text));
  return Appended{static_cast<std::uint64_t>(parts[0].integer), instant_of_ms(parts[1].integer), {}, {}};
}

void Intake::finish(std::string frame, std::chrono::steady_clock::time_point began, Result<redis::Reply> reply) {
  clock_(std::chrono::steady_clock::now() - began);
  std::vector<Waiter> waiters = std::exchange(in_flight_, {});
  busy_ = false;
  Result<Appended> appended = outcome(std::move(reply));
  send();  // the next frame first: Redis works while the answers are written
  overflow_bytes_ = 0;
  for (auto& [inputs, company, waiter] : std::exchange(overflow_, {})) enqueue(inputs, company, std::move(waiter));
  if (!appended) {
    if (appended.error().fault == Fault::outcome_unknown) doubt_();
    wake(std::move(waiters), std::unexpected(std::move(appended.error())));
    return;
  }
  const std::uint64_t n = appended->n;
  appended->frame = std::move(frame);
  appended->began = began;
  sink_(std::move(*appended));
  wake(std::move(waiters), n);
}

void Intake::wake(std::vector<Waiter> waiters, const Result<std::uint64_t>& result) {
  for (Waiter& waiter : waiters) waiter(result);
}

}  // namespace switchroom::storage
