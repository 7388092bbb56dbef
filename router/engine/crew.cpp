#include "router/engine/crew.hpp"

#include <algorithm>
#include <utility>

namespace switchroom::engine {

std::int64_t load_of(Units in_use, Units limit) { return in_use.milli * 1000 / std::max<std::int64_t>(limit.milli, 1); }

Crew::Crew(std::uint32_t members, workspace::Strategy strategy) : strategy_(strategy), ranked_(members) {
  for (std::uint32_t member = 0; member < members; ++member) {
    ranked_[member].rank.member = member;
    ranked_[member].by_load = strategy != workspace::Strategy::longest_idle;
  }
}

void Crew::add_weight() {
  Line& line = lines_.emplace_back();
  line.passing.fill(Bits(ranked_.size()));
  line.free = Bits(ranked_.size());
  line.passes.assign(ranked_.size(), 0);
}

void Crew::update(const Rank& rank, std::span<const Passes> passes) {
  bool is_free = false;
  for (std::size_t weight = 0; weight < passes.size(); ++weight) {
    is_free |= passes[weight] == passes_all;
    if (lines_[weight].passes[rank.member] != passes[weight]) put(lines_[weight], rank.member, passes[weight]);
  }
  reorder(ranked_[rank.member], rank, is_ordered() && is_free);
}

void Crew::put(Line& line, std::uint32_t member, Passes passes) {
  const Passes before = std::exchange(line.passes[member], passes);
  for (std::size_t gate = 0; gate < gates; ++gate) {
    const bool now = ((passes >> gate) & 1) != 0;
    if (now == (((before >> gate) & 1) != 0)) continue;
    line.passing[gate].put(member, now);
    line.count[gate] += now ? 1U : ~0U;
  }
  line.free.put(member, passes == passes_all);
}

void Crew::reorder(Ranked& ranked, const Rank& rank, bool in_order) {
  if (ranked.in_order && in_order && ranked.rank == rank) return;
  if (ranked.in_order) order_.erase(order_.iterator_to(ranked));
  ranked.rank = rank;
  ranked.in_order = in_order;
  if (in_order) order_.insert(ranked);
}

}  // namespace switchroom::engine
