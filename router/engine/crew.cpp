#include "router/engine/crew.hpp"

#include <algorithm>

namespace switchroom::engine {

std::int64_t load_of(Units in_use, Units limit) { return in_use.milli * 1000 / std::max<std::int64_t>(limit.milli, 1); }

Crew::Crew(std::uint32_t members) : receiving_(members), ranked_(members) {
  for (std::uint32_t member = 0; member < members; ++member) ranked_[member].rank.member = member;
}

void Crew::update(const Fitness& fitness, std::span<const Units> weights) {
  const std::uint32_t member = fitness.rank.member;
  bool has_room = false;
  for (std::size_t weight = 0; weight < weights.size(); ++weight) {
    const bool fits = weights[weight] <= fitness.room;
    with_room_[weight].put(member, fits);
    has_room |= fits;
  }
  receiving_.put(member, fitness.receives);
  reorder(ranked_[member], fitness.rank, is_ordered() && fitness.receives && has_room);
}

void Crew::reorder(Ranked& ranked, const Rank& rank, bool in_order) {
  if (ranked.in_order && in_order && ranked.rank == rank) return;
  if (ranked.in_order) order_.erase(order_.iterator_to(ranked));
  ranked.rank = rank;
  ranked.in_order = in_order;
  if (in_order) order_.insert(ranked);
}

}  // namespace switchroom::engine
