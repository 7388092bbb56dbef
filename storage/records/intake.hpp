#pragma once
// The durable step before 2xx: everything that waits together becomes one frame, appended by one script call.
// One per I/O thread; that thread only.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/instant.hpp"
#include "storage/records/frame.hpp"
#include "storage/records/keys.hpp"
#include "storage/redis/connection.hpp"

namespace switchroom::storage {

/// A frame that is in the inbox.
struct Appended {
  std::uint64_t n = 0;
  Instant at{};
  std::string frame;
  std::chrono::steady_clock::time_point began{};  ///< when its append was sent; for latencies only
};

/// Bounds that append.lua checks before it lets the inbox grow.
struct InboxBounds {
  std::uint64_t backlog_max = 100'000;      ///< entries not folded yet
  std::uint64_t unpublished_max = 200'000;  ///< entries whose events Kafka has not acknowledged
  unsigned replicas = 0;                    ///< that must have an entry before 2xx (`redis.durability: replicated`)
};

class Intake {
 public:
  /// Hears of each frame that is in the inbox, in the order of its replies.
  using Sink = std::function<void(Appended)>;
  /// Hears that an append's outcome is unknown: somebody should look into the inbox.
  using Doubt = std::function<void()>;
  /// Hears how long each append took.
  using Clock = std::function<void(std::chrono::steady_clock::duration)>;

  /// `connection` and `keys` outlive the intake.
  Intake(boost::asio::any_io_executor executor, redis::Connection& connection, const Keys& keys, InboxBounds bounds,
         Sink sink, Doubt doubt, Clock clock);

  /// Puts the inputs of `inputs` (at least one) into the inbox, all in one frame, and resumes when Redis has them.
  /// Errors: storage_unavailable, storage_not_durable, backlog_full (nothing was stored), outcome_unknown (perhaps
  /// stored: a repeated delivery is recognised). At most 256 inputs or 256 KiB of several callers share a frame.
  boost::asio::awaitable<Result<std::uint64_t>> append(const FrameWriter& inputs);
  /// The same, but nobody else's inputs are in the frame: it may wait for something, as a document for its compiler,
  /// and a frame is folded whole.
  boost::asio::awaitable<Result<std::uint64_t>> append_alone(const FrameWriter& inputs);

  /// Inputs that wait or are on their way.
  std::size_t pending() const { return waiting_.size() + in_flight_.size() + overflow_.size(); }

 private:
  using Waiter = std::move_only_function<void(Result<std::uint64_t>)>;

  enum class Company { any, none };
  struct Overflow {
    FrameWriter inputs;
    Company company;
    Waiter waiter;
  };

  boost::asio::awaitable<Result<std::uint64_t>> append(const FrameWriter& inputs, Company company);
  void enqueue(const FrameWriter& inputs, Company company, Waiter waiter);
  void send();
  void await_replicas(std::string frame, std::chrono::steady_clock::time_point began, Result<redis::Reply> reply);
  void finish(std::string frame, std::chrono::steady_clock::time_point began, Result<redis::Reply> reply);
  Result<Appended> outcome(Result<redis::Reply> reply) const;
  void wake(std::vector<Waiter> waiters, const Result<std::uint64_t>& result);

  boost::asio::any_io_executor executor_;
  redis::Connection& connection_;
  const Keys& keys_;
  std::string backlog_max_, unpublished_max_;
  unsigned replicas_;
  Sink sink_;
  Doubt doubt_;
  Clock clock_;
  FrameWriter gathering_;
  Company company_ = Company::any;  // whom what gathers lets in
  std::vector<Waiter> waiting_, in_flight_;
  std::vector<Overflow> overflow_;  // what did not fit into the frame that gathers
  std::size_t overflow_bytes_ = 0;
  bool busy_ = false;       // an append is on its way
  bool scheduled_ = false;  // a send is posted to the end of this turn
};

}  // namespace switchroom::storage
