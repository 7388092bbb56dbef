#include "router/engine/timers.hpp"

#include <algorithm>

namespace switchroom::engine {

void Timers::set(std::uint32_t owner, const Due& due) {
  if (owner >= places_.size()) {
    if (due == never) return;
    places_.resize(std::max<std::size_t>(owner + std::size_t{1}, 2 * places_.size()), nowhere);
  }
  std::size_t at = places_[owner];
  if (at == nowhere) {
    if (due == never) return;
    at = heap_.size();
    heap_.push_back({due, owner});
  } else if (due == never) {
    const Entry last = heap_.back();
    heap_.pop_back();
    places_[owner] = nowhere;
    if (last.owner == owner) return;
    put(at, last);
  } else {
    if (heap_[at].due == due) return;
    heap_[at].due = due;
  }
  const std::uint32_t moved = heap_[at].owner;
  rise(at);
  sink(places_[moved]);
}

void Timers::put(std::size_t at, const Entry& entry) {
  heap_[at] = entry;
  places_[entry.owner] = static_cast<std::uint32_t>(at);
}

void Timers::rise(std::size_t at) {
  const Entry entry = heap_[at];
  for (; at > 0 && entry.due < heap_[(at - 1) / 2].due; at = (at - 1) / 2) put(at, heap_[(at - 1) / 2]);
  put(at, entry);
}

void Timers::sink(std::size_t at) {
  const Entry entry = heap_[at];
  while (true) {
    std::size_t child = 2 * at + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1].due < heap_[child].due) ++child;
    if (entry.due < heap_[child].due) break;
    put(at, heap_[child]);
    at = child;
  }
  put(at, entry);
}

}  // namespace switchroom::engine
