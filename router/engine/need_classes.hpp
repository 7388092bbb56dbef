#pragma once
// What tickets of one group ask for, each combination once, with the members who have it. The engine's thread.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "router/engine/bits.hpp"
#include "router/engine/roster.hpp"

namespace switchroom::engine {

class NeedClasses {
 public:
  /// Kept: `roster` must outlive this.
  NeedClasses(const Roster& roster, std::uint32_t group);
  /// The same, but `kept` classes are kept whether idle or not.
  NeedClasses(const Roster& roster, std::uint32_t group, std::uint32_t kept);

  /// The number of the class with these needs (ascending by skill). The first asker pays for a pass over
  /// all members. Numbers of classes in which nobody waits are given anew once there are many.
  std::uint32_t class_of(std::span<const workspace::SkillNeed> needs);

  /// One more than the largest number ever given.
  std::uint32_t size() const { return static_cast<std::uint32_t>(classes_.size()); }
  /// Members with the skills of a class, and how many they are.
  const Bits& skilled(std::uint32_t need_class) const { return classes_[need_class].skilled; }
  std::uint32_t skilled_count(std::uint32_t need_class) const { return classes_[need_class].skilled_count; }
  /// Classes whose needs a member meets.
  std::span<const Bits::Word> open_to(std::uint32_t member) const { return open_to_[member].words(); }

  /// A ticket of the class begins, or ends, to wait. A class keeps its number while one waits.
  void enter(std::uint32_t need_class) { idle_ -= classes_[need_class].waiting++ == 0 ? 1 : 0; }
  void leave(std::uint32_t need_class) { idle_ += --classes_[need_class].waiting == 0 ? 1 : 0; }

 private:
  using Needs = std::vector<workspace::SkillNeed>;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::span<const workspace::SkillNeed> needs) const;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::span<const workspace::SkillNeed> a, std::span<const workspace::SkillNeed> b) const;
  };
  struct Class {
    Needs needs;
    Bits skilled;
    std::uint32_t skilled_count = 0;
    std::uint32_t waiting = 0;
  };

  std::uint32_t place_for_new();
  void fill(std::uint32_t need_class, std::span<const workspace::SkillNeed> needs);
  /// Members who meet one need. The first asker pays for a look at every member.
  const Bits& holders(workspace::SkillNeed need);

  const Roster* roster_;
  std::uint32_t group_;
  std::vector<Class> classes_;
  std::vector<Bits> open_to_;                               ///< by member: classes
  std::uint32_t kept_;                                      ///< so many are kept whether idle or not
  boost::unordered_flat_map<std::uint64_t, Bits> holders_;  ///< by skill and minimum
  boost::unordered_flat_map<Needs, std::uint32_t, Hash, Equal> numbers_;
  std::uint32_t idle_ = 0;  ///< classes in which nobody waits
  std::uint32_t hand_ = 0;  ///< where the search for an idle one goes on
};

}  // namespace switchroom::engine
