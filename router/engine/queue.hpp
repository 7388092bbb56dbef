#pragma once
// The tickets that wait for one pool. Tickets alike to every agent (same needs, same weight) whose scores grow alike
// share a lane, a line of its own: among them the order never changes. The heads of all lanes lie side by side, with
// the best of each 64, so that the best ticket for an agent is found by a glance at few words. The engine's thread.

#include <cstdint>
#include <span>
#include <vector>

#include "router/engine/bits.hpp"
#include "router/engine/plan.hpp"
#include "router/engine/waiting_line.hpp"

namespace switchroom::engine {

/// A lane of a pool: tickets that need the same, weigh the same, and grow older at the same slope.
struct Lane {
  std::uint32_t need_class = 0;
  std::uint32_t tier = 0;  ///< number of a weight with a slope
};

class Queue {
 public:
  /// Room for lanes of class 0 … classes - 1 and tier 0 … tiers - 1; never less than before.
  void resize(std::uint32_t classes, std::uint32_t tiers);

  void push(Lane lane, Waiting ticket, Places& places);
  /// Takes the ticket of `slot` out of the lane that it was pushed to.
  void erase(Lane lane, std::uint32_t slot, Places& places);

  std::uint32_t waiting() const { return waiting_; }
  /// The first ticket of a lane; `after_all` if none waits there.
  Waiting first(Lane lane) const { return line(lane).first(); }

  /// Calls `visit(lane)` for each lane in which tickets wait.
  template <class Visit>
  void for_each_lane(Visit&& visit) const {
    for (std::uint32_t tier = 0; tier < tiers_.size(); ++tier)
      for (std::size_t i = 0; i < tiers_[tier].filled.words().size(); ++i)
        for_each_bit(tiers_[tier].filled.words()[i], i,
                     [&](std::uint32_t need_class) { visit(Lane{need_class, tier}); });
  }

  /// Calls `visit(Waiting)` for each ticket of a lane, in no order.
  template <class Visit>
  void for_each_in(Lane lane, Visit&& visit) const {
    line(lane).for_each(visit);
  }

  bool is_empty(std::uint32_t tier) const { return tier >= tiers_.size() || tiers_[tier].waiting == 0; }

  /// The lane among `classes` of tier `tier` whose first ticket comes before `bound` and before all others';
  /// its key is `after_all` if there is none.
  struct Best {
    QueueKey key = after_all;
    Lane lane;
  };
  Best best(std::uint32_t tier, std::span<const Bits::Word> classes, QueueKey bound) const;
  /// The same among all classes.
  Best best(std::uint32_t tier, QueueKey bound) const;

 private:
  /// All lanes of one tier, by class.
  struct Tier {
    std::vector<WaitingLine> lines;
    std::vector<QueueKey> firsts;        ///< of each line
    std::vector<QueueKey> block_firsts;  ///< the smallest of each 64 of them
    Bits filled;                         ///< classes whose line is not empty
    std::uint32_t waiting = 0;
  };

  const WaitingLine& line(Lane lane) const { return tiers_[lane.tier].lines[lane.need_class]; }
  static void refresh(Tier& tier, std::uint32_t need_class);

  std::vector<Tier> tiers_;
  std::uint32_t waiting_ = 0;
};

}  // namespace switchroom::engine
