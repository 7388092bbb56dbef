// Per tier: heaps by class, their first keys, and the smallest first key of each block of 64 classes. A search goes
// over the blocks (79 for 5,000 classes), enters those whose best can still win, and there looks only at classes that
// the agent may take.

#include "router/engine/queue.hpp"

#include <algorithm>
#include <cassert>

namespace switchroom::engine {
namespace {

using Heap = std::vector<Waiting>;

void put(Heap& heap, std::size_t at, const Waiting& ticket, HeapPlaces& places) {
  heap[at] = ticket;
  places[ticket.slot] = static_cast<std::uint32_t>(at);
}

void rise(Heap& heap, std::size_t at, HeapPlaces& places) {
  const Waiting ticket = heap[at];
  for (; at > 0 && ticket.key < heap[(at - 1) / 2].key; at = (at - 1) / 2) put(heap, at, heap[(at - 1) / 2], places);
  put(heap, at, ticket, places);
}

void sink(Heap& heap, std::size_t at, HeapPlaces& places) {
  const Waiting ticket = heap[at];
  while (true) {
    std::size_t child = 2 * at + 1;
    if (child >= heap.size()) break;
    if (child + 1 < heap.size() && heap[child + 1].key < heap[child].key) ++child;
    if (ticket.key < heap[child].key) break;
    put(heap, at, heap[child], places);
    at = child;
  }
  put(heap, at, ticket, places);
}

}  // namespace

void Queue::resize(std::uint32_t classes, std::uint32_t tiers) {
  if (tiers > tiers_.size()) tiers_.resize(tiers);
  for (Tier& tier : tiers_) {
    if (classes <= tier.heaps.size()) continue;
    tier.heaps.resize(classes);
    tier.firsts.resize(classes, after_all);
    tier.filled.resize(classes);
    tier.block_firsts.resize(tier.filled.words().size(), after_all);
  }
}

void Queue::push(Lane lane, Waiting ticket, HeapPlaces& places) {
  Tier& tier = tiers_[lane.tier];
  Heap& heap = tier.heaps[lane.need_class];
  heap.push_back(ticket);
  rise(heap, heap.size() - 1, places);
  ++tier.waiting;
  ++waiting_;
  refresh(tier, lane.need_class);
}

void Queue::erase(Lane lane, std::uint32_t slot, HeapPlaces& places) {
  Tier& tier = tiers_[lane.tier];
  Heap& heap = tier.heaps[lane.need_class];
  const std::size_t at = places[slot];
  assert(heap[at].slot == slot);
  const Waiting last = heap.back();
  heap.pop_back();
  if (at < heap.size()) {
    put(heap, at, last, places);
    sink(heap, at, places);
    rise(heap, places[last.slot], places);
  }
  --tier.waiting;
  --waiting_;
  refresh(tier, lane.need_class);
}

void Queue::refresh(Tier& tier, std::uint32_t need_class) {
  const Heap& heap = tier.heaps[need_class];
  const QueueKey first = heap.empty() ? after_all : heap.front().key;
  if (first == tier.firsts[need_class]) return;
  const std::uint32_t block = need_class / Bits::per_word;
  const QueueKey before = tier.firsts[need_class];
  tier.firsts[need_class] = first;
  tier.filled.put(need_class, !heap.empty());
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
