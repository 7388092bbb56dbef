// A class costs a bit per member twice, and rules can combine in endless ways. So from `kept_at_least` on a number is
// given anew when more than half of them are idle: classes stay below twice the number of those in which somebody
// waits.

#include "router/engine/need_classes.hpp"

#include <algorithm>
#include <boost/container_hash/hash.hpp>

namespace switchroom::engine {
namespace {

constexpr std::uint32_t kept_at_least = 1024;

}  // namespace

std::size_t NeedClasses::Hash::operator()(std::span<const workspace::SkillNeed> needs) const {
  std::size_t seed = needs.size();
  for (const workspace::SkillNeed& need : needs)
    boost::hash_combine(seed, (std::uint64_t{need.skill.number} << 8) | need.minimum);
  return seed;
}

bool NeedClasses::Equal::operator()(std::span<const workspace::SkillNeed> a,
                                    std::span<const workspace::SkillNeed> b) const {
  return std::ranges::equal(a, b);
}

NeedClasses::NeedClasses(const Roster& roster, std::uint32_t group)
    : roster_(&roster), group_(group), open_to_(roster.groups()[group].members.size()) {}

std::uint32_t NeedClasses::class_of(std::span<const workspace::SkillNeed> needs) {
  if (const auto found = numbers_.find(needs); found != numbers_.end()) return found->second;
  const std::uint32_t need_class = place_for_new();
  fill(need_class, needs);
  numbers_.emplace(classes_[need_class].needs, need_class);
  return need_class;
}

std::uint32_t NeedClasses::place_for_new() {
  if (size() < kept_at_least || idle_ * 2 <= size()) {
    classes_.emplace_back();
    ++idle_;
    if (size() % Bits::per_word == 1)
      for (Bits& classes : open_to_) classes.resize(classes_.size());
    return size() - 1;
  }
  do hand_ = (hand_ + 1) % size();
  while (classes_[hand_].waiting > 0);
  numbers_.erase(classes_[hand_].needs);
  return hand_;
}

void NeedClasses::fill(std::uint32_t need_class, std::span<const workspace::SkillNeed> needs) {
  const std::vector<std::uint32_t>& members = roster_->groups()[group_].members;
  Class& filled = classes_[need_class];
  filled.needs.assign(needs.begin(), needs.end());
  filled.skilled = Bits(members.size());
  filled.skilled_count = 0;
  for (std::uint32_t member = 0; member < members.size(); ++member) {
    const bool skilled = meets(roster_->agents()[members[member]].skills, needs);
    filled.skilled.put(member, skilled);
    open_to_[member].put(need_class, skilled);
    filled.skilled_count += skilled ? 1 : 0;
  }
}

}  // namespace switchroom::engine
