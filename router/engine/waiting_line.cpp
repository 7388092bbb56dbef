// A place's number says where it stands: the top bit that it is in a run, two bits in which, the rest its number there;
// or its index in the heap.

#include "router/engine/waiting_line.hpp"

#include <algorithm>
#include <cassert>

namespace switchroom::engine {
namespace {

using Heap = std::vector<Waiting>;

constexpr std::uint32_t in_run = std::uint32_t{1} << 31U;
constexpr unsigned run_shift = 29;
constexpr std::size_t most_runs = 4;

void put(Heap& heap, std::size_t at, const Waiting& ticket, Places& places) {
  heap[at] = ticket;
  places[ticket.slot] = static_cast<std::uint32_t>(at);
}

void rise(Heap& heap, std::size_t at, Places& places) {
  const Waiting ticket = heap[at];
  for (; at > 0 && ticket.key < heap[(at - 1) / 2].key; at = (at - 1) / 2) put(heap, at, heap[(at - 1) / 2], places);
  put(heap, at, ticket, places);
}

void sink(Heap& heap, std::size_t at, Places& places) {
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

std::uint32_t Run::push(Waiting ticket) {
  if (live_ == 0) tickets_.clear(), begin_ = 0;
  ticket.number = next_;
  next_ = (next_ + 1) % numbers;
  tickets_.push_back(ticket);
  ++live_;
  return ticket.number;
}

void Run::erase(std::uint32_t number) {
  constexpr std::size_t few = 16;
  tickets_[index_of(number)].slot = gone;
  --live_;
  while (begin_ < tickets_.size() && tickets_[begin_].slot == gone) ++begin_;
  if (tickets_.size() > 2 * live_ + few) forget_the_gone();
}

/// Most often they are those before the first.
void Run::forget_the_gone() {
  tickets_.erase(tickets_.begin(), tickets_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
  if (tickets_.size() > live_) std::erase_if(tickets_, [](const Waiting& one) { return one.slot == gone; });
}

/// Numbers ascend, with holes where tickets left; most often there are none before it.
std::size_t Run::index_of(std::uint32_t number) const {
  const auto after_front = [&](std::uint32_t one) { return (one - front().number) % numbers; };
  const std::size_t guess = begin_ + after_front(number);
  if (guess < tickets_.size() && tickets_[guess].number == number) return guess;
  const auto begin = tickets_.begin() + static_cast<std::ptrdiff_t>(begin_);
  const auto found = std::ranges::lower_bound(begin, tickets_.end(), after_front(number), {},
                                              [&](const Waiting& one) { return after_front(one.number); });
  return static_cast<std::size_t>(found - tickets_.begin());
}

void WaitingLine::push(Waiting ticket, Places& places) {
  auto run = std::ranges::find_if(runs_, [&](const Run& one) { return one.fits(ticket.key); });
  if (run == runs_.end() && runs_.size() < most_runs) run = runs_.emplace(runs_.end());
  if (run != runs_.end()) {
    const auto which = static_cast<std::uint32_t>(run - runs_.begin());
    places[ticket.slot] = in_run | which << run_shift | run->push(ticket);
    return;
  }
  heap_.push_back(ticket);
  rise(heap_, heap_.size() - 1, places);
}

void WaitingLine::erase(std::uint32_t slot, Places& places) {
  const std::uint32_t place = places[slot];
  if ((place & in_run) == 0) return erase_from_heap(slot, places);
  runs_[(place & ~in_run) >> run_shift].erase(place % Run::numbers);
}

void WaitingLine::erase_from_heap(std::uint32_t slot, Places& places) {
  const std::size_t at = places[slot];
  assert(heap_[at].slot == slot);
  const Waiting last = heap_.back();
  heap_.pop_back();
  if (at == heap_.size()) return;
  put(heap_, at, last, places);
  sink(heap_, at, places);
  rise(heap_, places[last.slot], places);
}

Waiting WaitingLine::first() const {
  Waiting first = heap_.empty() ? Waiting{} : heap_.front();
  for (const Run& run : runs_)
    if (!run.is_empty() && run.front().key < first.key) first = run.front();
  return first;
}

}  // namespace switchroom::engine
