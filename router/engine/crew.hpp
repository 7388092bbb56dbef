#pragma once
// The members of one group as a choice sees them: who receives work, who has room for how much, who is next. The
// engine's thread.

#include <boost/intrusive/set.hpp>
#include <compare>
#include <cstdint>
#include <span>
#include <vector>

#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/units.hpp"
#include "router/engine/bits.hpp"

namespace switchroom::engine {

/// Who is next: the least loaded, of these the longest without an assignment, of these the smallest AgentId.
struct Rank {
  std::int64_t load = 0;  ///< thousandths of the limit in use, rounded down
  Instant last_assigned{};
  std::uint32_t member = 0;
  friend constexpr auto operator<=>(const Rank&, const Rank&) = default;
};

/// Thousandths of `limit` in use, rounded down; of a limit of nothing as of one milli-unit.
std::int64_t load_of(Units in_use, Units limit);

/// A member's figures.
struct Fitness {
  Rank rank;
  bool receives = false;
  Units room;  ///< limit minus in use; negative above the limit
};

class Crew {
 public:
  /// Members 0 … members - 1; none receives.
  explicit Crew(std::uint32_t members);

  /// There are tickets of one more weight; nobody has room for them until all members are told again.
  void add_weight() { with_room_.emplace_back(ranked_.size()); }
  /// Tells a member's present figures. `weights` are the units of all weights added so far.
  void update(const Fitness& fitness, std::span<const Units> weights);

  std::span<const Bits::Word> receiving() const { return receiving_.words(); }
  /// Members with room for a ticket of weight number `weight`, whether they receive or not.
  std::span<const Bits::Word> with_room(std::uint32_t weight) const { return with_room_[weight].words(); }
  bool may_take(std::uint32_t member, std::uint32_t weight) const {
    return receiving_.contains(member) && with_room_[weight].contains(member);
  }
  const Rank& rank(std::uint32_t member) const { return ranked_[member].rank; }

  /// Whether the members who receive and have room for the lightest ticket are kept in order. Small groups need none.
  bool is_ordered() const { return ranked_.size() > few; }
  /// Calls `visit(member)` for those in order of rank until it returns false.
  template <class Visit>
  void walk(Visit&& visit) const {
    for (const Ranked& ranked : order_)
      if (!visit(ranked.rank.member)) return;
  }

  /// Looking at so many members costs no more than keeping them in order.
  static constexpr std::uint32_t few = 64;

 private:
  struct Ranked : boost::intrusive::set_base_hook<boost::intrusive::link_mode<boost::intrusive::normal_link>> {
    Rank rank;
    bool in_order = false;
    friend bool operator<(const Ranked& a, const Ranked& b) { return a.rank < b.rank; }
  };

  void reorder(Ranked& ranked, const Rank& rank, bool in_order);

  Bits receiving_;
  std::vector<Bits> with_room_;  ///< by weight
  std::vector<Ranked> ranked_;   ///< by member
  boost::intrusive::set<Ranked, boost::intrusive::constant_time_size<false>> order_;
};

}  // namespace switchroom::engine
