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

std::size_t NeedClasses::Hash::operator()(const Demand& demand) const {
  std::size_t seed = demand.hold_for.number;
  for (const workspace::SkillNeed& need : demand.needs)
    boost::hash_combine(seed, (std::uint64_t{need.skill.number} << 8) | need.minimum);
  for (const AgentId agent : demand.tried) boost::hash_combine(seed, agent.number);
  return seed;
}

bool NeedClasses::Equal::same(const Demand& a, const Demand& b) {
  const auto same_need = [](const workspace::SkillNeed& one, const workspace::SkillNeed& other) {
    return one.skill == other.skill && one.minimum == other.minimum;
  };
  return std::ranges::equal(a.needs, b.needs, same_need) && std::ranges::equal(a.tried, b.tried) &&
         a.hold_for == b.hold_for;
}

NeedClasses::NeedClasses(const Roster& roster, std::uint32_t pool)
    : NeedClasses(roster, pool, kept_for(roster.pools()[pool].members.size())) {}

NeedClasses::NeedClasses(const Roster& roster, std::uint32_t pool, std::uint32_t kept)
    : roster_(&roster), pool_(pool), open_to_(roster.pools()[pool].members.size()), kept_(kept) {}

std::uint32_t NeedClasses::class_of(const Demand& demand) {
  if (const auto found = numbers_.find(demand); found != numbers_.end()) return found->second;
  const std::uint32_t need_class = place_for_new();
  fill(need_class, demand);
  numbers_.emplace(classes_[need_class].wanted, need_class);
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
  numbers_.erase(classes_[hand_].wanted);
  return hand_;
}

void NeedClasses::fill(std::uint32_t need_class, const Demand& demand) {
  const auto members = static_cast<std::uint32_t>(open_to_.size());
  Class& filled = classes_[need_class];
  filled.wanted.needs.assign(demand.needs.begin(), demand.needs.end());
  filled.wanted.tried.assign(demand.tried.begin(), demand.tried.end());
  filled.wanted.hold_for = demand.hold_for;
  filled.skilled = Bits(members);
  for (std::uint32_t member = 0; member < members; ++member) filled.skilled.put(member, true);
  for (const workspace::SkillNeed& need : demand.needs) filled.skilled.keep(holders(need));
  filled.skilled_count = filled.skilled.count();
  filled.tried = demand.tried.empty() ? Bits{} : bits_of(demand.tried);
  filled.held_for = demand.hold_for ? bits_of(std::span(&demand.hold_for, 1)) : Bits{};
  for (std::uint32_t member = 0; member < members; ++member) {
    const bool barred = (!demand.tried.empty() && filled.tried.contains(member)) ||
                        (demand.hold_for && !filled.held_for.contains(member));
    open_to_[member].put(need_class, filled.skilled.contains(member) && !barred);
  }
}

Bits NeedClasses::bits_of(std::span<const AgentId> agents) const {
  Bits bits(open_to_.size());
  for (const AgentId id : agents)
    if (const auto agent = roster_->find(id))
      for (const Seat seat : roster_->agents()[*agent].seats)
        if (seat.pool == pool_) bits.put(seat.member, true);
  return bits;
}

const Bits& NeedClasses::holders(workspace::SkillNeed need) {
  const auto [place, is_new] = holders_.try_emplace((std::uint64_t{need.skill.number} << 8) | need.minimum);
  if (!is_new) return place->second;
  const std::vector<std::uint32_t>& members = roster_->pools()[pool_].members;
  Bits& found = place->second = Bits(members.size());
  for (std::uint32_t member = 0; member < members.size(); ++member)
    found.put(member, meets(roster_->agents()[members[member]].skills, std::span(&need, 1)));
  return found;
}

}  // namespace switchroom::engine
