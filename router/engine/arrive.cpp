// New tickets, the bot that answers them first, and groups that are too full for them. A ticket that finds no place in
// the waiting room overflows, is parked outside of the queue, or is refused; parked ones come in as soon as there is a
// place, the longest parked first.

#include <algorithm>
#include <stdexcept>

#include "router/engine/plan.hpp"
#include "router/engine/state.hpp"

namespace switchroom::engine {

using workspace::WhenFull;

void Engine::State::on(const Arrive& arrival) {
  if (arrival.units < Units{0}) throw std::logic_error("a ticket that costs less than nothing");
  const Slot slot = tickets_.add(arrival.ticket);
  Ticket& ticket = tickets_[slot];
  fill(ticket, arrival);
  touched_.tickets.push_back(arrival.ticket);
  const std::optional<std::uint32_t> bot = bot_for(ticket, arrival.found.bot);
  if (!bot && !admit(slot)) return;
  touched_.groups.push_back(ticket.route);
  start_sla(ticket, Clock::sla_first);
  start_sla(ticket, Clock::sla_resolve);
  if (arrival.previous_agent) prefer_previous(slot, arrival);
  if (bot) return give_to_bot(slot, *bot);
  if (!is_minute_over() && settle_alone(slot)) return;
  enqueue(slot);
  pend(slot);
  settle();
}

void Engine::State::fill(Ticket& ticket, const Arrive& arrival) const {
  ticket.skills.assign(arrival.found.skills.begin(), arrival.found.skills.end());
  ticket.priority = arrival.found.priority;
  ticket.sla = arrival.found.sla ? arrival.found.sla : roster().default_sla();
  ticket.kind = arrival.kind;
  ticket.units = arrival.units;
  ticket.interruptible = roster().kind(arrival.kind).work_class == workspace::WorkClass::interruptible;
  ticket.entered = ticket.routed = ticket.asked = at_;
  ticket.group = ticket.route = roster().groups()[group_of(arrival, roster())].id;
  if (!arrival.found.agents.empty()) ticket.make_rare().preferred = arrival.found.agents;
}

/// Whoever had the customer last is asked after those whom the rules name; the group may wait for him.
void Engine::State::prefer_previous(Slot slot, const Arrive& arrival) {
  Ticket& ticket = tickets_[slot];
  const RosterGroup& group = roster().groups()[*roster().find(ticket.route)];
  const bool is_recent = (at_ - arrival.previous_at).count() <= group.previous_within_ms;
  if (!is_recent || !roster().find(arrival.previous_agent)) return;
  std::vector<AgentId>& preferred = ticket.make_rare().preferred;
  std::erase(preferred, arrival.previous_agent);
  preferred.push_back(arrival.previous_agent);
  hold_for(slot, arrival.previous_agent, group.wait_for_previous_ms);
}

/// The bot that a rule names, if it is there for the ticket's group and has room.
std::optional<std::uint32_t> Engine::State::bot_for(const Ticket& ticket, AgentId bot) const {
  const auto index = roster().find(bot);
  if (!index || !roster().agents()[*index].is_bot) return std::nullopt;
  const AgentState& state = standings_[bot.number];
  const RosterGroup& group = roster().groups()[*roster().find(ticket.route)];
  const bool is_here = group.receives[static_cast<std::size_t>(state.status)] && state.on_shift;
  return is_here && fits(ticket, *index, group_for(ticket, *index)) ? index : std::nullopt;
}

/// It answers first, before anybody is asked; people get the ticket when it hands over.
void Engine::State::give_to_bot(Slot slot, std::uint32_t bot) {
  Ticket& ticket = tickets_[slot];
  const RosterAgent& agent = roster().agents()[bot];
  Explanation why = explain_by_hand(ticket, agent, group_for(ticket, bot));
  why.preferred = true;
  take(slot, bot, why.group, TicketState::assigned);
  tell(Started{.ticket = ticket.id, .agent = agent.id, .why = std::move(why)});
}

/// Whether the ticket may go on into its group, or another one; else it is parked or closed.
bool Engine::State::admit(Slot slot) {
  Ticket& ticket = tickets_[slot];
  const std::uint32_t index = *roster().find(ticket.route);
  const RosterGroup& group = roster().groups()[index];
  if (!group.waiting_limit && !group.arrivals_per_minute) return true;
  if (has_place(index, ticket)) {
    rooms_.count_arrival(group.id, at_);
    return true;
  }
  touched_.groups.push_back(group.id);
  if (group.when_full == WhenFull::overflow && overflow(slot)) return true;
  if (group.when_full != WhenFull::refuse) return park(slot), false;
  tell(AutoReply{ticket.id, group.id});
  keep(ticket);
  tell(Closed{ticket.id});
  tickets_.erase(slot);
  return false;
}

/// Whether a group takes one more ticket: it is not too many for this minute, and it need not wait or may.
bool Engine::State::has_place(std::uint32_t group, Ticket& ticket) {
  const RosterGroup& one = roster().groups()[group];
  if (one.arrivals_per_minute && rooms_.arrivals_in_minute(one.id, at_) >= *one.arrivals_per_minute) return false;
  if (!one.waiting_limit || rooms_[one.id].waiting < *one.waiting_limit) return true;
  const GroupId before = std::exchange(ticket.route, one.id);
  const auto stands = desks_.stands_of(ticket);
  const bool is_free = std::ranges::any_of(stands, [&](const Stand& stand) { return desks_.is_takeable(stand); });
  ticket.route = before;
  return is_free;
}

bool Engine::State::overflow(Slot slot) {
  Ticket& ticket = tickets_[slot];
  const GroupId from = ticket.route;
  for (const std::uint32_t group : roster().groups()[*roster().find(from)].overflow) {
    if (!has_place(group, ticket)) continue;
    const GroupId to = roster().groups()[group].id;
    begin_route(ticket, to);
    rooms_.count_arrival(to, at_);
    tell(Overflowed{ticket.id, from, to});
    return true;
  }
  return false;
}

void Engine::State::park(Slot slot) {
  Ticket& ticket = tickets_[slot];
  ticket.parked = true;
  rooms_.park(ticket.route, ticket.routed, ticket.id);
  tell(Parked{ticket.id, ticket.route});
  start_sla(ticket, Clock::sla_first);
  start_sla(ticket, Clock::sla_resolve);
  retime(slot);
  retime_room(*roster().find(ticket.route), at_);
}

/// Parked tickets come in where there is a place now, with their age.
bool Engine::State::let_in_parked() {
  bool any = false;
  for (std::uint32_t group = 0; group < roster().groups().size(); ++group) {
    const GroupId id = roster().groups()[group].id;
    while (!rooms_[id].parked.empty()) {
      const Slot slot = slot_of(rooms_[id].parked.begin()->second);
      Ticket& ticket = tickets_[slot];
      if (!has_place(group, ticket)) break;
      rooms_.unpark(id, ticket.routed, ticket.id);
      rooms_.count_arrival(id, at_);
      touched_.groups.push_back(id);
      ticket.parked = false;
      requeue(slot);
      serve();
      any = true;
    }
    retime_room(group, at_);
  }
  return any;
}

/// Whether a minute is over for which parked tickets were kept out.
bool Engine::State::is_minute_over() const {
  const Due first = group_timers_.first();
  return first != never && first.at <= at_;
}

/// The minute after the one in which somebody `looked` may let tickets in.
void Engine::State::retime_room(std::uint32_t group, Instant looked) {
  const RosterGroup& one = roster().groups()[group];
  const bool waits = one.arrivals_per_minute && !rooms_[one.id].parked.empty();
  const Instant next_minute = instant_of_ms((minute_of(looked) + 1) * minute_ms);
  group_timers_.set(one.id.number, waits ? Due{next_minute, Clock::window, one.id.number} : never);
}

}  // namespace switchroom::engine
