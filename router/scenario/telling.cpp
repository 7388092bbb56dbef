#include "router/scenario/telling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/workspace/amounts.hpp"

namespace switchroom::scenario {
namespace {

using fmt::format;
using workspace::units_text;

constexpr auto phrases = std::to_array<std::string_view>({"accepted",
                                                          "asks",
                                                          "asks for",
                                                          "bounced back",
                                                          "clock",
                                                          "closed",
                                                          "declined",
                                                          "enters",
                                                          "gets",
                                                          "goes to",
                                                          "has",
                                                          "is answered",
                                                          "is escalated",
                                                          "is off shift",
                                                          "is offered",
                                                          "is on shift",
                                                          "is parked",
                                                          "is refused",
                                                          "lapsed",
                                                          "left",
                                                          "loses",
                                                          "matched",
                                                          "needs",
                                                          "overflows",
                                                          "pauses",
                                                          "priority was",
                                                          "reminds",
                                                          "reopened",
                                                          "resumes",
                                                          "returns",
                                                          "skips",
                                                          "tidied up",
                                                          "waits in",
                                                          "was",
                                                          "withdrawn",
                                                          "is assigned",
                                                          "is closed",
                                                          "is offline",
                                                          "is online",
                                                          "is busy",
                                                          "is away",
                                                          "is queued",
                                                          "is waiting_customer",
                                                          "is snoozed",
                                                          "is resolved",
                                                          "is unknown"});

/// One line of `Telling` for each kind of effect.
class Words {
 public:
  explicit Words(const Telling& telling) : to_(telling) {}

  std::string operator()(const engine::Queued& one) const {
    return format("{} waits in {}{}", to_.name(one.ticket), to_.name(one.why.group), counts(one.why));
  }
  std::string operator()(const engine::Started& one) const {
    std::string line = format("{} goes to {}{}", to_.name(one.ticket), choice(one.why), by(one.by));
    if (one.overcommit) line += "; above the limit";
    if (one.forced) line += "; forced";
    return line;
  }
  std::string operator()(const engine::Ended& one) const {
    return format("{} left {}, {}{}", to_.name(one.ticket), to_.name(one.agent), word_of(end_reason_names, one.reason),
                  by(one.by));
  }
  std::string operator()(const engine::Closed& one) const { return to_.name(one.ticket) + " closed" + by(one.by); }
  std::string operator()(const engine::StatusChanged& one) const {
    const bool is_plain = one.reason == StatusReason::self || one.reason == StatusReason::configuration;
    return format("{} was {}, is {}{}{}", to_.name(one.agent), word_of(status_names, one.from),
                  word_of(status_names, one.to),
                  is_plain ? "" : format("; {}", word_of(status_reason_names, one.reason)), by(one.by));
  }
  std::string operator()(const engine::Offered& one) const {
    return format("{} is offered to {}; until {}", to_.name(one.ticket), choice(one.why), to_.time(one.until));
  }
  std::string operator()(const engine::OfferAccepted& one) const {
    return format("{} accepted by {}", to_.name(one.ticket), to_.name(one.agent));
  }
  std::string operator()(const engine::OfferDeclined& one) const {
    return format("{} declined by {}", to_.name(one.ticket), to_.name(one.agent));
  }
  std::string operator()(const engine::OfferLapsed& one) const {
    return format("{} lapsed for {}; {} in a row", to_.name(one.ticket), to_.name(one.agent), one.in_a_row);
  }
  std::string operator()(const engine::OfferWithdrawn& one) const {
    return format("{} withdrawn from {}", to_.name(one.ticket), to_.name(one.agent));
  }
  std::string operator()(const engine::StateChanged& one) const {
    const std::string line = one.from == one.to
                                 ? format("{} has another cost", to_.name(one.ticket))
                                 : format("{} was {}, is {}", to_.name(one.ticket),
                                          word_of(ticket_state_names, one.from), word_of(ticket_state_names, one.to));
    return line + by(one.by) + (one.overcommit ? "; above the limit" : "");
  }
  std::string operator()(const engine::StepEntered& one) const {
    return format("{} {} step {}", to_.name(one.ticket), one.skipped ? "skips" : "enters", one.step);
  }
  std::string operator()(const engine::Escalated& one) const {
    return format("{} is escalated to the supervisors of {}{}{}", to_.name(one.ticket), to_.name(one.group),
                  one.by_clock ? format("; {}", word_of(engine::clock_names, one.clock)) : "", by(one.by));
  }
  std::string operator()(const engine::ClockSet& one) const {
    return clock(one.ticket, one.clock, "set", one.deadline) + (one.business ? "; business time" : "");
  }
  std::string operator()(const engine::ClockWarned& one) const {
    return clock(one.ticket, one.clock, "warned", one.deadline);
  }
  std::string operator()(const engine::ClockBreached& one) const {
    return clock(one.ticket, one.clock, "breached", one.deadline);
  }
  std::string operator()(const engine::Parked& one) const {
    return format("{} is parked outside of {}", to_.name(one.ticket), to_.name(one.group));
  }
  std::string operator()(const engine::Overflowed& one) const {
    return format("{} overflows from {} to {}", to_.name(one.ticket), to_.name(one.from), to_.name(one.to));
  }
  std::string operator()(const engine::Refused& one) const {
    std::string line = one.ticket ? to_.name(one.ticket) : to_.name(one.agent);
    line += format(" is refused, {}", word_of(engine::refusal_names, one.reason));
    if (one.ticket && one.agent) line += "; " + to_.name(one.agent);
    if (one.group) line += "; " + to_.name(one.group);
    return line;
  }
  std::string operator()(const engine::Reminder& one) const {
    return format("{} reminds {}; until {}", to_.name(one.ticket), to_.name(one.agent), to_.time(one.deadline));
  }
  std::string operator()(const engine::Paused& one) const {
    std::string line = to_.name(one.agent) + " pauses";
    if (one.until != Instant{}) line += "; until " + to_.time(one.until);
    if (one.closes > 0) line += format("; until {} are closed", one.closes);
    return line;
  }
  std::string operator()(const engine::Resumed& one) const { return to_.name(one.agent) + " resumes"; }
  std::string operator()(const engine::ShiftChanged& one) const {
    return to_.name(one.agent) + (one.on_shift ? " is on shift" : " is off shift");
  }
  std::string operator()(const engine::FlowEntered& one) const {
    return format("{} enters {}; node {}; in {}{}", to_.name(one.ticket), to_.name(one.flow), one.node,
                  to_.name(one.group), until(one.until));
  }
  std::string operator()(const engine::FlowReturned& one) const {
    return format("{} returns to {} from {}", to_.name(one.ticket), to_.name(one.agent), to_.name(one.flow));
  }
  std::string operator()(const engine::CollaborationRequested& one) const {
    return format("{} asks {} for help{}{}", to_.name(one.ticket), to_.name(one.group), by(one.by), until(one.until));
  }
  std::string operator()(const engine::CollaborationReminded& one) const {
    return format("{} reminds {}{}", to_.name(one.ticket), one.supervisors ? "the supervisors of " : "",
                  to_.name(one.group));
  }
  std::string operator()(const engine::CollaborationEnded& one) const {
    return format("{} has {} {}; for {}", to_.name(one.ticket), one.answered ? "the answer of" : "no answer of",
                  to_.name(one.group), to_.name(one.asker));
  }
  std::string operator()(const engine::BouncedBack& one) const {
    return format("{} bounced back to {}; {} in all", to_.name(one.ticket), to_.name(one.group), one.count);
  }
  std::string operator()(const engine::Reopened& one) const { return to_.name(one.ticket) + " reopened" + by(one.by); }
  std::string operator()(const engine::PriorityChanged& one) const {
    return format("{} priority was {}, is {}{}", to_.name(one.ticket), word_of(priority_names, one.from),
                  word_of(priority_names, one.to), by(one.by));
  }
  std::string operator()(const engine::SkillsChanged& one) const {
    return to_.name(one.ticket) + " needs other skills" + by(one.by);
  }
  std::string operator()(const engine::AutoReply& one) const {
    return format("{} is answered for the full group {}", to_.name(one.ticket), to_.name(one.group));
  }
  std::string operator()(const engine::WrapUpEnded& one) const {
    return format("{} tidied up after {}", to_.name(one.agent), to_.name(one.ticket));
  }

 private:
  std::string by(AgentId agent) const { return agent ? "; by " + to_.name(agent) : ""; }
  std::string until(Instant at) const { return at == Instant{} ? "" : "; until " + to_.time(at); }

  std::string clock(TicketId ticket, engine::Clock one, std::string_view what, Instant deadline) const {
    return format("{} clock {} {}; until {}", to_.name(ticket), word_of(engine::clock_names, one), what,
                  to_.time(deadline));
  }

  std::string load(const engine::Figures& figures) const {
    return format("{} ({} of {})", to_.name(figures.agent), units_text(figures.in_use), units_text(figures.limit));
  }

  /// Who was chosen, before whom, and out of how many; nobody is counted where a person chose.
  std::string choice(const engine::Explanation& why) const {
    std::string line = load(why.winner);
    if (why.runner_up.agent) line += ", before " + load(why.runner_up);
    line += "; waited " + duration_words(why.waited_ms);
    if (why.step > 0) line += format("; step {}", why.step);
    if (why.preferred) line += "; asked first";
    return line + (why.candidates > 0 ? counts(why) : "");
  }

  std::string counts(const engine::Explanation& why) const {
    std::string text = format("; {} could take it", why.candidates);
    for (std::size_t i = 0; i < why.lost.size(); ++i)
      if (why.lost[i] > 0) text += format(", {} {}{}", why.lost[i], engine::filter_names[i], names(why, i));
    return text;
  }

  /// Who was lost at a filter, if the engine names them; who is in another group is of no interest.
  std::string names(const engine::Explanation& why, std::size_t filter) const {
    if (why.names == nullptr || filter == static_cast<std::size_t>(engine::Filter::not_in_group)) return {};
    std::string text;
    for (const AgentId agent : why.names->lost[filter]) text += (text.empty() ? " (" : " ") + to_.name(agent);
    return text.empty() ? text : text + ")";
  }

  const Telling& to_;
};

}  // namespace

std::span<const std::string_view> told_phrases() { return phrases; }

std::string duration_words(std::int64_t ms) { return workspace::duration_text(std::max<std::int64_t>(ms, 0)); }

std::string Telling::found(TicketId ticket, const workspace::Classification& found) const {
  if (found.matches.empty()) return {};
  std::string line = name(ticket) + " matched";
  for (const workspace::RuleMatch& match : found.matches) {
    line += format(" {}", names_.rules.name_of(match.rule.number));
    if (match.end > 0) line += format(" (\"{}\" at {}-{})", match.keyword, match.begin, match.end);
  }
  for (const workspace::SkillNeed& need : found.skills)
    line += format("; needs {} {}", names_.skills.name_of(need.skill.number), need.minimum);
  if (found.group) line += "; to " + name(found.group);
  if (!found.agents.empty()) line += "; first to " + name(found.agents.front());
  if (found.type) line += format("; type {}", names_.ticket_types.name_of(found.type.number));
  if (found.sla) line += format("; class {}", names_.sla.name_of(found.sla.number));
  for (const TagId tag : found.tags) line += format("; tag {}", names_.tags.name_of(tag.number));
  if (found.auto_reply) line += format("; reply {}", names_.templates.name_of(found.auto_reply.number));
  if (found.bot) line += "; bot " + name(found.bot);
  return line + format("; priority {}", word_of(priority_names, found.priority));
}

std::string Telling::effect(const engine::Effect& effect) const { return std::visit(Words{*this}, effect); }

std::string Telling::ticket(const engine::OpenTicket& ticket) const {
  std::string line = format("{} is {}", name(ticket.id), word_of(ticket_state_names, ticket.state));
  if (ticket.agent) line += " to " + name(ticket.agent);
  line += format("; in {}; priority {}; costs {}", name(ticket.group), word_of(priority_names, ticket.priority),
                 units_text(ticket.charged));
  if (ticket.parked) line += "; parked";
  if (ticket.escalated) line += "; escalated";
  return line;
}

std::string Telling::agent(const engine::AgentState& agent) const {
  std::string line = format("{} is {}; {} of {} units; {} open", name(agent.id), word_of(status_names, agent.status),
                            units_text(agent.in_use), units_text(agent.limit), agent.open_tickets);
  if (!agent.on_shift) line += "; off shift";
  if (agent.paused) line += "; pauses";
  return line;
}

std::string Telling::group(const engine::GroupState& group) const {
  return format("{} has {} waiting; {} parked; {} offers; {} units in use", name(group.id), group.waiting, group.parked,
                group.offers, units_text(group.in_use));
}

}  // namespace switchroom::scenario
