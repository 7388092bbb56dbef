// Agents: status, presence, shifts, ramps, wrap-up.

#include <algorithm>
#include <stdexcept>

#include "tests/router/engine/reference_state.hpp"

namespace switchroom::engine {
namespace {

bool is_out(Status status) { return status == Status::offline || status == Status::away; }

}  // namespace

void ReferenceRouter::State::on(const SetStatus& change) {
  if (!rules_.has(change.agent)) throw std::logic_error("status of an agent who is not in the configuration");
  if (the(change.agent).status == change.status) return;
  the(change.agent).lapses = 0;
  const bool by_other = change.actor && change.actor != change.agent;
  change_status(change.agent, change.status, by_other ? StatusReason::supervisor : StatusReason::self, change.actor);
  if (change.status == Status::offline)
    for (auto& [_, ticket] : tickets_) {
      if (ticket.state != TicketState::offered || ticket.agent != change.agent) continue;
      detach(ticket, EndReason::closed, {});
      exclude(ticket, change.agent);
      wait(ticket);
    }
  settle();
}

void ReferenceRouter::State::change_status(AgentId agent, Status to, StatusReason reason, AgentId by) {
  const Status from = std::exchange(the(agent).status, to);
  tell(StatusChanged{agent, from, to, reason, by});
  if (!rules_.has(agent)) return;
  if (is_out(from) && !is_out(to)) start_ramp(agent, in_use(agent));
  if (from == Status::offline) welcome_back(agent);
}

/// One unit at once, and one more every so often until it makes no difference.
void ReferenceRouter::State::start_ramp(AgentId agent, Units from) {
  AgentState& one = the(agent);
  const Units usable = from + Units{1000};
  const bool needed =
      rules_.agent(agent).ramp_ms > 0 && usable < std::max(rules_.limit(agent, false), rules_.limit(agent, true));
  one.ramp_since = needed ? at_ : Instant{};
  one.ramp_from = needed ? usable : Units{};
}

void ReferenceRouter::State::on(const ForceLogout& order) {
  send_home(order.agent, StatusReason::logout, EndReason::logged_out, order.actor);
  settle();
}

void ReferenceRouter::State::on(const Seen& sign) { the(sign.agent).lost_at = {}; }

void ReferenceRouter::State::on(const Lost& loss) {
  AgentState& one = the(loss.agent);
  if (one.lost_at != Instant{} || one.status == Status::offline) return;
  one.lost_at = at_ + Milliseconds{rules_.workspace->presence_grace_ms};
}

/// Offline; what he holds is kept, parked until he is back, or goes to others.
void ReferenceRouter::State::send_home(AgentId agent, StatusReason status_reason, EndReason reason, AgentId by) {
  the(agent).lost_at = {};
  if (the(agent).status != Status::offline) change_status(agent, Status::offline, status_reason, by);
  for (auto& [_, ticket] : tickets_) {
    if (!is_held(ticket) || ticket.agent != agent) continue;
    const workspace::KindRules kind = rules_.kind(ticket.kind);
    const bool is_offer = ticket.state == TicketState::offered;
    if (!is_offer && kind.on_loss == workspace::OnLoss::keep) continue;
    if (!is_offer && kind.on_loss == workspace::OnLoss::park) {
      if (std::exchange(ticket.parked, true)) continue;
      ticket.charged = std::min(ticket.units, kind.idle_units);
      tell(Parked{ticket.id, ticket.group});
      continue;
    }
    detach(ticket, reason, {});
    exclude(ticket, agent);
    wait(ticket);
  }
}

void ReferenceRouter::State::welcome_back(AgentId agent) {
  for (auto& [_, ticket] : tickets_) {
    if (!is_held(ticket) || ticket.agent != agent || !ticket.parked) continue;
    ticket.parked = false;
    if (ticket.state == TicketState::assigned) ticket.charged = ticket.units;
    tell(StateChanged{ticket.id, ticket.state, ticket.state, {}, is_over_limit(ticket)});
  }
}

void ReferenceRouter::State::on(const EndWrapUp& end) {
  end_wrap_ups(end.agent, Instant::max(), end.ticket);
  settle();
}

void ReferenceRouter::State::end_wrap_ups(AgentId agent, Instant until, TicketId only) {
  std::erase_if(the(agent).wrap_ups, [&](const WrapUp& one) {
    if (one.until > until || (only && one.ticket != only)) return false;
    tell(WrapUpEnded{one.ticket, agent});
    return true;
  });
}

void ReferenceRouter::State::change_shift(AgentId agent, Instant at) {
  AgentState& one = the(agent);
  const CalendarId calendar = rules_.calendar(rules_.agent(agent).calendar);
  const bool is_timed = calendar && rules_.hours;
  const bool was_on_shift = std::exchange(one.on_shift, !is_timed || rules_.hours->is_open(calendar, at));
  const Instant next = is_timed ? rules_.hours->next_change(calendar, at) : Instant::max();
  one.shift_changes = next == Instant::max() ? Instant{} : next;
  if (one.on_shift == was_on_shift) return;
  tell(ShiftChanged{agent, one.on_shift});
  if (one.on_shift && !is_out(one.status)) start_ramp(agent, in_use(agent));
  if (one.on_shift) return;
  for (auto& [_, ticket] : tickets_)
    if (is_waiting(ticket) && ticket.hold_for == agent) {
      end_hold(ticket);
      wait(ticket);
    }
}

void ReferenceRouter::State::strike(AgentId agent, Clock clock, Instant due) {
  AgentState& one = the(agent);
  if (clock == Clock::wrap_up) end_wrap_ups(agent, due, {});
  if (clock == Clock::shift) change_shift(agent, due);
  if (clock == Clock::pause) rest(agent);
  if (clock == Clock::presence) send_home(agent, StatusReason::lost, EndReason::agent_lost, {});
  if (clock != Clock::ramp) return;
  one.ramp_from += Units{1000};
  one.ramp_since = due;
  if (one.ramp_from >= std::max(rules_.limit(agent, false), rules_.limit(agent, true)))
    one.ramp_since = {}, one.ramp_from = {};
}

}  // namespace switchroom::engine
