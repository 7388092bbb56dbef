// Who fell at which filter, by name: only on request, as it looks at agents one by one.

#include <algorithm>

#include "router/engine/desks.hpp"
#include "router/engine/plan.hpp"

namespace switchroom::engine {
namespace {

constexpr std::size_t names_max = 20;

}  // namespace

Filter Desks::lost_at(const Stand& stand, std::uint32_t member, bool group_full) const {
  const Desk& desk = desks_[stand.pool];
  const std::uint32_t weight = tiers_[stand.lane.tier].weight;
  const auto passes = [&](Gate gate) {
    return ((desk.crew.passing(gate, weight)[member / Bits::per_word] >> (member % Bits::per_word)) & 1) != 0;
  };
  if (!desk.classes.skilled(stand.lane.need_class).contains(member)) return Filter::no_skill;
  if (!passes(Gate::status)) return Filter::status;
  if (!passes(Gate::on_shift)) return Filter::off_shift;
  if (!passes(Gate::work_kind)) return Filter::work_kind;
  if (!passes(Gate::room)) return Filter::at_limit;
  if (!passes(Gate::kind_room)) return Filter::at_kind_limit;
  if (group_full) return Filter::group_limit;
  if (!passes(Gate::ready)) return Filter::paused;
  const Bits& tried = desk.classes.tried(stand.lane.need_class);
  return !tried.words().empty() && tried.contains(member) ? Filter::declined_before : Filter::scope;
}

LostNames Desks::names_of_lost(const Choice& choice, std::span<const Stand> stands) const {
  LostNames names;
  const auto stand = std::ranges::find(stands, choice.pool, &Stand::pool);
  if (stand == stands.end()) return names;
  const Desk& desk = desks_[choice.pool];
  const std::vector<std::uint32_t>& members = roster_->pools()[choice.pool].members;
  const auto add = [&](Filter filter, std::uint32_t agent) {
    auto& list = names.lost[static_cast<std::size_t>(filter)];
    if (list.size() < names_max) list.push_back(roster_->agents()[agent].id);
  };
  for (std::uint32_t member = 0; member < members.size(); ++member)
    if (choice.group_full ||
        !is_free(desk.crew, desk.classes, stand->lane.need_class, tiers_[stand->lane.tier].weight, member))
      add(lost_at(*stand, member, choice.group_full), members[member]);
  for (std::uint32_t agent = 0; agent < roster_->agents().size(); ++agent) {
    if (names.lost[0].size() == names_max) break;
    if (!std::ranges::binary_search(members, agent)) add(Filter::not_in_group, agent);
  }
  return names;
}

}  // namespace switchroom::engine
