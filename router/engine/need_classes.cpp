// A class costs two bits per member, and rules can combine in endless ways. So beyond `kept_` of them a number is given
// anew as soon as more than half are idle: then there are less than twice as many as those in which somebody waits.

#include "router/engine/need_classes.hpp"

#include <algorithm>
#include <boost/container_hash/hash.hpp>

namespace switchroom::engine {
namespace {

/// About 16 MiB of bits, twice.
std::uint32_t kept_for(std::size_t members) {
  constexpr std::size_t bits = std::size_t{1} << 27;
  return static_cast<std::uint32_t>(std::clamp<std::size_t>(bits / std::max<std::size_t>(members, 1), 1024, 16'384));
}

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
    : NeedClasses(roster, group, kept_for(roster.groups()[group].members.size())) {}

NeedClasses::NeedClasses(const Roster& roster, std::uint32_t group, std::uint32_t kept)
    : roster_(&roster), group_(group), open_to_(roster.groups()[group].members.size()), kept_(kept) {}

std::uint32_t NeedClasses::class_of(std::span<const workspace::SkillNeed> needs) {
  if (const auto found = numbers_.find(needs); found != numbers_.end()) return found->second;
  const std::uint32_t need_class = place_for_new();
  fill(need_class, needs);
  numbers_.emplace(classes_[need_class].needs, need_class);
  return need_class;
}

std::uint32_t NeedClasses::place_for_new() {
  if (size() < kept_ || idle_ * 2 <= size()) {
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
  const auto members = static_cast<std::uint32_t>(open_to_.size());
  Class& filled = classes_[need_class];
  filled.needs.assign(needs.begin(), needs.end());
  filled.skilled = Bits(members);
  for (std::uint32_t member = 0; member < members; ++member) filled.skilled.put(member, true);
  for (const workspace::SkillNeed& need : needs) filled.skilled.keep(holders(need));
  filled.skilled_count = filled.skilled.count();
  for (std::uint32_t member = 0; member < members; ++member)
    open_to_[member].put(need_class, filled.skilled.contains(member));
}

const Bits& NeedClasses::holders(workspace::SkillNeed need) {
  const auto [place, is_new] = holders_.try_emplace((std::uint64_t{need.skill.number} << 8) | need.minimum);
  if (!is_new) return place->second;
  const std::vector<std::uint32_t>& members = roster_->groups()[group_].members;
  Bits& found = place->second = Bits(members.size());
  for (std::uint32_t member = 0; member < members.size(); ++member)
    found.put(member, meets(roster_->agents()[members[member]].skills, std::span(&need, 1)));
  return found;
}

}  // namespace switchroom::engine
