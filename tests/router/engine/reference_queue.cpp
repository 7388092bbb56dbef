// Waiting and being served: as long as some waiting ticket has a taker, the best-scored of these is given away.

#include <algorithm>
#include <stdexcept>

#include "tests/router/engine/reference_state.hpp"

namespace switchroom::engine {

using workspace::WhenFull;

// --- arrivals and rooms

void ReferenceRouter::State::on(const Arrive& arrival) {
  if (tickets_.contains(arrival.ticket)) throw std::logic_error("a ticket arrives twice");
  OpenTicket& ticket = tickets_[arrival.ticket];
  ticket.id = arrival.ticket;
  ticket.skills = arrival.found.skills;
  ticket.priority = arrival.found.priority;
  ticket.sla =
      arrival.found.sla ? arrival.found.sla : SlaClassId{rules_.numbering->sla.find(rules_.workspace->default_sla)};
  ticket.kind = arrival.kind;
  ticket.units = arrival.units;
  ticket.interruptible = rules_.kind(arrival.kind).work_class == workspace::WorkClass::interruptible;
  ticket.entered = ticket.routed = ticket.asked = at_;
  ticket.route = rules_.has(arrival.found.group) ? arrival.found.group : rules_.group_or_default(arrival.channel_group);
  ticket.group = ticket.route;
  ticket.preferred = arrival.found.agents;
  const bool to_bot = is_bot_there(ticket, arrival.found.bot);
  if (!to_bot) admit(arrival.ticket);
  if (!tickets_.contains(arrival.ticket)) return;
  start_sla(ticket, Clock::sla_first);
  start_sla(ticket, Clock::sla_resolve);
  if (ticket.parked) return;
  const workspace::Group& group = rules_.group(ticket.route);
  const bool is_recent = (at_ - arrival.previous_at).count() <= group.previous_agent_within_ms;
  if (arrival.previous_agent && is_recent && rules_.has(arrival.previous_agent)) {
    std::erase(ticket.preferred, arrival.previous_agent);
    ticket.preferred.push_back(arrival.previous_agent);
    hold(ticket, arrival.previous_agent, group.wait_for_previous_ms);
  }
  if (to_bot) return give_to_bot(ticket, arrival.found.bot);
  wait(ticket);
  settle();
}

bool ReferenceRouter::State::is_bot_there(const OpenTicket& ticket, AgentId bot) const {
  if (!rules_.has(bot) || !rules_.agent(bot).bot || !standings_.at(bot).on_shift) return false;
  return std::ranges::count(rules_.group(ticket.route).receives_when, standings_.at(bot).status) > 0 &&
         fits(ticket, bot);
}

void ReferenceRouter::State::give_to_bot(OpenTicket& ticket, AgentId bot) {
  Explanation why = explain_by_hand(ticket, bot, group_for(ticket, bot));
  why.preferred = true;
  take(ticket, bot, why.group, TicketState::assigned);
  tell(Started{.ticket = ticket.id, .agent = bot, .why = std::move(why)});
}

int ReferenceRouter::State::arrivals(GroupId group) const {
  const auto room = rooms_.find(group);
  return room != rooms_.end() && room->second.minute == ms_of(at_) / 60'000 ? static_cast<int>(room->second.arrivals)
                                                                            : 0;
}

void ReferenceRouter::State::count_arrival(GroupId group) {
  const int before = arrivals(group);
  rooms_[group] = {ms_of(at_) / 60'000, static_cast<std::uint32_t>(before) + 1};
}

/// There are not too many for this minute, and the ticket may wait or need not.
bool ReferenceRouter::State::has_place(GroupId id, const OpenTicket& ticket) const {
  const workspace::Group& group = rules_.group(id);
  if (group.arrivals_per_minute && arrivals(id) >= *group.arrivals_per_minute) return false;
  if (!group.waiting_limit || waiting(id) < *group.waiting_limit) return true;
  OpenTicket there = ticket;
  there.route = id;
  return has_taker(there);
}

void ReferenceRouter::State::admit(TicketId id) {
  OpenTicket& ticket = the(id);
  const GroupId full = ticket.route;
  const workspace::Group& group = rules_.group(full);
  if (!group.waiting_limit && !group.arrivals_per_minute) return;
  std::vector<GroupId> wanted{full};
  if (group.when_full == WhenFull::overflow)
    for (const std::string& name : group.overflow) wanted.push_back(rules_.group_named(name));
  for (const GroupId to : wanted) {
    // The ticket itself stands in `full` already.
    ticket.state = TicketState::closed;
    const bool has_place_there = has_place(to, ticket);
    ticket.state = TicketState::queued;
    if (!has_place_there) continue;
    count_arrival(to);
    if (to == full) return;
    begin_route(ticket, to);
    tell(Overflowed{id, full, to});
    return;
  }
  if (group.when_full == WhenFull::refuse) {
    tell(AutoReply{id, full});
    tell(Closed{id});
    tickets_.erase(id);
  } else {
    ticket.parked = true;
    tell(Parked{id, full});
  }
}

/// The longest parked first; one that finds no place keeps the others of its group out.
bool ReferenceRouter::State::let_in_parked() {
  bool any = false;
  for (const auto& [group, _] : rules_.groups) {
    while (true) {
      OpenTicket* first = nullptr;
      for (auto& [_, ticket] : tickets_)
        if (ticket.state == TicketState::queued && ticket.parked && ticket.route == group &&
            (!first || ticket.routed < first->routed))
          first = &ticket;
      if (!first || !has_place(group, *first)) break;
      count_arrival(group);
      first->parked = false;
      wait(*first);
      serve();
      any = true;
    }
  }
  return any;
}

// --- the queue

void ReferenceRouter::State::settle() {
  bool moved = true;
  while (moved) {
    serve();
    moved = move_steps();
    moved |= let_in_parked();
  }
  for (const TicketId id : fresh_)
    if (tickets_.contains(id) && is_waiting(the(id))) tell(Queued{id, explain(the(id))});
  fresh_.clear();
}

void ReferenceRouter::State::serve() {
  while (true) {
    OpenTicket* best = nullptr;
    for (auto& [_, ticket] : tickets_)
      if (is_waiting(ticket) && has_taker(ticket) && (!best || score(ticket) > score(*best))) best = &ticket;
    if (!best) return;
    give(*best);
  }
}

bool ReferenceRouter::State::conserves_work() const {
  return std::ranges::none_of(tickets_,
                              [&](const auto& one) { return is_waiting(one.second) && has_taker(one.second); });
}

/// Tickets that begin to wait catch up with their route; those that wait already are moved by their clocks, and when
/// nobody on shift could meet their step any more.
bool ReferenceRouter::State::move_steps() {
  bool moved = false;
  for (std::size_t i = 0; i < fresh_.size(); ++i)
    if (tickets_.contains(fresh_[i]) && is_waiting(the(fresh_[i]))) moved |= move_on(the(fresh_[i]), true);
  for (auto& [id, ticket] : tickets_)
    if (is_waiting(ticket) && !std::ranges::count(fresh_, id)) moved |= move_on(ticket, false);
  return moved;
}

bool ReferenceRouter::State::move_on(OpenTicket& ticket, bool is_fresh) {
  const std::vector<ReferenceStep> route = route_of(ticket);
  const std::size_t next = ticket.step + std::size_t{1};
  if (next >= route.size() || ticket.hold_for) return false;
  const bool skips = !could_anyone(ticket);
  const bool is_due = is_fresh && ticket.routed + Milliseconds{route[next].at_ms} <= at_;
  if (!skips && !is_due) return false;
  if (skips) tell(StepEntered{ticket.id, ticket.step, true});
  ++ticket.step;
  tell(StepEntered{ticket.id, ticket.step, false});
  if (route[next].escalates)
    tell(Escalated{.ticket = ticket.id, .group = ticket.group, .by = {}, .by_clock = true, .clock = Clock::step});
  wait(ticket);
  return true;
}

/// It waits, or waits for something else.
void ReferenceRouter::State::wait(OpenTicket& ticket) {
  ticket.state = TicketState::queued;
  if (!rules_.has(ticket.route)) begin_route(ticket, rules_.default_group);
  ticket.group = ticket.route;
  forgive_if_all_tried(ticket);
  set_step_clock(ticket);
  if (!std::ranges::count(fresh_, ticket.id)) fresh_.push_back(ticket.id);
}

/// None while it waits for one agent.
void ReferenceRouter::State::set_step_clock(OpenTicket& ticket) const {
  const std::vector<ReferenceStep> route = route_of(ticket);
  const std::size_t next = ticket.step + std::size_t{1};
  const bool has_next = next < route.size() && !ticket.hold_for;
  due(ticket, Clock::step) = has_next ? ticket.routed + Milliseconds{route[next].at_ms} : Instant{};
}

void ReferenceRouter::State::begin_route(OpenTicket& ticket, GroupId group) const {
  ticket.route = ticket.group = group;
  ticket.routed = at_;
  ticket.step = 0;
  ticket.escalated = false;
}

/// Nobody else is asked for so long, if he is on shift and has what it takes.
void ReferenceRouter::State::hold(OpenTicket& ticket, AgentId agent, std::int64_t ms) const {
  if (ms <= 0 || !rules_.has(agent) || !standings_.at(agent).on_shift) return;
  for (const Crew& crew : crews_of(ticket))
    if (std::ranges::count(crew.members, agent) && has_skills(agent, crew)) {
      ticket.hold_for = agent;
      due(ticket, Clock::hold) = at_ + Milliseconds{ms};
      return;
    }
}

void ReferenceRouter::State::end_hold(OpenTicket& ticket) const {
  ticket.hold_for = {};
  due(ticket, Clock::hold) = {};
}

// --- to an agent, and back

void ReferenceRouter::State::give(OpenTicket& ticket) {
  Explanation why = explain(ticket);
  const AgentId agent = why.winner.agent;
  const GroupId group = why.group;
  const bool offered = is_offered(ticket.kind, group);
  take(ticket, agent, group, offered ? TicketState::offered : TicketState::assigned);
  if (offered) {
    const workspace::Group& rules = rules_.group(group);
    const auto own =
        rules.accept_within_ms.find(std::string{rules_.numbering->channel_kinds.name_of(ticket.kind.number)});
    const std::int64_t ms =
        own == rules.accept_within_ms.end() ? rules_.kind(ticket.kind).accept_within_ms : own->second;
    due(ticket, Clock::offer) = at_ + Milliseconds{ms};
    tell(Offered{ticket.id, agent, due(ticket, Clock::offer), std::move(why)});
  } else {
    tell(Started{.ticket = ticket.id, .agent = agent, .why = std::move(why)});
  }
  tire(agent, ticket, group);
}

void ReferenceRouter::State::take(OpenTicket& ticket, AgentId agent, GroupId group, TicketState state) {
  if (ticket.held_since == Instant{}) ticket.waited_ms = (at_ - ticket.entered).count();
  end_hold(ticket);
  due(ticket, Clock::step) = {};
  ticket.state = state;
  ticket.agent = agent;
  ticket.group = group;
  ticket.charged = ticket.units;
  ticket.held_since = at_;
  if (state == TicketState::assigned) start_reply_clock(ticket, Clock::first_reply);
  the(agent).last_assigned = at_;
  the(agent).turn = ++turns_;
}

void ReferenceRouter::State::tire(AgentId agent, const OpenTicket& ticket, GroupId group) {
  const auto& fatigue = rules_.group(rules_.group_or_default(group)).fatigue;
  if (!fatigue || fatigue->count <= 0) return;
  AgentState& one = the(agent);
  one.urgent_in_row = ticket.priority >= fatigue->priority ? one.urgent_in_row + 1 : 0;
  if (one.urgent_in_row < static_cast<std::uint32_t>(fatigue->count)) return;
  one.urgent_in_row = 0;
  if (fatigue->pause_ms <= 0 && fatigue->until_closed <= 0) return;
  one.paused = true;
  one.pause_ends = fatigue->pause_ms > 0 ? at_ + Milliseconds{fatigue->pause_ms} : Instant{};
  one.closes_to_resume = static_cast<std::uint32_t>(std::max(fatigue->until_closed, 0));
  tell(Paused{agent, one.pause_ends, one.closes_to_resume});
}

void ReferenceRouter::State::rest(AgentId agent) {
  AgentState& one = the(agent);
  one.paused = false;
  one.pause_ends = {};
  one.closes_to_resume = 0;
  tell(Resumed{agent});
}

void ReferenceRouter::State::release(OpenTicket& ticket) const {
  stop(ticket, {Clock::offer, Clock::first_reply, Clock::next_reply, Clock::reminder, Clock::idle, Clock::snooze});
  ticket.agent = {};
  ticket.charged = {};
  ticket.parked = false;
  ticket.state = TicketState::queued;
}

/// Takes a ticket from wherever it stands.
void ReferenceRouter::State::detach(OpenTicket& ticket, EndReason reason, AgentId by) {
  if (ticket.state == TicketState::offered) {
    tell(OfferWithdrawn{ticket.id, ticket.agent});
    release(ticket);
  } else if (is_held(ticket)) {
    tell(Ended{ticket.id, ticket.agent, reason, by});
    release(ticket);
  } else {
    ticket.parked = false;
    end_hold(ticket);
  }
}

/// Not to this agent again; until when, is asked when the ticket waits again.
void ReferenceRouter::State::exclude(OpenTicket& ticket, AgentId agent) const {
  if (!std::ranges::count(ticket.tried, agent)) ticket.tried.push_back(agent);
  std::ranges::sort(ticket.tried);
}

void ReferenceRouter::State::forgive_if_all_tried(OpenTicket& ticket) const {
  for (const Crew& crew : crews_of(ticket))
    for (const AgentId agent : crew.members)
      if (has_skills(agent, crew) && !std::ranges::count(ticket.tried, agent)) return;
  ticket.tried.clear();
}

}  // namespace switchroom::engine
