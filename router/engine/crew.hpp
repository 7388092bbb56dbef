#pragma once
// The people of one pool as a choice sees them: who passes which filter, who is next. The engine's thread.

#include <array>
#include <boost/intrusive/set.hpp>
#include <compare>
#include <cstdint>
#include <span>
#include <vector>

#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/units.hpp"
#include "config/workspace/workspace.hpp"
#include "router/engine/bits.hpp"

namespace switchroom::engine {

/// Who is next: the least loaded (a longest-idle order leaves loads aside), of these the longest without an assignment,
/// of these the smallest AgentId.
struct Rank {
  std::int64_t load = 0;  ///< thousandths of the limit in use, rounded down
  Instant last_assigned{};
  std::uint32_t member = 0;
  friend constexpr auto operator<=>(const Rank&, const Rank&) = default;
};

/// Thousandths of `limit` in use, rounded down, at most 2³² - 1; of a limit of nothing as of one milli-unit.
std::int64_t load_of(Units in_use, Units limit);

/// A rank as one number: the smaller is next. From the top: 32 bits of load, 64 of time, 32 of the member.
__extension__ using Order = unsigned __int128;
constexpr Order order_of(const Rank& rank) {
  const auto since = static_cast<std::uint64_t>(ms_of(rank.last_assigned)) ^ (std::uint64_t{1} << 63U);
  return Order{static_cast<std::uint32_t>(rank.load)} << 96U | Order{since} << 32U | rank.member;
}
/// The same with loads left aside.
inline constexpr Order without_load = ~Order{0} >> 32U;

/// The filters that depend on the agent alone, in the order in which they are asked. The first two are the same for all
/// tickets.
enum class Gate : std::uint8_t { status, on_shift, work_kind, room, kind_room, ready };
inline constexpr std::size_t gates = 6;

/// Which gates a member passes: a bit each.
using Passes = std::uint8_t;
constexpr Passes bit_of(Gate gate) { return static_cast<Passes>(1U << static_cast<unsigned>(gate)); }
inline constexpr Passes passes_all = (1U << gates) - 1;

class Crew {
 public:
  /// Members 0 … members - 1; none receives. `strategy` is the one whose order is kept.
  Crew(std::uint32_t members, workspace::Strategy strategy);

  /// There are tickets of one more weight; nobody may take them until all members are told again.
  void add_weight();
  /// Tells a member's present figures, and what he passes for each weight added so far.
  void update(const Rank& rank, std::span<const Passes> passes);
  /// He was the last who got an assignment.
  void take_turn(std::uint32_t member) { turn_ = member; }
  std::uint32_t turn() const { return turn_; }

  /// Members who pass a gate for a weight.
  std::span<const Bits::Word> passing(Gate gate, std::uint32_t weight) const {
    return lines_[weight].passing[static_cast<std::size_t>(gate)].words();
  }
  /// How many do not.
  std::uint32_t failing(Gate gate, std::uint32_t weight) const {
    return size() - lines_[weight].count[static_cast<std::size_t>(gate)];
  }
  /// Members who pass all.
  std::span<const Bits::Word> free(std::uint32_t weight) const { return lines_[weight].free.words(); }
  bool may_take(std::uint32_t member, std::uint32_t weight) const { return lines_[weight].free.contains(member); }
  Order order(std::uint32_t member) const { return orders_[member]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(orders_.size()); }
  workspace::Strategy strategy() const { return strategy_; }

  /// Whether the members who may take something are kept in order. Small pools need none.
  bool is_ordered() const { return size() > few; }
  /// Calls `visit(member)` for those in order of rank until it returns false.
  template <class Visit>
  void walk(Visit&& visit) const {
    for (const Ranked& ranked : in_order_)
      if (!visit(static_cast<std::uint32_t>(&ranked - ranked_.data()))) return;
  }

  /// Looking at so many members costs no more than keeping them in order.
  static constexpr std::uint32_t few = 64;

 private:
  struct Ranked : boost::intrusive::set_base_hook<boost::intrusive::link_mode<boost::intrusive::normal_link>> {
    Order order = 0;
    bool is_in_order = false;
    friend bool operator<(const Ranked& a, const Ranked& b) { return a.order < b.order; }
  };
  /// For one weight.
  struct Line {
    std::array<Bits, gates> passing;
    std::array<std::uint32_t, gates> count{};
    Bits free;
    std::vector<Passes> passes;  ///< by member
  };

  void put(Line& line, std::uint32_t member, Passes passes);
  void reorder(Ranked& ranked, Order order, bool in_order);

  workspace::Strategy strategy_;
  std::uint32_t turn_ = 0xffff'ffff;
  std::vector<Line> lines_;     ///< by weight
  std::vector<Order> orders_;   ///< by member
  std::vector<Ranked> ranked_;  ///< by member; empty: none are kept in order
  boost::intrusive::set<Ranked, boost::intrusive::constant_time_size<false>> in_order_;
};

}  // namespace switchroom::engine
