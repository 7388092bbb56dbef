#pragma once
// Documents that are made ready beside the shard, on a thread of their own, before it is their turn in the inbox. At
// most `preparations_max` are known at a time, ready or not. The owner's thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "router/shard/prepared.hpp"

namespace switchroom::shard {

inline constexpr std::size_t preparations_max = 4;

class Preparations {
 public:
  /// `ready` is called on `owner`, the executor of the owner's thread, whenever one is ready.
  Preparations(boost::asio::any_io_executor owner, ParseDocument parse, std::function<void()> ready);
  /// Waits for the one at work; what waits for its turn is dropped.
  ~Preparations();
  Preparations(const Preparations&) = delete;
  Preparations& operator=(const Preparations&) = delete;

  /// Begins with a wish that will perhaps be granted, unless it is known already or there is no room.
  void expect(const Wish& wish, const Basis& basis);
  /// Waits until an expected wish is ready, for `limit` at most.
  boost::asio::awaitable<void> wait(Wish wish, Basis basis, std::chrono::milliseconds limit);
  /// Whether the wishes of the next entry are ready, each as the successor of the one before. Begins with those that
  /// are not. Of more than `preparations_max` only the first count.
  bool ready(std::span<const Wish> wishes, const Workspaces& in_force);
  /// Hands them out; they are ready. One whose compiler threw is left out: whoever compiles it in place meets the same.
  std::vector<Prepared> take(std::span<const Wish> wishes, const Workspaces& in_force);
  /// Wishes were granted: frees what they replaced, on the other thread, and drops what follows a version of before.
  void settle(std::vector<Compiled> replaced, const Workspaces& in_force);
  /// Drops all.
  void clear();

 private:
  struct One;
  std::shared_ptr<One> find(const Wish& wish, std::uint64_t follows) const;
  std::shared_ptr<One> begin(const Wish& wish, const Basis& basis, bool turn);
  bool make_room();
  void release(One& one);

  boost::asio::any_io_executor owner_;
  std::shared_ptr<const ParseDocument> parse_;
  std::function<void()> ready_;
  std::deque<std::shared_ptr<One>> known_;  // oldest first
  boost::asio::thread_pool pool_{1};
};

}  // namespace switchroom::shard
