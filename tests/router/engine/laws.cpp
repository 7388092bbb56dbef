#include "tests/router/engine/laws.hpp"

#include <algorithm>
#include <set>

namespace switchroom::engine {
namespace {

/// A ticket that the router gave to an agent.
struct Given {
  TicketId ticket;
  AgentId agent;
  const Explanation* why;
};

class Court {
 public:
  explicit Court(const Deed& deed) : deed_(deed) {
    for (const Effect& effect : deed.effects) {
      if (const auto* one = std::get_if<Offered>(&effect)) given_.push_back({one->ticket, one->agent, &one->why});
      if (const auto* one = std::get_if<Started>(&effect)) {
        if (one->why.candidates > 0) {
          given_.push_back({one->ticket, one->agent, &one->why});
        } else {
          by_hand_.insert(one->agent);
        }
      }
      if (const auto* one = std::get_if<StatusChanged>(&effect)) moved_.insert(one->agent);
      if (const auto* one = std::get_if<ShiftChanged>(&effect)) moved_.insert(one->agent);
      if (const auto* one = std::get_if<Queued>(&effect)) queued_.push_back(&one->why);
      woken_ |= std::holds_alternative<StateChanged>(effect);
    }
  }

  std::string judge() const {
    for (const Explanation* why : queued_) {
      if (why->candidates > 0) return "nobody could take what waits";
      if (!counts_all(*why)) return "an explanation counts every agent once";
    }
    for (const Given& one : given_) {
      if (!counts_all(*one.why)) return "an explanation counts every agent once";
      if (one.agent != one.why->winner.agent) return "the winner gets the ticket";
      if ((one.why->candidates > 1) != static_cast<bool>(one.why->runner_up.agent))
        return "the second of several is named";
      if (!is_within_limits(one)) return "no limit is exceeded";
      if (!is_present(one)) return "work goes to those who are there for it";
      if (is_unfair(one)) return "who waited longer goes first";
    }
    return {};
  }

 private:
  bool counts_all(const Explanation& why) const {
    std::uint64_t sum = why.candidates;
    for (const std::uint32_t lost : why.lost) sum += lost;
    return sum == deed_.agents.size();
  }

  const OpenTicket* find(TicketId id) const {
    const auto found = std::ranges::find(deed_.after, id, &OpenTicket::id);
    return found == deed_.after.end() ? nullptr : &*found;
  }
  const workspace::Agent* rules_of(AgentId id) const {
    const std::string_view name = deed_.configuration.numbering->agents.name_of(id.number);
    const auto found = std::ranges::find(deed_.configuration.workspace->agents, name, &workspace::Agent::id);
    return found == deed_.configuration.workspace->agents.end() ? nullptr : &*found;
  }
  const workspace::Group* rules_of(GroupId id) const {
    const std::string_view name = deed_.configuration.numbering->groups.name_of(id.number);
    const auto found = std::ranges::find(deed_.configuration.workspace->groups, name, &workspace::Group::id);
    return found == deed_.configuration.workspace->groups.end() ? nullptr : &*found;
  }
  static bool is_held(const OpenTicket& ticket) {
    return ticket.agent && ticket.state != TicketState::queued && ticket.state != TicketState::resolved;
  }

  bool is_within_limits(const Given& one) const {
    const OpenTicket* ticket = find(one.ticket);
    if (!ticket || woken_ || by_hand_.contains(one.agent)) return true;
    Units of_agent, of_group;
    for (const OpenTicket& other : deed_.after) {
      if (!is_held(other)) continue;
      if (other.agent == one.agent && other.interruptible == ticket->interruptible) of_agent += other.charged;
      if (other.group == one.why->group) of_group += other.charged;
    }
    const AgentState& state = *std::ranges::find(deed_.agents, one.agent, &AgentState::id);
    for (const WrapUp& wrap_up : state.wrap_ups)
      if (wrap_up.interruptible == ticket->interruptible) of_agent += wrap_up.units;
    const workspace::Agent& agent = *rules_of(one.agent);
    const workspace::Group& group = *rules_of(one.why->group);
    const Units limit = ticket->interruptible ? agent.interruptible_limit.value_or(agent.limit) : agent.limit;
    return of_agent <= limit && (!by_hand_.empty() || !group.limit || of_group <= *group.limit);
  }

  bool is_present(const Given& one) const {
    if (moved_.contains(one.agent)) return true;
    const AgentState& state = *std::ranges::find(deed_.agents, one.agent, &AgentState::id);
    const workspace::Agent& agent = *rules_of(one.agent);
    const workspace::Group& group = *rules_of(one.why->group);
    const bool is_one_of_them = std::ranges::count(agent.groups, group.id) > 0 ||
                                std::ranges::count(group.supervisors, agent.id) > 0 || agent.role == Role::admin;
    return state.on_shift && is_one_of_them && std::ranges::count(group.receives_when, state.status) > 0;
  }

  /// Another ticket waited before and waits still, for the same, at least as urgent, and entered earlier.
  bool is_unfair(const Given& one) const {
    const OpenTicket* taken = find(one.ticket);
    if (!taken) return false;
    return std::ranges::any_of(deed_.after, [&](const OpenTicket& other) {
      const auto earlier = deed_.before.find(other.id);
      return earlier != deed_.before.end() && waits_like(other, *taken) && waits_like(earlier->second, *taken) &&
             other.entered < taken->entered && other.priority >= taken->priority;
    });
  }
  static bool waits_like(const OpenTicket& one, const OpenTicket& taken) {
    return one.state == TicketState::queued && !one.parked && one.tried.empty() && !one.hold_for &&
           one.route == taken.route && one.step == taken.step && one.skills == taken.skills && one.kind == taken.kind &&
           one.units == taken.units && one.interruptible == taken.interruptible && one.sla == taken.sla &&
           one.escalated == taken.escalated;
  }

  const Deed& deed_;
  std::vector<Given> given_;
  std::vector<const Explanation*> queued_;
  std::set<AgentId> by_hand_, moved_;
  bool woken_ = false;
};

}  // namespace

std::string broken_law(const Deed& deed) { return Court(deed).judge(); }

}  // namespace switchroom::engine
