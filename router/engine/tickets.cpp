#include "router/engine/tickets.hpp"

#include <algorithm>
#include <stdexcept>

namespace switchroom::engine {

std::uint32_t Tickets::add(TicketId id) {
  const std::uint32_t slot = free_.empty() ? slots() : free_.back();
  if (!by_id_.emplace(id.number, slot).second) throw std::logic_error("a ticket that is open arrives again");
  if (free_.empty()) {
    slots_.emplace_back();
  } else {
    free_.pop_back();
  }
  slots_[slot].open.id = id;
  return slot;
}

void Tickets::erase(std::uint32_t slot) {
  by_id_.erase(slots_[slot].open.id.number);
  free_.push_back(slot);
}

std::optional<std::uint32_t> Tickets::find(TicketId id) const {
  const auto found = by_id_.find(id.number);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::uint32_t> Tickets::sorted() const {
  std::vector<std::uint32_t> all;
  all.reserve(size());
  for (const auto& [id, slot] : by_id_) all.push_back(slot);
  std::ranges::sort(all, {}, [this](std::uint32_t slot) { return slots_[slot].open.id; });
  return all;
}

}  // namespace switchroom::engine
