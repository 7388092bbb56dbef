// Who fell at which filter, by name: the same passes of ANDs as for the counts, each of which lets a few members go.

#include <algorithm>

#include "router/engine/desks.hpp"
#include "router/engine/plan.hpp"

namespace switchroom::engine {
namespace {

using Words = std::vector<Bits::Word>;

/// Those who were members before and are none now, by number, until there are enough.
template <class Name>
void note(std::span<const Bits::Word> before, const Words& now, Name&& name, LostNames::List& names) {
  for (std::size_t i = 0; i < now.size() && names.size() < lost_names_max; ++i)
    for_each_bit(before[i] & ~now[i], i, [&](std::uint32_t member) {
      if (names.size() < lost_names_max) names.push_back(name(member));
    });
}

}  // namespace

void Desks::name_lost(const Choice& choice, std::span<const Stand> stands, LostNames& names) {
  const auto stand = std::ranges::find(stands, choice.pool, &Stand::pool);
  if (stand == stands.end()) return;
  const Desk& desk = desks_[choice.pool];
  const std::vector<std::uint32_t>& members = roster_->pools()[choice.pool].members;
  const auto name = [&](std::uint32_t member) { return roster_->agents()[members[member]].id; };
  const std::uint32_t weight = tiers_[stand->lane.tier].weight, need_class = stand->lane.need_class;

  names.lost[static_cast<std::size_t>(Filter::not_in_group)] = desk.outsiders;
  Words &before = before_, &now = now_;
  before.assign(desk.classes.skilled(need_class).words().size(), ~Bits::Word{0});
  if (members.size() % Bits::per_word != 0) before.back() = (Bits::Word{1} << (members.size() % Bits::per_word)) - 1;
  now = before;
  auto left = static_cast<std::uint32_t>(members.size());
  const auto ask = [&](Filter filter, auto&& passing) {
    const std::uint32_t lost = left - choice.left[static_cast<std::size_t>(filter)];
    left -= lost;
    if (lost == 0) return;
    for (std::size_t i = 0; i < now.size(); ++i) now[i] &= passing(i);
    note(before, now, name, names.lost[static_cast<std::size_t>(filter)]);
    before = now;
  };
  const auto gate = [&](Gate one) {
    return [words = desk.crew.passing(one, weight)](std::size_t i) { return words[i]; };
  };
  const auto skilled = desk.classes.skilled(need_class).words(), tried = desk.classes.tried(need_class).words(),
             held_for = desk.classes.held_for(need_class).words();
  ask(Filter::no_skill, [&](std::size_t i) { return skilled[i]; });
  ask(Filter::status, gate(Gate::status));
  ask(Filter::off_shift, gate(Gate::on_shift));
  ask(Filter::work_kind, gate(Gate::work_kind));
  ask(Filter::at_limit, gate(Gate::room));
  ask(Filter::at_kind_limit, gate(Gate::kind_room));
  ask(Filter::group_limit, [](std::size_t) { return Bits::Word{0}; });
  ask(Filter::paused, gate(Gate::ready));
  ask(Filter::declined_before, [&](std::size_t i) { return ~tried[i]; });
  ask(Filter::scope, [&](std::size_t i) { return held_for[i]; });
}

/// The first agents who are no members of a pool.
LostNames::List Desks::outsiders_of(std::uint32_t pool) const {
  LostNames::List names;
  auto member = roster_->pools()[pool].members.begin();
  const auto end = roster_->pools()[pool].members.end();
  for (std::uint32_t agent = 0; agent < roster_->agents().size() && names.size() < lost_names_max; ++agent) {
    while (member != end && *member < agent) ++member;
    if (member == end || *member != agent) names.push_back(roster_->agents()[agent].id);
  }
  return names;
}

}  // namespace switchroom::engine
