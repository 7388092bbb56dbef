#include "router/engine/crew.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace switchroom::engine {

std::int64_t load_of(Units in_use, Units limit) {
  constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
  return std::min(in_use.milli * 1000 / std::max<std::int64_t>(limit.milli, 1), most);
}

Crew::Crew(std::uint32_t members, workspace::Strategy strategy)
    : strategy_(strategy), orders_(members), ranked_(members > few ? members : 0) {
  for (std::uint32_t member = 0; member < members; ++member) orders_[member] = order_of({0, {}, member});
}

void Crew::add_weight() {
  Line& line = lines_.emplace_back();
  line.passing.fill(Bits(size()));
  line.free = Bits(size());
  line.passes.assign(size(), 0);
}

void Crew::update(const Rank& rank, std::span<const Passes> passes) {
  bool is_free = false;
  for (std::size_t weight = 0; weight < passes.size(); ++weight) {
    is_free |= passes[weight] == passes_all;
    if (lines_[weight].passes[rank.member] != passes[weight]) put(lines_[weight], rank.member, passes[weight]);
  }
  const Order order = orders_[rank.member] = order_of(rank);
  if (!is_ordered()) return;
  reorder(ranked_[rank.member], strategy_ == workspace::Strategy::longest_idle ? order & without_load : order, is_free);
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

void Crew::reorder(Ranked& ranked, Order order, bool in_order) {
  if (ranked.is_in_order && in_order && ranked.order == order) return;
  if (ranked.is_in_order) in_order_.erase(in_order_.iterator_to(ranked));
  ranked.order = order;
  ranked.is_in_order = in_order;
  if (in_order) in_order_.insert(ranked);
}

}  // namespace switchroom::engine
