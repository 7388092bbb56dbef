// Agents: status, presence, shifts, ramps, pauses, wrap-up. Whatever gives an agent room is followed by settling.

#include <algorithm>
#include <stdexcept>

#include "router/engine/state.hpp"

namespace switchroom::engine {
namespace {

bool is_out(Status status) { return status == Status::offline || status == Status::away; }

}  // namespace

void Engine::State::on(const SetStatus& change) {
  if (!roster().find(change.agent)) throw std::logic_error("the status of an agent who is not in the configuration");
  AgentState& one = standing(change.agent);
  if (one.status == change.status) return;
  one.lapses = 0;
  const bool by_other = change.actor && change.actor != change.agent;
  change_status(change.agent, change.status, by_other ? StatusReason::supervisor : StatusReason::self, change.actor);
  if (change.status == Status::offline) {
    std::vector<Slot> offered;
    if (change.agent.number < held_.size()) offered = held_[change.agent.number];
    std::erase_if(offered, [&](Slot slot) { return tickets_[slot].state != TicketState::offered; });
    std::ranges::sort(offered, {}, [&](Slot slot) { return tickets_[slot].id; });
    for (const Slot slot : offered) {
      withdraw(slot);
      exclude(tickets_[slot], change.agent);
      requeue(slot);
    }
  }
  settle();
}

void Engine::State::change_status(AgentId agent, Status to, StatusReason reason, AgentId by) {
  AgentState& one = standing(agent);
  const Status from = std::exchange(one.status, to);
  touch(agent);
  tell(StatusChanged{agent, from, to, reason, by});
  if (!roster().find(agent)) return;
  if (is_out(from) && !is_out(to)) start_ramp(agent, ledger_.in_use(agent));
  if (from == Status::offline) welcome_back(agent);
  free_agent(agent);
}

/// Back at work: he gets one unit at once, and one more each `ramp`.
void Engine::State::start_ramp(AgentId agent, Units from) {
  const RosterAgent& rules = roster().agents()[index_of(agent)];
  AgentState& one = standing(agent);
  one.ramp_from = from + Units{1000};
  const bool needed = rules.ramp_ms > 0 && one.ramp_from < std::max(rules.limit, rules.interruptible_limit);
  one.ramp_since = needed ? at_ : Instant{};
  if (!needed) one.ramp_from = {};
  touch(agent);
  retime(agent);
}

void Engine::State::on(const ForceLogout& order) {
  index_of(order.agent);
  send_home(order.agent, StatusReason::logout, EndReason::logged_out, order.actor);
  settle();
}

void Engine::State::on(const Seen& sign) {
  index_of(sign.agent);
  AgentState& one = standing(sign.agent);
  if (one.lost_at == Instant{}) return;
  one.lost_at = {};
  touch(sign.agent);
  retime(sign.agent);
}

void Engine::State::on(const Lost& loss) {
  index_of(loss.agent);
  AgentState& one = standing(loss.agent);
  if (one.lost_at != Instant{} || one.status == Status::offline) return;
  one.lost_at = at_ + Milliseconds{roster().presence_grace_ms()};
  touch(loss.agent);
  retime(loss.agent);
}

void Engine::State::send_home(AgentId agent, StatusReason status_reason, EndReason reason, AgentId by) {
  AgentState& one = standing(agent);
  one.lost_at = {};
  retime(agent);
  if (one.status != Status::offline) change_status(agent, Status::offline, status_reason, by);
  lose_work(agent, reason);
}

/// Work of an agent who is gone: by its kind it stays, is parked until he is back, or goes to somebody else.
void Engine::State::lose_work(AgentId agent, EndReason reason) {
  if (agent.number >= held_.size()) return;
  std::vector<Slot> held = held_[agent.number];
  std::ranges::sort(held, {}, [&](Slot slot) { return tickets_[slot].id; });
  for (const Slot slot : held) {
    Ticket& ticket = tickets_[slot];
    const RosterKind& kind = roster().kind(ticket.kind);
    if (ticket.state != TicketState::offered && kind.on_loss == workspace::OnLoss::keep) continue;
    if (ticket.state != TicketState::offered && kind.on_loss == workspace::OnLoss::park) {
      if (std::exchange(ticket.parked, true)) continue;
      recharge(slot, std::min(ticket.units, kind.idle_units));
      touch(ticket);
      tell(Parked{ticket.id, ticket.group});
      continue;
    }
    detach(slot, reason, {});
    exclude(ticket, agent);
    requeue(slot);
  }
}

/// What was parked for him is his work again, even above his limit.
void Engine::State::welcome_back(AgentId agent) {
  if (agent.number >= held_.size()) return;
  std::vector<Slot> parked = held_[agent.number];
  std::erase_if(parked, [&](Slot slot) { return !tickets_[slot].parked; });
  std::ranges::sort(parked, {}, [&](Slot slot) { return tickets_[slot].id; });
  for (const Slot slot : parked) {
    Ticket& ticket = tickets_[slot];
    ticket.parked = false;
    if (ticket.state == TicketState::assigned) recharge(slot, ticket.units);
    touch(ticket);
    tell(StateChanged{ticket.id, ticket.state, ticket.state, {}, is_over_limit(ticket)});
  }
}

void Engine::State::on(const EndWrapUp& end) {
  index_of(end.agent);
  end_wrap_ups(end.agent, Instant::max(), end.ticket);
  settle();
}

/// Gives back what he held for closed tickets until `until`; of one ticket only, if `only` names one.
void Engine::State::end_wrap_ups(AgentId agent, Instant until, TicketId only) {
  AgentState& one = standing(agent);
  std::vector<WrapUp> left;
  for (const WrapUp& wrap_up : std::exchange(one.wrap_ups, {})) {
    if (wrap_up.until > until || (only && wrap_up.ticket != only)) {
      left.push_back(wrap_up);
      continue;
    }
    ledger_.give_back(booking_of(agent, wrap_up));
    tell(WrapUpEnded{wrap_up.ticket, agent});
    if (roster().find(agent)) free_agent(agent);
  }
  one.wrap_ups = std::move(left);
  touch(agent);
  retime(agent);
}

void Engine::State::strike_agent(AgentId agent, Clock clock, Instant due) {
  AgentState& one = standing(agent);
  touch(agent);
  if (clock == Clock::wrap_up) {
    end_wrap_ups(agent, due, {});
  } else if (clock == Clock::shift) {
    change_shift(agent, due);
  } else if (clock == Clock::pause) {
    rest(agent);
  } else if (clock == Clock::presence) {
    send_home(agent, StatusReason::lost, EndReason::agent_lost, {});
  } else if (clock == Clock::ramp) {
    const RosterAgent& rules = roster().agents()[index_of(agent)];
    one.ramp_from += Units{1000};
    one.ramp_since = due;
    if (one.ramp_from >= std::max(rules.limit, rules.interruptible_limit)) one.ramp_since = {}, one.ramp_from = {};
    retime(agent);
    free_agent(agent);
  }
}

void Engine::State::change_shift(AgentId agent, Instant due) {
  const RosterAgent& rules = roster().agents()[index_of(agent)];
  AgentState& one = standing(agent);
  const bool was_on_shift = one.on_shift;
  one.on_shift = !rules.calendar || !hours_ || hours_->is_open(rules.calendar, due);
  const Instant next = rules.calendar && hours_ ? hours_->next_change(rules.calendar, due) : Instant::max();
  one.shift_changes = next == Instant::max() ? Instant{} : next;
  touch(agent);
  retime(agent);
  if (one.on_shift == was_on_shift) return;
  tell(ShiftChanged{agent, one.on_shift});
  if (one.on_shift && !is_out(one.status)) start_ramp(agent, ledger_.in_use(agent));
  free_agent(agent);
  if (one.on_shift) return;
  end_holds_for(agent);
  move_on_without(index_of(agent));
}

void Engine::State::retime(AgentId agent) {
  const AgentState& one = standing(agent);
  Due first = never;
  const auto consider = [&](Instant at, Clock clock) {
    if (at != Instant{}) first = std::min(first, Due{at, clock, agent.number});
  };
  if (const auto index = roster().find(agent)) {
    if (one.ramp_since != Instant{})
      consider(one.ramp_since + Milliseconds{std::max<std::int64_t>(roster().agents()[*index].ramp_ms, 1)},
               Clock::ramp);
    consider(one.pause_ends, Clock::pause);
    consider(one.shift_changes, Clock::shift);
    consider(one.lost_at, Clock::presence);
  }
  for (const WrapUp& wrap_up : one.wrap_ups) consider(wrap_up.until, Clock::wrap_up);
  agent_timers_.set(agent.number, first);
}

}  // namespace switchroom::engine
