#pragma once
// The tickets of one lane in the order of their keys. Nearly all arrive in that order, those of one priority always do,
// and then they stand in a run: the first leaves, the next is there. Those that come with their old age, and whatever
// fits into no run, stand in a heap. The engine's thread.

#include <cstdint>
#include <vector>

#include "router/engine/plan.hpp"

namespace switchroom::engine {

/// A place that a ticket has in a queue.
struct Waiting {
  QueueKey key = after_all;
  std::uint32_t slot = 0;    ///< of the place
  std::uint32_t ticket = 0;  ///< its slot
  std::uint32_t number = 0;  ///< in its run
};

/// Where each place stands in its line, by slot. One list for all lines of a workspace.
using Places = std::vector<std::uint32_t>;

/// Tickets that came in the order of their keys.
class Run {
 public:
  /// Empty; numbers begin at `first`.
  explicit Run(std::uint32_t first = 0) : next_(first) {}

  bool is_empty() const { return live_ == 0; }
  /// Whether a ticket may stand at its end.
  bool fits(QueueKey key) const { return is_empty() || tickets_.back().key < key; }
  /// Puts it there; gives the number by which it is found again.
  std::uint32_t push(Waiting ticket);
  /// Takes the ticket of a number out.
  void erase(std::uint32_t number);
  /// The first; the run is not empty.
  const Waiting& front() const { return tickets_[begin_]; }

  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = begin_; i < tickets_.size(); ++i)
      if (tickets_[i].slot != gone) visit(tickets_[i]);
  }

  static constexpr std::uint32_t numbers = std::uint32_t{1} << 29U;  ///< then they begin anew

 private:
  static constexpr std::uint32_t gone = 0xffff'ffff;

  std::size_t index_of(std::uint32_t number) const;
  void forget_the_gone();

  std::vector<Waiting> tickets_;  ///< from `begin_` on; those who left in between have no slot
  std::size_t begin_ = 0;
  std::size_t live_ = 0;
  std::uint32_t next_ = 0;
};

class WaitingLine {
 public:
  void push(Waiting ticket, Places& places);
  /// Takes the ticket of `slot` out; it is in this line.
  void erase(std::uint32_t slot, Places& places);
  /// `after_all` if the line is empty.
  Waiting first() const;

  /// Calls `visit(Waiting)` for each ticket, in no order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const Run& run : runs_) run.for_each(visit);
    for (const Waiting& one : heap_) visit(one);
  }

 private:
  using Heap = std::vector<Waiting>;

  void erase_from_heap(std::uint32_t slot, Places& places);

  std::vector<Run> runs_;  ///< at most four
  Heap heap_;
};

}  // namespace switchroom::engine
