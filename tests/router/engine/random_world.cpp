#include "tests/router/engine/random_world.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include "tests/router/engine/chance.hpp"

namespace switchroom::engine {

std::ostream& operator<<(std::ostream& out, const Step& step) {
  return out << "{" << step.kind << ", " << step.seed << "}";
}

/// Picks of what there is: a ticket, an agent, a group.
class Day::Draw {
 public:
  Draw(std::uint32_t seed, const Day& day, const std::vector<OpenTicket>& open)
      : chance(seed), day_(day), open_(open) {}

  bool any_ticket() const { return !open_.empty(); }
  const OpenTicket& ticket() { return open_[chance.below(static_cast<std::uint32_t>(open_.size()))]; }
  /// One of these states if there is one, mostly.
  const OpenTicket& ticket(std::initializer_list<TicketState> wanted) {
    std::vector<const OpenTicket*> fitting;
    for (const OpenTicket& one : open_)
      if (std::ranges::count(wanted, one.state)) fitting.push_back(&one);
    if (fitting.empty() || chance.one_in(10)) return ticket();
    return *fitting[chance.below(static_cast<std::uint32_t>(fitting.size()))];
  }
  bool any_agent() const { return !day_.configuration_.workspace->agents.empty(); }
  AgentId agent() {
    const auto& agents = day_.configuration_.workspace->agents;
    return AgentId{day_.numbering_->agents.find(agents[chance.below(static_cast<std::uint32_t>(agents.size()))].id)};
  }
  /// Mostly who has the ticket.
  AgentId agent_of(const OpenTicket& ticket) {
    return ticket.agent && !chance.one_in(6) ? ticket.agent : AgentId{chance.below(day_.scale_.agents + 1)};
  }
  AgentId actor() { return chance.one_in(2) ? AgentId{} : AgentId{chance.below(day_.scale_.agents + 1)}; }
  GroupId group() { return GroupId{chance.below(day_.scale_.groups + 2)}; }
  std::vector<workspace::SkillNeed> skills() {
    std::vector<workspace::SkillNeed> made;
    for (std::uint32_t skill = 1; skill <= day_.scale_.skills + 1; ++skill)
      if (chance.one_in(skill > day_.scale_.skills ? 40 : 3))
        made.push_back({SkillId{skill}, static_cast<std::uint8_t>(chance.between(1, day_.scale_.minima)),
                        static_cast<std::uint8_t>(day_.scale_.is_plain ? 0 : chance.below(3))});
    return made;
  }
  Milliseconds seconds(int low, int high) { return Milliseconds{std::int64_t{chance.between(low, high)} * 1000}; }

  Chance chance;

 private:
  const Day& day_;
  const std::vector<OpenTicket>& open_;
};

Day::Day(Scale scale) : scale_(scale) {}

Instant Day::time_of(const Step& step) const {
  Chance chance(step.seed);
  if (scale_.is_plain) return now_ + Milliseconds{chance.below(100)};
  return now_ + Milliseconds{chance.one_in(20) ? chance.below(70'000) : chance.below(3000)};
}

void Day::remember_closed(OpenTicket ticket) {
  ticket.resolved = now_;
  closed_[ticket.id] = std::move(ticket);
}

Input Day::next(const Step& step, const std::vector<OpenTicket>& open) {
  Draw draw(step.seed, *this, open);
  const std::uint32_t kind = step.kind % 32;
  if (kind == 0) return configure(step.seed);
  if (scale_.is_plain || kind < 8) return plain(step, draw);
  if (kind < 12) return arrive(draw);
  if (kind < 14) return Advance{};
  if (kind < 16) return presence(draw);
  if (kind == 16) return reopen(draw);
  if (!draw.any_ticket()) return arrive(draw);
  if (kind < 24) return talk(draw);
  return kind < 29 ? order(draw) : department(draw);
}

/// Most plain steps are arrivals, closes and statuses.
Input Day::plain(const Step& step, Draw& draw) {
  const std::uint32_t kind = step.kind % 32;
  if (kind < (scale_.is_plain ? 6U : 3U)) return set_status(draw);
  if (kind < 18 && draw.any_ticket()) return Close{draw.ticket().id, scale_.is_plain ? AgentId{} : draw.actor()};
  return arrive(draw);
}

Input Day::configure(std::uint32_t seed) { return configuration_ = random_configuration(seed, scale_, numbering_); }

Input Day::arrive(Draw& draw) {
  Chance& chance = draw.chance;
  Arrive arrival{
      .ticket = TicketId{++last_ticket_}, .units = Units{chance.between(0, 3) * 500}, .channel_group = {}, .found = {}};
  if (chance.one_in(4)) arrival.ticket = TicketId{last_ticket_ += 2};
  arrival.channel_group = draw.group();
  arrival.found.group = chance.one_in(2) ? draw.group() : GroupId{};
  arrival.found.priority = static_cast<Priority>(chance.below(4));
  arrival.found.skills = draw.skills();
  if (scale_.is_plain) return arrival;
  arrival.kind = ChannelKindId{1 + chance.below(3)};
  arrival.found.sla = SlaClassId{chance.below(3)};
  if (chance.one_in(4)) arrival.found.agents = {AgentId{1 + chance.below(scale_.agents)}};
  if (chance.one_in(3)) arrival.found.bot = AgentId{1 + chance.below(scale_.agents)};
  if (!chance.one_in(3)) return arrival;
  arrival.previous_agent = AgentId{1 + chance.below(scale_.agents)};
  arrival.previous_at = now_ - draw.seconds(0, 60);
  return arrival;
}

Input Day::set_status(Draw& draw) {
  if (!draw.any_agent()) return arrive(draw);
  const AgentId agent = draw.agent();
  const auto status = static_cast<Status>(draw.chance.one_in(2) ? 0 : draw.chance.below(4));
  return SetStatus{agent, status, scale_.is_plain ? AgentId{} : draw.actor()};
}

Input Day::talk(Draw& draw) {
  using enum TicketState;
  switch (draw.chance.below(8)) {
    case 0:
    case 1: {
      const OpenTicket& ticket = draw.ticket({offered});
      return Accept{ticket.id, draw.agent_of(ticket)};
    }
    case 2: {
      const OpenTicket& ticket = draw.ticket({offered});
      return Decline{ticket.id, draw.agent_of(ticket)};
    }
    case 3: {
      const OpenTicket& ticket = draw.ticket({assigned, waiting_customer});
      return Reply{ticket.id, draw.agent_of(ticket)};
    }
    case 4: {
      CustomerWrote message{draw.ticket({assigned, waiting_customer, snoozed, resolved}).id};
      if (!draw.chance.one_in(3)) return message;
      message.found.emplace().skills = draw.skills();
      message.found->priority = static_cast<Priority>(draw.chance.below(4));
      message.found->group = draw.group();
      return message;
    }
    case 5:
      return Snooze{draw.ticket({assigned, waiting_customer}).id, now_ + draw.seconds(-1, 30), draw.actor()};
    case 6:
      return Resolve{draw.ticket({assigned, waiting_customer, snoozed}).id, draw.actor()};
    default:
      return Reopen{draw.ticket({resolved}).id, draw.actor()};
  }
}

Input Day::reopen(Draw& draw) {
  if (closed_.empty()) return arrive(draw);
  const auto chosen = std::next(
      closed_.begin(), static_cast<std::ptrdiff_t>(draw.chance.below(static_cast<std::uint32_t>(closed_.size()))));
  Reopen order{chosen->first, draw.actor()};
  order.closed = std::make_shared<const OpenTicket>(std::move(chosen->second));
  closed_.erase(chosen);
  return order;
}

Input Day::order(Draw& draw) {
  const TicketId ticket = draw.ticket().id;
  switch (draw.chance.below(7)) {
    case 0:
      return Assign{ticket, AgentId{draw.chance.below(scale_.agents + 1)}, draw.actor(), draw.chance.one_in(3)};
    case 1:
      return Transfer{ticket, AgentId{1 + draw.chance.below(scale_.agents)}, {}, draw.actor(), draw.chance.one_in(3)};
    case 2:
    case 3:
      return Transfer{ticket, {}, draw.group(), draw.actor()};
    case 4:
      return SetPriority{ticket, static_cast<Priority>(draw.chance.below(4)), draw.actor()};
    case 5:
      return SetSkills{ticket, draw.skills(), draw.actor()};
    default:
      return Escalate{ticket, draw.actor()};
  }
}

Input Day::department(Draw& draw) {
  using enum TicketState;
  switch (draw.chance.below(4)) {
    case 0:
      return EnterFlow{draw.ticket({assigned, waiting_customer}).id, FlowId{draw.chance.one_in(9) ? 0U : 1U},
                       draw.actor()};
    case 1:
      return FlowDone{draw.ticket().id, draw.actor()};
    case 2:
      return Collaborate{draw.ticket({assigned, waiting_customer, snoozed}).id, draw.group(), draw.actor()};
    default:
      return CollaborationDone{draw.ticket().id, draw.actor()};
  }
}

Input Day::presence(Draw& draw) {
  switch (draw.chance.below(7)) {
    case 0:
      return StopClocks{now_ - draw.seconds(0, 5)};
    case 1:
      return StartClocks{};
    default:
      break;
  }
  if (!draw.any_agent()) return Advance{};
  const AgentId agent = draw.agent();
  switch (draw.chance.below(5)) {
    case 0:
      return ForceLogout{agent, draw.actor()};
    case 1:
      return Seen{agent};
    case 2:
      return EndWrapUp{agent, TicketId{draw.chance.below(static_cast<std::uint32_t>(last_ticket_) + 1)}};
    default:
      return Lost{agent};
  }
}

}  // namespace switchroom::engine
