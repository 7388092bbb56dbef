#include "router/engine/desks.hpp"

#include <algorithm>

namespace switchroom::engine {

Desks::Desks(const Roster& roster, const Ledger& ledger, const Standings& standings)
    : roster_(&roster), ledger_(&ledger), standings_(&standings) {
  desks_.reserve(roster.groups().size());
  for (std::uint32_t group = 0; group < roster.groups().size(); ++group)
    desks_.push_back(
        {NeedClasses(roster, group), Crew(static_cast<std::uint32_t>(roster.groups()[group].members.size())), {}});
  for (std::uint32_t agent = 0; agent < roster.agents().size(); ++agent) refresh(agent);
}

void Desks::place(Ticket& ticket) {
  ticket.weight = weight_of(ticket.open.units);
  ticket.need_class = desks_[ticket.group].classes.class_of(ticket.open.skills);
  ticket.key = key_of(ticket.open, *roster_);
}

std::uint32_t Desks::weight_of(Units units) {
  const auto known = std::ranges::find(weights_, units);
  const auto weight = static_cast<std::uint32_t>(known - weights_.begin());
  if (known != weights_.end()) return weight;
  weights_.push_back(units);
  for (Desk& desk : desks_) desk.crew.add_weight();
  for (std::uint32_t agent = 0; agent < roster_->agents().size(); ++agent) refresh(agent);
  return weight;
}

void Desks::enqueue(std::uint32_t slot, const Ticket& ticket) {
  Desk& desk = desks_[ticket.group];
  if (slot >= places_.size()) places_.resize(std::max<std::size_t>(slot + std::size_t{1}, 2 * places_.size()));
  desk.classes.enter(ticket.need_class);
  desk.queue.resize(desk.classes.size(), static_cast<std::uint32_t>(weights_.size()));
  desk.queue.push({ticket.need_class, ticket.weight}, {ticket.key, slot}, places_);
}

void Desks::dequeue(std::uint32_t slot, const Ticket& ticket) {
  Desk& desk = desks_[ticket.group];
  desk.queue.erase({ticket.need_class, ticket.weight}, slot, places_);
  desk.classes.leave(ticket.need_class);
}

void Desks::refresh(std::uint32_t agent) {
  const RosterAgent& one = roster_->agents()[agent];
  const Standing& standing = (*standings_)[one.id.number];
  const Units in_use = ledger_->in_use(one.id);
  Fitness fitness{{load_of(in_use, one.limit), standing.last_assigned, 0}, false, one.limit - in_use};
  for (const Seat seat : one.seats) {
    fitness.rank.member = seat.member;
    fitness.receives = roster_->groups()[seat.group].receives[static_cast<std::size_t>(standing.status)];
    desks_[seat.group].crew.update(fitness, weights_);
  }
}

Choice Desks::choose(const Ticket& ticket) {
  const Desk& desk = desks_[ticket.group];
  Choice choice;
  choice.members = static_cast<std::uint32_t>(roster_->groups()[ticket.group].members.size());
  choice.skilled = desk.classes.skilled_count(ticket.need_class);
  choice.group_full = !has_room(ticket.group, ticket.weight);
  engine::choose(desk.crew, desk.classes.skilled(ticket.need_class), ticket.weight, candidates_, choice);
  return choice;
}

bool Desks::has_room(std::uint32_t group, std::uint32_t weight) const {
  const RosterGroup& one = roster_->groups()[group];
  return !one.limit || ledger_->in_use(one.id) + weights_[weight] <= *one.limit;
}

bool Desks::is_takeable(std::uint32_t group, Lane lane) const {
  const Desk& desk = desks_[group];
  return has_room(group, lane.weight) && is_anyone_free(desk.crew, desk.classes.skilled(lane.need_class), lane.weight);
}

Head Desks::first_for(const Freed& freed) const {
  Head best;
  for (const Seat seat : roster_->agents()[freed.agent].seats) look_for_member(seat, best);
  if (freed.group == nobody) return best;
  const auto limit = roster_->groups()[freed.group].limit;
  for (std::uint32_t weight = 0; limit && weight < weights_.size(); ++weight)
    if (freed.held_before + weights_[weight] > *limit && has_room(freed.group, weight))
      look_for_anyone(freed.group, weight, best);
  return best;
}

void Desks::improve(Head& best, std::uint32_t group, const Queue::Best& found) const {
  if (found.key < best.first.key) best = head(group, found.lane);
}

void Desks::look_for_member(Seat seat, Head& best) const {
  const Desk& desk = desks_[seat.group];
  if (desk.queue.waiting() == 0) return;
  for (std::uint32_t weight = 0; weight < weights_.size(); ++weight)
    if (desk.crew.may_take(seat.member, weight) && has_room(seat.group, weight))
      improve(best, seat.group, desk.queue.best(weight, desk.classes.open_to(seat.member), best.first.key));
}

// With a limit that was full, members are usually free, so the first ticket is. Else each free member is asked; the
// bound that the first of them set makes the others' searches short.
void Desks::look_for_anyone(std::uint32_t group, std::uint32_t weight, Head& best) const {
  const Desk& desk = desks_[group];
  const Queue::Best first = desk.queue.best(weight, best.first.key);
  if (first.key == after_all) return;
  if (is_takeable(group, first.lane)) return improve(best, group, first);
  const auto receiving = desk.crew.receiving(), room = desk.crew.with_room(weight);
  for (std::size_t i = 0; i < receiving.size(); ++i)
    for_each_bit(receiving[i] & room[i], i, [&](std::uint32_t member) {
      improve(best, group, desk.queue.best(weight, desk.classes.open_to(member), best.first.key));
    });
}

std::vector<Head> Desks::heads() const {
  std::vector<Head> all;
  for (std::uint32_t group = 0; group < desks_.size(); ++group)
    desks_[group].queue.for_each_lane([&](Lane lane) { all.push_back(head(group, lane)); });
  return all;
}

}  // namespace switchroom::engine
