#include "router/engine/tickets.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace switchroom::engine {

bool can_stand_still(Clock clock) {
  return clock == Clock::offer || clock == Clock::first_reply || clock == Clock::next_reply || clock == Clock::reminder;
}

Instant Ticket::due(Clock clock) const {
  for (const RunningClock& one : clocks)
    if (one.clock == clock) return one.at;
  return {};
}

void Ticket::set_due(Clock clock, Instant at) {
  const auto known = std::ranges::find(clocks, clock, &RunningClock::clock);
  if (at == Instant{}) {
    if (known == clocks.end()) return;
    *known = clocks.back();
    clocks.pop_back();
  } else if (known == clocks.end()) {
    clocks.push_back({at, clock});
  } else {
    known->at = at;
  }
}

Due Ticket::first_due(bool offers_and_replies_stand) const {
  Due first = never;
  for (const RunningClock& one : clocks)
    if (!offers_and_replies_stand || !can_stand_still(one.clock))
      first = std::min(first, Due{one.at, one.clock, id.number});
  return first;
}

OpenTicket stored(const Ticket& ticket) {
  OpenTicket out;
  out.id = ticket.id, out.state = ticket.state, out.group = ticket.group;
  out.skills.assign(ticket.skills.begin(), ticket.skills.end());
  out.priority = ticket.priority, out.units = ticket.units, out.entered = ticket.entered, out.agent = ticket.agent;
  out.kind = ticket.kind, out.route = ticket.route, out.routed = ticket.routed, out.step = ticket.step;
  out.escalated = ticket.escalated, out.parked = ticket.parked, out.sla = ticket.sla;
  out.interruptible = ticket.interruptible, out.held_since = ticket.held_since, out.charged = ticket.charged;
  out.waited_ms = ticket.waited_ms, out.answered = ticket.answered, out.asked = ticket.asked;
  out.resolved = ticket.resolved;
  for (const RunningClock& one : ticket.clocks) out.due[static_cast<std::size_t>(one.clock)] = one.at;
  const Rarity& rare = ticket.rare();
  out.tried = rare.tried, out.preferred = rare.preferred, out.hold_for = rare.hold_for;
  out.flow = rare.flow, out.node = rare.node, out.origin = rare.origin, out.origin_group = rare.origin_group;
  out.been_in = rare.been_in, out.bounces = rare.bounces, out.collaboration = rare.collaboration;
  return out;
}

namespace {

Rarity rarity_of(const OpenTicket& stored) {
  return {.tried = stored.tried,
          .preferred = stored.preferred,
          .hold_for = stored.hold_for,
          .flow = stored.flow,
          .node = stored.node,
          .origin = stored.origin,
          .origin_group = stored.origin_group,
          .been_in = stored.been_in,
          .bounces = stored.bounces,
          .collaboration = stored.collaboration};
}

bool is_empty(const Rarity& rare) {
  return rare.tried.empty() && rare.preferred.empty() && !rare.hold_for && !rare.flow && !rare.origin &&
         rare.been_in.empty() && rare.bounces == 0 && !rare.collaboration.group;
}

}  // namespace

void take_stored(const OpenTicket& stored, Ticket& ticket) {
  ticket.id = stored.id, ticket.state = stored.state, ticket.group = stored.group;
  ticket.skills.assign(stored.skills.begin(), stored.skills.end());
  ticket.priority = stored.priority, ticket.units = stored.units, ticket.entered = stored.entered;
  ticket.agent = stored.agent, ticket.kind = stored.kind, ticket.step = stored.step;
  ticket.route = stored.route ? stored.route : stored.group;
  ticket.routed = stored.routed == Instant{} ? stored.entered : stored.routed;
  ticket.escalated = stored.escalated, ticket.parked = stored.parked, ticket.sla = stored.sla;
  ticket.interruptible = stored.interruptible, ticket.held_since = stored.held_since, ticket.charged = stored.charged;
  ticket.waited_ms = stored.waited_ms, ticket.answered = stored.answered, ticket.asked = stored.asked;
  ticket.resolved = stored.resolved;
  for (std::size_t clock = 0; clock < stored.due.size(); ++clock)
    ticket.set_due(static_cast<Clock>(clock), stored.due[clock]);
  Rarity rare = rarity_of(stored);
  if (!is_empty(rare)) ticket.make_rare() = std::move(rare);
}

std::uint32_t Tickets::add(TicketId id) {
  const auto slot = free_.empty() ? static_cast<std::uint32_t>(slots_.size()) : free_.back();
  if (!by_id_.emplace(id.number, slot).second) throw std::logic_error("a ticket that is open arrives again");
  if (free_.empty()) {
    slots_.grow();
  } else {
    free_.pop_back();
  }
  slots_[slot].id = id;
  return slot;
}

void Tickets::erase(std::uint32_t slot) {
  by_id_.erase(slots_[slot].id.number);
  std::destroy_at(&slots_[slot]);
  std::construct_at(&slots_[slot]);
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
  std::ranges::sort(all, {}, [this](std::uint32_t slot) { return slots_[slot].id; });
  return all;
}

}  // namespace switchroom::engine
