#pragma once
// What tickets ask of the members of one pool, each combination once, with the members who have it. The engine's
// thread.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "router/engine/bits.hpp"
#include "router/engine/roster.hpp"

namespace switchroom::engine {

/// What makes tickets different for agents: skills (ascending), who is not asked again (ascending), and who alone is
/// asked (empty: all are).
struct Demand {
  std::span<const workspace::SkillNeed> needs;
  std::span<const AgentId> tried{};
  AgentId hold_for{};
};

class NeedClasses {
 public:
  /// Kept: `roster` must outlive this.
  NeedClasses(const Roster& roster, std::uint32_t pool);
  /// The same, but `kept` classes are kept whether idle or not.
  NeedClasses(const Roster& roster, std::uint32_t pool, std::uint32_t kept);

  /// The number of the class with this demand. The first asker pays for a pass over all members. Numbers of classes in
  /// which nobody waits are given anew once there are many.
  std::uint32_t class_of(const Demand& demand);

  /// One more than the largest number ever given.
  std::uint32_t size() const { return static_cast<std::uint32_t>(classes_.size()); }
  /// Members with the skills of a class, and how many they are.
  const Bits& skilled(std::uint32_t need_class) const { return classes_[need_class].skilled; }
  std::uint32_t skilled_count(std::uint32_t need_class) const { return classes_[need_class].skilled_count; }
  /// Members who are not asked, as they were before; empty: none.
  const Bits& tried(std::uint32_t need_class) const { return classes_[need_class].tried; }
  /// The only member who is asked; empty: all are.
  const Bits& held_for(std::uint32_t need_class) const { return classes_[need_class].held_for; }
  std::span<const workspace::SkillNeed> needs(std::uint32_t need_class) const {
    return classes_[need_class].wanted.needs;
  }
  /// Classes whose tickets a member may be asked for.
  std::span<const Bits::Word> open_to(std::uint32_t member) const { return open_to_[member].words(); }

  /// A ticket of the class begins, or ends, to wait. A class keeps its number while one waits.
  void enter(std::uint32_t need_class) { idle_ -= classes_[need_class].waiting++ == 0 ? 1 : 0; }
  void leave(std::uint32_t need_class) { idle_ += --classes_[need_class].waiting == 0 ? 1 : 0; }

 private:
  struct Wanted {
    std::vector<workspace::SkillNeed> needs;
    std::vector<AgentId> tried;
    AgentId hold_for;
    Demand demand() const { return {needs, tried, hold_for}; }
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const Demand& demand) const;
    std::size_t operator()(const Wanted& wanted) const { return (*this)(wanted.demand()); }
  };
  struct Equal {
    using is_transparent = void;
    static bool same(const Demand& a, const Demand& b);
    bool operator()(const Wanted& a, const Wanted& b) const { return same(a.demand(), b.demand()); }
    bool operator()(const Demand& a, const Wanted& b) const { return same(a, b.demand()); }
    bool operator()(const Wanted& a, const Demand& b) const { return same(a.demand(), b); }
  };
  struct Class {
    Wanted wanted;
    Bits skilled, tried, held_for;
    std::uint32_t skilled_count = 0;
    std::uint32_t waiting = 0;
  };

  std::uint32_t place_for_new();
  void fill(std::uint32_t need_class, const Demand& demand);
  Bits bits_of(std::span<const AgentId> agents) const;
  /// Members who meet one need. The first asker pays for a look at every member.
  const Bits& holders(workspace::SkillNeed need);

  const Roster* roster_;
  std::uint32_t pool_;
  std::vector<Class> classes_;
  std::vector<Bits> open_to_;                               ///< by member: classes
  std::uint32_t kept_;                                      ///< so many are kept whether idle or not
  boost::unordered_flat_map<std::uint64_t, Bits> holders_;  ///< by skill and minimum
  boost::unordered_flat_map<Wanted, std::uint32_t, Hash, Equal> numbers_;
  std::uint32_t idle_ = 0;  ///< classes in which nobody waits
  std::uint32_t hand_ = 0;  ///< where the search for an idle one goes on
};

}  // namespace switchroom::engine
