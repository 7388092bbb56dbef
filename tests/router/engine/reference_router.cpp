#include "tests/router/engine/reference_router.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/router/engine/reference_state.hpp"

namespace switchroom::engine {

void ReferenceRouter::State::apply(const Input& input, Instant at, Effects& effects) {
  at_ = at;
  effects_ = &effects;
  std::visit([this](const auto& one) { on(one); }, input);
}

// --- configurations

void ReferenceRouter::State::on(const Configure& next) {
  const ReferenceRules before = std::exchange(rules_, ReferenceRules(next));
  for (auto& [_, ticket] : tickets_) place_anew(ticket);
  change_statuses(before);
  for (const auto& [id, _] : rules_.agents) adapt_agent(id, before);
  for (auto& [_, ticket] : tickets_) {
    if (!is_waiting(ticket)) continue;
    const AgentId held_for = ticket.hold_for;
    if (held_for && (!rules_.has(held_for) || !the(held_for).on_shift)) end_hold(ticket);
    forgive_if_all_tried(ticket);
    set_step_clock(ticket);
  }
  settle();
}

void ReferenceRouter::State::place_anew(OpenTicket& ticket) {
  const bool lost_agent = is_held(ticket) && !rules_.has(ticket.agent);
  if (lost_agent) {
    if (ticket.state == TicketState::offered) {
      tell(OfferWithdrawn{ticket.id, ticket.agent});
    } else {
      tell(Ended{ticket.id, ticket.agent, EndReason::agent_removed});
    }
    release(ticket);
  }
  if (ticket.state != TicketState::queued) return;
  const bool lost_group = !rules_.has(ticket.route);
  if (lost_group) begin_route(ticket, rules_.default_group);
  if (lost_agent) ticket.group = ticket.route;
  ticket.step = static_cast<std::uint8_t>(std::min<std::size_t>(ticket.step, route_of(ticket).size() - 1));
  if ((lost_agent || lost_group) && !ticket.parked) fresh_.push_back(ticket.id);
}

void ReferenceRouter::State::change_statuses(const ReferenceRules& before) {
  for (const auto& [id, _] : before.agents)
    if (!rules_.has(id) && the(id).status != Status::offline)
      change_status(id, Status::offline, StatusReason::configuration, {});
  for (const auto& [id, agent] : rules_.agents)
    if (!before.has(id)) change_status(id, agent->first_status, StatusReason::configuration, {});
}

void ReferenceRouter::State::adapt_agent(AgentId id, const ReferenceRules& before) {
  const workspace::Agent& agent = rules_.agent(id);
  change_shift(id, at_);
  if (before.has(id) && agent.ramp_ms > 0 && before.agent(id).limit < agent.limit)
    start_ramp(id, before.agent(id).limit);
  AgentState& one = the(id);
  const Units highest = std::max(rules_.limit(id, false), rules_.limit(id, true));
  if (agent.ramp_ms <= 0 || one.ramp_from >= highest) one.ramp_since = {}, one.ramp_from = {};
}

// --- counts

bool ReferenceRouter::State::is_held(const OpenTicket& ticket) {
  return ticket.agent && ticket.state != TicketState::queued && ticket.state != TicketState::resolved;
}

bool ReferenceRouter::State::is_waiting(const OpenTicket& ticket) {
  return ticket.state == TicketState::queued && !ticket.parked;
}

Units ReferenceRouter::State::in_use(AgentId agent, bool interruptible) const {
  Units sum;
  for (const auto& [_, ticket] : tickets_)
    if (is_held(ticket) && ticket.agent == agent && ticket.interruptible == interruptible) sum += ticket.charged;
  if (const auto found = standings_.find(agent); found != standings_.end())
    for (const WrapUp& one : found->second.wrap_ups)
      if (one.interruptible == interruptible) sum += one.units;
  return sum;
}

/// Those that cost less than their units, as they rest, do not count.
int ReferenceRouter::State::tickets_of(AgentId agent, ChannelKindId kind) const {
  return static_cast<int>(std::ranges::count_if(tickets_, [&](const auto& one) {
    const OpenTicket& ticket = one.second;
    return is_held(ticket) && ticket.agent == agent && ticket.kind == kind && ticket.charged == ticket.units;
  }));
}

Units ReferenceRouter::State::in_use(GroupId group) const {
  Units sum;
  for (const auto& [_, ticket] : tickets_)
    if (is_held(ticket) && ticket.group == group) sum += ticket.charged;
  return sum;
}

int ReferenceRouter::State::offers(GroupId group) const {
  return static_cast<int>(std::ranges::count_if(tickets_, [&](const auto& one) {
    return one.second.state == TicketState::offered && one.second.group == group;
  }));
}

int ReferenceRouter::State::waiting(GroupId group) const {
  return static_cast<int>(std::ranges::count_if(
      tickets_, [&](const auto& one) { return is_waiting(one.second) && one.second.group == group; }));
}

bool ReferenceRouter::State::is_over_limit(const OpenTicket& ticket) const {
  return in_use(ticket.agent, ticket.interruptible) > rules_.limit(ticket.agent, ticket.interruptible);
}

void ReferenceRouter::State::stop(OpenTicket& ticket, std::initializer_list<Clock> clocks) const {
  for (const Clock clock : clocks) due(ticket, clock) = {};
}

AgentState& ReferenceRouter::State::the(AgentId id) {
  AgentState& one = standings_[id];
  one.id = id;
  return one;
}

// --- questions

std::optional<OpenTicket> ReferenceRouter::State::ticket(TicketId id) const {
  const auto found = tickets_.find(id);
  return found == tickets_.end() ? std::nullopt : std::optional{found->second};
}

std::vector<OpenTicket> ReferenceRouter::State::tickets() const {
  std::vector<OpenTicket> all;
  for (const auto& [_, ticket] : tickets_) all.push_back(ticket);
  return all;
}

std::vector<AgentState> ReferenceRouter::State::agents() const {
  std::vector<AgentState> all;
  for (const auto& [id, rules] : rules_.agents) {
    AgentState& one = all.emplace_back(standings_.at(id));
    one.in_use = in_use(id);
    one.limit = rules->limit;
    one.open_tickets = static_cast<std::uint32_t>(std::ranges::count_if(
        tickets_, [&](const auto& open) { return is_held(open.second) && open.second.agent == id; }));
  }
  return all;
}

std::vector<GroupState> ReferenceRouter::State::groups() const {
  std::vector<GroupState> all;
  for (const auto& [id, _] : rules_.groups) {
    GroupState& state = all.emplace_back();
    state.id = id;
    state.in_use = in_use(id);
    state.offers = static_cast<std::uint32_t>(offers(id));
    for (const auto& [_, ticket] : tickets_) {
      if (ticket.group != id) continue;
      if (is_held(ticket)) ++state.assigned;
      if (ticket.state == TicketState::queued && ticket.parked) ++state.parked;
      if (is_waiting(ticket) && (state.waiting++ == 0 || ticket.entered < state.oldest)) state.oldest = ticket.entered;
    }
    if (const auto room = rooms_.find(id); room != rooms_.end())
      state.minute = room->second.minute, state.arrivals = room->second.arrivals;
  }
  return all;
}

ReferenceRouter::ReferenceRouter() : state_(std::make_unique<State>()) {}
ReferenceRouter::~ReferenceRouter() = default;
void ReferenceRouter::apply(const Input& input, Instant at, Effects& effects) { state_->apply(input, at, effects); }
std::optional<OpenTicket> ReferenceRouter::ticket(TicketId id) const { return state_->ticket(id); }
std::vector<OpenTicket> ReferenceRouter::tickets() const { return state_->tickets(); }
std::vector<AgentState> ReferenceRouter::agents() const { return state_->agents(); }
std::vector<GroupState> ReferenceRouter::groups() const { return state_->groups(); }
bool ReferenceRouter::conserves_work() const { return state_->conserves_work(); }
std::optional<Instant> ReferenceRouter::next_due() const { return state_->next_due(); }

}  // namespace switchroom::engine
