// Per tier: lines by class, their first keys, and the smallest first key of each block of 64 classes. A search goes
// over the blocks (79 for 5,000 classes), enters those whose best can still win, and there looks only at classes that
// the agent may take.

#include "router/engine/queue.hpp"

#include <algorithm>

namespace switchroom::engine {

void Queue::resize(std::uint32_t classes, std::uint32_t tiers) {
  if (tiers > tiers_.size()) tiers_.resize(tiers);
  for (Tier& tier : tiers_) {
    if (classes <= tier.lines.size()) continue;
    tier.lines.resize(classes);
    tier.firsts.resize(classes, after_all);
    tier.filled.resize(classes);
    tier.block_firsts.resize(tier.filled.words().size(), after_all);
  }
}

void Queue::push(Lane lane, Waiting ticket, Places& places) {
  Tier& tier = tiers_[lane.tier];
  tier.lines[lane.need_class].push(ticket, places);
  ++tier.waiting;
  ++waiting_;
  refresh(tier, lane.need_class);
}

void Queue::erase(Lane lane, std::uint32_t slot, Places& places) {
  Tier& tier = tiers_[lane.tier];
  tier.lines[lane.need_class].erase(slot, places);
  --tier.waiting;
  --waiting_;
  refresh(tier, lane.need_class);
}

void Queue::refresh(Tier& tier, std::uint32_t need_class) {
  const QueueKey first = tier.lines[need_class].first().key;
  if (first == tier.firsts[need_class]) return;
  const std::uint32_t block = need_class / Bits::per_word;
  const QueueKey before = tier.firsts[need_class];
  tier.firsts[need_class] = first;
  tier.filled.put(need_class, first != after_all);
  if (first < tier.block_firsts[block]) {
    tier.block_firsts[block] = first;
  } else if (before == tier.block_firsts[block]) {
    QueueKey smallest = after_all;
    for_each_bit(tier.filled.words()[block], block,
                 [&](std::uint32_t one) { smallest = std::min(smallest, tier.firsts[one]); });
    tier.block_firsts[block] = smallest;
  }
}

Queue::Best Queue::best(std::uint32_t number, std::span<const Bits::Word> classes, QueueKey bound) const {
  Best best;
  if (is_empty(number)) return best;
  const Tier& tier = tiers_[number];
  const std::span<const Bits::Word> filled = tier.filled.words();
  for (std::size_t block = 0; block < tier.block_firsts.size(); ++block) {
    if (tier.block_firsts[block] >= bound) continue;
    for_each_bit(classes[block] & filled[block], block, [&](std::uint32_t one) {
      if (tier.firsts[one] >= bound) return;
      bound = tier.firsts[one];
      best = {bound, {one, number}};
    });
  }
  return best;
}

Queue::Best Queue::best(std::uint32_t number, QueueKey bound) const {
  if (is_empty(number)) return {};
  const Tier& tier = tiers_[number];
  const auto block = std::ranges::min_element(tier.block_firsts);
  if (*block >= bound) return {};
  const auto begin = static_cast<std::uint32_t>(block - tier.block_firsts.begin()) * Bits::per_word;
  const auto found = std::ranges::find(tier.firsts.begin() + begin, tier.firsts.end(), *block);
  return {*block, {static_cast<std::uint32_t>(found - tier.firsts.begin()), number}};
}

}  // namespace switchroom::engine
