// From the queue to an agent. The best-scored ticket that somebody may take goes first, then the next; what still waits
// then takes its next step if that is due, or if nobody on shift could meet the present one.

#include <algorithm>

#include "router/engine/explain.hpp"
#include "router/engine/plan.hpp"
#include "router/engine/state.hpp"

namespace switchroom::engine {

// --- into the queue and out of it

/// A new ticket that nobody else competes for: it is given away, or waits. False: it has to leave its step at once.
bool Engine::State::settle_alone(Slot slot) {
  const std::span<const Stand> stands = desks_.stands_of(tickets_[slot]);
  if (skips_step(tickets_[slot], stands)) return false;
  const Choice choice = desks_.choose(tickets_[slot], stands);
  if (choice.winner != nobody) {
    give(slot, choice, stands);
  } else if (is_next_step_due(tickets_[slot])) {
    return false;
  } else {
    tell(Queued{tickets_[slot].id, explain(tickets_[slot], choice, stands)});
    enqueue(slot, stands);
  }
  return true;
}

bool Engine::State::is_next_step_due(const Ticket& ticket) const {
  const auto& route = roster().groups()[group_or_default(ticket.route, roster())].route;
  const std::size_t next = ticket.step + std::size_t{1};
  return next < route.size() && !ticket.rare().hold_for && ticket.routed + Milliseconds{route[next].at_ms} <= at_;
}

bool Engine::State::skips_step(const Ticket& ticket, std::span<const Stand> stands) const {
  const auto& route = roster().groups()[group_or_default(ticket.route, roster())].route;
  return ticket.step + std::size_t{1} < route.size() && !ticket.rare().hold_for && !desks_.could_anyone(stands);
}

void Engine::State::begin_route(Ticket& ticket, GroupId group) {
  ticket.route = ticket.group = group;
  ticket.routed = at_;
  ticket.step = 0;
  ticket.escalated = false;
}

void Engine::State::enqueue(Slot slot) {
  Ticket& ticket = tickets_[slot];
  std::span<const Stand> stands = desks_.stands_of(ticket);
  if (!ticket.rare().tried.empty() && desks_.were_all_tried(stands)) {
    ticket.make_rare().tried.clear();
    touch(ticket);
    stands = desks_.stands_of(ticket);
  }
  enqueue(slot, stands);
}

void Engine::State::enqueue(Slot slot, std::span<const Stand> stands) {
  Ticket& ticket = tickets_[slot];
  desks_.enqueue(slot, ticket, stands);
  ++rooms_[ticket.group].waiting;
  const auto& route = roster().groups()[group_or_default(ticket.route, roster())].route;
  const std::size_t next = ticket.step + std::size_t{1};
  const bool has_next = next < route.size() && !ticket.rare().hold_for;
  const Instant next_due = has_next ? ticket.routed + Milliseconds{route[next].at_ms} : Instant{};
  if (ticket.due(Clock::step) != next_due) {
    ticket.set_due(Clock::step, next_due);
    touch(ticket);
  }
  retime(slot);
}

void Engine::State::leave_queue(Slot slot) {
  Ticket& ticket = tickets_[slot];
  if (const std::uint32_t next = desks_.dequeue(ticket); next != nobody) tickets_.prefetch(next);
  --rooms_[ticket.group].waiting;
}

/// A ticket that waits, or waits for something else, since this input.
void Engine::State::pend(Slot slot) {
  if (changes_.is_pending.size() <= slot) changes_.is_pending.resize(slot + std::size_t{1});
  if (changes_.is_pending[slot]) return;
  changes_.is_pending[slot] = true;
  changes_.pending.push_back(slot);
}

/// It is closed before it was settled.
void Engine::State::forget_pending(Slot slot) {
  if (slot >= changes_.is_pending.size() || !changes_.is_pending[slot]) return;
  changes_.is_pending[slot] = false;
  std::erase(changes_.pending, slot);
}

// --- settling

void Engine::State::settle() {
  bool moved = true;
  while (moved) {
    serve();
    moved = false;
    for (std::size_t i = 0; i < changes_.pending.size(); ++i)
      if (tickets_[changes_.pending[i]].is_waiting()) moved |= move_on(changes_.pending[i]);
    if (rooms_.is_anybody_parked()) moved |= let_in_parked();
    moved |= changes_.everything;
  }
  for (const Slot slot : changes_.pending) {
    changes_.is_pending[slot] = false;
    if (tickets_[slot].is_waiting()) tell_queued(slot);
  }
  changes_.pending.clear();
  changes_.agents.clear();
  changes_.groups.clear();
}

/// Gives away whatever somebody may take now, the best first.
void Engine::State::serve() {
  if (std::exchange(changes_.everything, false)) return serve_all();
  rank_pending();
  for (auto next = ranked_.begin();;) {
    Head best;
    for (const std::uint32_t agent : changes_.agents) desks_.improve_for_agent(agent, at_, best);
    for (const FreedGroup& group : changes_.groups) desks_.improve_for_group(group, at_, best);
    while (next != ranked_.end() && !improve_for_pending(*next, best)) ++next;
    if (best.rank == after_all) return;
    const std::span<const Stand> stands = desks_.places_of(tickets_[best.ticket]);
    give(best.ticket, desks_.choose(tickets_[best.ticket], stands), stands);
  }
}

/// The pending tickets that wait, the best first.
void Engine::State::rank_pending() {
  ranked_.clear();
  for (const Slot slot : changes_.pending) {
    const Ticket& ticket = tickets_[slot];
    if (!ticket.is_waiting()) continue;
    const std::int64_t slope = roster().sla(ticket.sla).slope_milli;
    ranked_.push_back({across_slopes(key_of(ticket, roster()), slope, at_), slot, nobody, {}});
  }
  std::ranges::sort(ranked_, {}, &Head::rank);
}

/// False: nobody may take this ticket, nor will anybody during this `serve`, as room only shrinks.
bool Engine::State::improve_for_pending(const Head& pending, Head& best) {
  if (!tickets_[pending.ticket].is_waiting()) return false;
  if (best.rank <= pending.rank) return true;
  for (const Stand& stand : desks_.places_of(tickets_[pending.ticket]))
    if (desks_.is_takeable(stand)) {
      best = {pending.rank, pending.ticket, stand.pool, stand.lane};
      return true;
    }
  return false;
}

/// Everything may have changed: the heads of all lanes, best first. A lane that nobody may take now is done with, as
/// room only shrinks.
void Engine::State::serve_all() {
  const auto is_later = [](const Head& a, const Head& b) { return a.rank > b.rank; };
  std::vector<Head> heads = desks_.heads(at_);
  std::ranges::make_heap(heads, is_later);
  while (!heads.empty()) {
    std::ranges::pop_heap(heads, is_later);
    Head& head = heads.back();
    const Head now = desks_.head(head.pool, head.lane, at_);
    if (now.rank == head.rank && desks_.is_takeable(head.pool, head.lane)) {
      const std::span<const Stand> stands = desks_.places_of(tickets_[head.ticket]);
      give(head.ticket, desks_.choose(tickets_[head.ticket], stands), stands);
      head = desks_.head(head.pool, head.lane, at_);
    } else {
      head = now.rank == head.rank ? Head{} : now;
    }
    if (head.rank == after_all) {
      heads.pop_back();
    } else {
      std::ranges::push_heap(heads, is_later);
    }
  }
}

/// The next step of a ticket that nobody may take, if it is due or if nobody on shift could meet the present one.
bool Engine::State::move_on(Slot slot) {
  Ticket& ticket = tickets_[slot];
  const bool skips = skips_step(ticket, desks_.places_of(ticket));
  if (!skips && !is_next_step_due(ticket)) return false;
  leave_queue(slot);
  enter_step(ticket, skips);
  enqueue(slot);
  return true;
}

void Engine::State::enter_step(Ticket& ticket, bool skipped) {
  if (skipped) tell(StepEntered{ticket.id, ticket.step, true});
  ++ticket.step;
  tell(StepEntered{ticket.id, ticket.step, false});
  touch(ticket);
  if (step_of(ticket, roster()).escalates)
    tell(Escalated{.ticket = ticket.id, .group = ticket.group, .by = {}, .by_clock = true, .clock = Clock::step});
}

// --- waiting for one agent

/// Asks nobody but `agent` for so long, if he is on shift and could take it; it is not in the queue yet.
void Engine::State::hold_for(Slot slot, AgentId agent, std::int64_t wait_ms) {
  Ticket& ticket = tickets_[slot];
  const auto index = roster().find(agent);
  if (wait_ms <= 0 || !index || !desks_.could_take(*index, desks_.stands_of(ticket))) return;
  ticket.make_rare().hold_for = agent;
  ticket.set_due(Clock::hold, at_ + Milliseconds{wait_ms});
  holds_.emplace(agent, ticket.id);
}

void Engine::State::end_hold(Ticket& ticket) {
  if (!ticket.rare().hold_for) return;
  holds_.erase({ticket.rare().hold_for, ticket.id});
  ticket.make_rare().hold_for = {};
  ticket.set_due(Clock::hold, {});
  touch(ticket);
}

/// The tickets that wait for an agent wait for others too.
void Engine::State::end_holds_for(AgentId agent) {
  std::vector<TicketId> held;
  for (auto one = holds_.lower_bound({agent, TicketId{}}); one != holds_.end() && one->first == agent; ++one)
    held.push_back(one->second);
  for (const TicketId id : held) {
    const Slot slot = slot_of(id);
    const bool is_placed = tickets_[slot].entry != nobody;  // not yet while a configuration takes effect
    if (is_placed) leave_queue(slot);
    end_hold(tickets_[slot]);
    if (is_placed) enqueue(slot);
    pend(slot);
  }
}

/// An agent's shift is over: tickets in steps that nobody on shift could meet now take the next one.
void Engine::State::move_on_without(std::uint32_t agent) {
  std::vector<Slot> alone = desks_.left_alone_by(agent);
  std::erase_if(alone, [&](Slot slot) { return !skips_step(tickets_[slot], desks_.places_of(tickets_[slot])); });
  std::ranges::sort(alone, {}, [&](Slot slot) { return tickets_[slot].id; });
  alone.erase(std::ranges::unique(alone).begin(), alone.end());
  for (const Slot slot : alone) pend(slot);
}

// --- to an agent

/// A choice takes effect: an offer where the group or the kind of channel wants one, else an assignment.
void Engine::State::give(Slot slot, const Choice& choice, std::span<const Stand> stands) {
  Ticket& ticket = tickets_[slot];
  const RosterPool& pool = roster().pools()[choice.pool];
  const std::uint32_t agent = pool.members[choice.winner];
  const RosterGroup& group = roster().groups()[pool.group];
  Explanation why = explain(ticket, choice, stands);
  if (ticket.entry != nobody) leave_queue(slot);
  const bool offered = is_offered(ticket.kind, pool.group, roster());
  take(slot, agent, group.id, offered ? TicketState::offered : TicketState::assigned);
  const AgentId id = ticket.agent;
  if (offered) {
    const Instant until = at_ + Milliseconds{accept_within_ms(ticket.kind, pool.group, roster())};
    ticket.set_due(Clock::offer, until);
    retime(slot);
    tell(Offered{ticket.id, id, until, std::move(why)});
  } else {
    tell(Started{.ticket = ticket.id, .agent = id, .why = std::move(why)});
  }
  tire(id, ticket, group);
}

void Engine::State::tell_queued(Slot slot) {
  const Ticket& ticket = tickets_[slot];
  const std::span<const Stand> stands = desks_.places_of(ticket);
  const Choice choice = desks_.choose(ticket, stands);
  tell(Queued{ticket.id, explain(ticket, choice, stands)});
}

Explanation Engine::State::explain(const Ticket& ticket, const Choice& choice, std::span<const Stand> stands) {
  Explanation why = engine::explain(choice, ticket, roster(), at_);
  why.winner = figures(choice.pool, choice.winner);
  why.runner_up = figures(choice.pool, choice.runner_up);
  if (!names_the_lost_) return why;
  const auto names = std::make_shared<LostNames>();
  desks_.name_lost(choice, stands, *names);
  why.names = names;
  return why;
}

Figures Engine::State::figures(std::uint32_t pool, std::uint32_t member) const {
  if (member == nobody) return {};
  return figures_of(roster().agents()[roster().pools()[pool].members[member]]);
}

Figures Engine::State::figures_of(const RosterAgent& agent) const {
  return {agent.id, ledger_.in_use(agent.id), agent.limit, standings_[agent.id.number].last_assigned};
}

}  // namespace switchroom::engine
