#include "tests/router/engine/print.hpp"

#include <sstream>

namespace switchroom::engine {
namespace {

std::string of(TicketId id) { return " t" + std::to_string(id.number); }
std::string of(AgentId id) { return id ? " a" + std::to_string(id.number) : " nobody"; }
std::string of(GroupId id) { return " g" + std::to_string(id.number); }
std::string of(Instant at) { return at == Instant{} ? " never" : " " + std::to_string(ms_of(at)); }
std::string of(Clock clock) { return " " + std::string{word_of(clock_names, clock)}; }
std::string of(TicketState state) { return " " + std::string{word_of(ticket_state_names, state)}; }
std::string by(AgentId id) { return id ? " by" + of(id) : ""; }
std::string flag(bool yes, const char* word) { return yes ? std::string{" "} + word : ""; }

std::string figures(const Figures& one) {
  if (!one.agent) return "";
  return of(one.agent) + ":" + std::to_string(one.in_use.milli) + "/" + std::to_string(one.limit.milli) + "@" +
         std::to_string(ms_of(one.last_assigned));
}

struct Printer {
  std::string operator()(const Queued& one) const { return "queued" + of(one.ticket) + print(one.why); }
  std::string operator()(const Started& one) const {
    return "started" + of(one.ticket) + of(one.agent) + by(one.by) + flag(one.overcommit, "overcommit") +
           flag(one.forced, "forced") + print(one.why);
  }
  std::string operator()(const Ended& one) const {
    return "ended" + of(one.ticket) + of(one.agent) + " " + std::string{word_of(end_reason_names, one.reason)} +
           by(one.by);
  }
  std::string operator()(const Closed& one) const { return "closed" + of(one.ticket) + by(one.by); }
  std::string operator()(const StatusChanged& one) const {
    return "status" + of(one.agent) + " " + std::string{word_of(status_names, one.from)} + " -> " +
           std::string{word_of(status_names, one.to)} + " " + std::string{word_of(status_reason_names, one.reason)} +
           by(one.by);
  }
  std::string operator()(const Offered& one) const {
    return "offered" + of(one.ticket) + of(one.agent) + " until" + of(one.until) + print(one.why);
  }
  std::string operator()(const OfferAccepted& one) const { return "accepted" + of(one.ticket) + of(one.agent); }
  std::string operator()(const OfferDeclined& one) const { return "declined" + of(one.ticket) + of(one.agent); }
  std::string operator()(const OfferLapsed& one) const {
    return "lapsed" + of(one.ticket) + of(one.agent) + " in a row " + std::to_string(one.in_a_row);
  }
  std::string operator()(const OfferWithdrawn& one) const { return "withdrawn" + of(one.ticket) + of(one.agent); }
  std::string operator()(const StateChanged& one) const {
    return "state" + of(one.ticket) + of(one.from) + " ->" + of(one.to) + by(one.by) +
           flag(one.overcommit, "overcommit");
  }
  std::string operator()(const StepEntered& one) const {
    return "step" + of(one.ticket) + " " + std::to_string(one.step) + flag(one.skipped, "skipped");
  }
  std::string operator()(const Escalated& one) const {
    return "escalated" + of(one.ticket) + of(one.group) + by(one.by) + (one.by_clock ? of(one.clock) : "");
  }
  std::string operator()(const ClockSet& one) const {
    return "clock" + of(one.ticket) + of(one.clock) + of(one.deadline) + flag(one.business, "business");
  }
  std::string operator()(const ClockWarned& one) const {
    return "warned" + of(one.ticket) + of(one.clock) + of(one.deadline);
  }
  std::string operator()(const ClockBreached& one) const {
    return "breached" + of(one.ticket) + of(one.clock) + of(one.deadline);
  }
  std::string operator()(const Parked& one) const { return "parked" + of(one.ticket) + of(one.group); }
  std::string operator()(const Overflowed& one) const {
    return "overflowed" + of(one.ticket) + of(one.from) + " ->" + of(one.to);
  }
  std::string operator()(const Refused& one) const {
    return "refused" + of(one.ticket) + " " + std::string{word_of(refusal_names, one.reason)} + of(one.agent) +
           of(one.group);
  }
  std::string operator()(const Reminder& one) const {
    return "reminder" + of(one.ticket) + of(one.agent) + of(one.deadline);
  }
  std::string operator()(const Paused& one) const {
    return "paused" + of(one.agent) + of(one.until) + " closes " + std::to_string(one.closes);
  }
  std::string operator()(const Resumed& one) const { return "resumed" + of(one.agent); }
  std::string operator()(const ShiftChanged& one) const {
    return "shift" + of(one.agent) + (one.on_shift ? " begins" : " ends");
  }
  std::string operator()(const FlowEntered& one) const {
    return "flow" + of(one.ticket) + " f" + std::to_string(one.flow.number) + " node " + std::to_string(one.node) +
           of(one.group) + of(one.until);
  }
  std::string operator()(const FlowReturned& one) const {
    return "flow returned" + of(one.ticket) + " f" + std::to_string(one.flow.number) + of(one.agent);
  }
  std::string operator()(const CollaborationRequested& one) const {
    return "help" + of(one.ticket) + of(one.group) + by(one.by) + of(one.until);
  }
  std::string operator()(const CollaborationReminded& one) const {
    return "help reminded" + of(one.ticket) + of(one.group) + flag(one.supervisors, "supervisors");
  }
  std::string operator()(const CollaborationEnded& one) const {
    return "help ended" + of(one.ticket) + of(one.group) + of(one.asker) + flag(one.answered, "answered");
  }
  std::string operator()(const BouncedBack& one) const {
    return "bounced" + of(one.ticket) + of(one.group) + " " + std::to_string(one.count);
  }
  std::string operator()(const Reopened& one) const { return "reopened" + of(one.ticket) + by(one.by); }
  std::string operator()(const PriorityChanged& one) const {
    return "priority" + of(one.ticket) + " " + std::string{word_of(priority_names, one.from)} + " -> " +
           std::string{word_of(priority_names, one.to)} + by(one.by);
  }
  std::string operator()(const SkillsChanged& one) const { return "skills" + of(one.ticket) + by(one.by); }
  std::string operator()(const AutoReply& one) const { return "auto-reply" + of(one.ticket) + of(one.group); }
  std::string operator()(const WrapUpEnded& one) const { return "tidied" + of(one.ticket) + of(one.agent); }
};

void print_due(std::ostringstream& out, const OpenTicket& ticket) {
  for (std::size_t clock = 0; clock < ticket.due.size(); ++clock)
    if (ticket.due[clock] != Instant{}) out << of(static_cast<Clock>(clock)) << of(ticket.due[clock]);
}

}  // namespace

std::string print(const Explanation& why) {
  std::ostringstream out;
  out << " v" << why.config_version << of(why.group) << " lost";
  for (std::size_t filter = 0; filter < why.lost.size(); ++filter) {
    if (why.lost[filter] == 0) continue;
    out << " " << why.lost[filter] << " " << filter_names[filter];
    if (why.names)
      for (const AgentId agent : why.names->lost[filter]) out << of(agent);
  }
  out << " candidates " << why.candidates << figures(why.winner) << figures(why.runner_up) << " waited "
      << why.waited_ms << " score " << why.score_ms << " step " << int{why.step} << flag(why.preferred, "preferred");
  return out.str();
}

std::string print(const Effect& effect) { return std::visit(Printer{}, effect); }

std::vector<std::string> print(const Effects& effects) {
  std::vector<std::string> lines;
  for (const Effect& effect : effects) lines.push_back(print(effect));
  return lines;
}

std::string print(const OpenTicket& one) {
  std::ostringstream out;
  out << "ticket" << of(one.id) << of(one.state) << of(one.group) << of(one.agent) << " entered" << of(one.entered)
      << " " << word_of(priority_names, one.priority) << " kind " << one.kind.number << " route" << of(one.route) << " "
      << int{one.step} << " since" << of(one.routed) << " units " << one.units.milli << " charged " << one.charged.milli
      << flag(one.interruptible, "interruptible") << flag(one.escalated, "escalated") << flag(one.parked, "parked")
      << flag(one.answered, "answered") << " held" << of(one.held_since) << " asked" << of(one.asked) << " resolved"
      << of(one.resolved) << " waited " << one.waited_ms << " sla " << one.sla.number << " skills";
  for (const auto& need : one.skills)
    out << " " << need.skill.number << ">=" << int{need.minimum} << "/" << int{need.rank};
  out << " tried";
  for (const AgentId agent : one.tried) out << of(agent);
  out << " preferred";
  for (const AgentId agent : one.preferred) out << of(agent);
  out << " hold" << of(one.hold_for) << " flow " << one.flow.number << " " << int{one.node} << of(one.origin)
      << of(one.origin_group) << " been in";
  for (const GroupId group : one.been_in) out << of(group);
  out << " bounces " << one.bounces << " help" << of(one.collaboration.group) << of(one.collaboration.asker) << " due";
  print_due(out, one);
  return out.str();
}

std::string print(const AgentState& one) {
  std::ostringstream out;
  out << "agent" << of(one.id) << " " << word_of(status_names, one.status) << " " << one.in_use.milli << "/"
      << one.limit.milli << " in " << one.open_tickets << " last" << of(one.last_assigned) << " turn " << one.turn
      << " lapses " << one.lapses << " urgent " << one.urgent_in_row << flag(one.paused, "paused") << of(one.pause_ends)
      << " closes " << one.closes_to_resume << " ramp" << of(one.ramp_since) << " " << one.ramp_from.milli
      << flag(one.on_shift, "on shift") << of(one.shift_changes) << " lost" << of(one.lost_at) << " tidies";
  for (const WrapUp& wrap_up : one.wrap_ups)
    out << of(wrap_up.ticket) << " " << wrap_up.units.milli << flag(wrap_up.interruptible, "interruptible")
        << of(wrap_up.until);
  return out.str();
}

std::string print(const GroupState& one) {
  std::ostringstream out;
  out << "group" << of(one.id) << " " << one.in_use.milli << " in " << one.assigned << ", " << one.offers
      << " offers, waiting " << one.waiting << " since" << of(one.oldest) << ", parked " << one.parked << ", arrivals "
      << one.arrivals << " in " << one.minute;
  return out.str();
}

}  // namespace switchroom::engine
