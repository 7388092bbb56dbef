#pragma once
// Documents that are made ready beside the shard, on a thread of their own, before it is their turn in the inbox. At
// most `preparations_max` are known at a time, ready or not. The owner's thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "router/shard/prepared.hpp"

namespace switchroom::shard {

inline constexpr std::size_t preparations_max = 4;
/// A document that is compiled longer than this after the end is abandoned.
inline constexpr std::chrono::milliseconds compile_farewell{2'000};

class Preparations {
 public:
  /// `ready` is called on `owner`, the executor of the owner's thread, whenever one is ready.
  Preparations(boost::asio::any_io_executor owner, ParseDocument parse, std::function<void()> ready,
               std::chrono::milliseconds farewell = compile_farewell);
  /// Waits for the one at work, `farewell` at most; what waits for its turn is dropped. After that time its thread is
  /// left to itself: it holds all that it needs, and tells nobody.
  ~Preparations();
  Preparations(const Preparations&) = delete;
  Preparations& operator=(const Preparations&) = delete;

  /// Begins with a wish that will perhaps be granted, unless it is known already or there is no room. One that expects
  /// another version than `basis` is left for its turn.
  void expect(const Wish& wish, const Basis& basis);
  /// Waits until an expected wish is ready, for `limit` at most.
  boost::asio::awaitable<void> wait(Wish wish, Basis basis, std::chrono::milliseconds limit);
  /// Whether the wishes of the next entry are ready, each as the successor of the one before. Begins with those that
  /// are not; who expects another version will be refused and needs nothing. Of more than `preparations_max` only the
  /// first count.
  bool ready(std::span<const Wish> wishes, const Workspaces& in_force);
  /// Hands them out; they are ready. One whose compiler threw is left out: whoever compiles it in place meets the same.
  std::vector<Prepared> take(std::span<const Wish> wishes, const Workspaces& in_force);
  /// Wishes were granted: frees what they replaced, on the other thread, and drops what follows a version of before.
  void settle(std::vector<Compiled> replaced, const Workspaces& in_force);
  /// Drops all.
  void clear();
  /// Whether a thread was left to itself in this process, and perhaps still compiles: who ends the process must not
  /// take away what is static. Any thread.
  static bool abandoned_any();

 private:
  struct One;
  struct Workshop;
  std::shared_ptr<One> find(const Wish& wish, std::uint64_t follows) const;
  std::shared_ptr<One> begin(const Wish& wish, const Basis& basis, bool turn);
  void finish(const std::weak_ptr<One>& begun, std::optional<Prepared> prepared);
  bool make_room();
  void release(One& one);

  boost::asio::any_io_executor owner_;
  std::shared_ptr<const ParseDocument> parse_;
  std::function<void()> ready_;
  std::deque<std::shared_ptr<One>> known_;  // oldest first
  std::chrono::milliseconds farewell_;
  std::shared_ptr<Workshop> workshop_;
  std::thread thread_;
};

}  // namespace switchroom::shard
