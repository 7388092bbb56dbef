#include "tests/router/engine/reference_router.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

namespace switchroom::engine {
namespace {

struct Member {
  AgentId id;
  Units limit;
  std::map<std::uint32_t, int> skills;
  std::vector<GroupId> groups;
};

struct GroupRules {
  std::optional<Units> limit;
  std::vector<Status> receives_when;
};

struct Standing {
  Status status = Status::offline;
  Instant last_assigned{};
};

}  // namespace

class ReferenceRouter::State {
 public:
  void apply(const Input& input, Instant at, Effects& effects) {
    at_ = at;
    effects_ = &effects;
    requeued_.clear();
    std::visit([this](const auto& one) { on(one); }, input);
    settle();
    for (const TicketId id : requeued_)
      if (const OpenTicket& ticket = tickets_.at(id); !ticket.agent) effects.push_back(Queued{id, explain(ticket)});
  }

  std::optional<OpenTicket> ticket(TicketId id) const {
    const auto found = tickets_.find(id);
    return found == tickets_.end() ? std::nullopt : std::optional{found->second};
  }

  std::vector<OpenTicket> tickets() const {
    std::vector<OpenTicket> all;
    for (const auto& [_, ticket] : tickets_) all.push_back(ticket);
    return all;
  }

  std::vector<AgentState> agents() const {
    std::map<AgentId, AgentState> all;
    for (const auto& [id, member] : members_) {
      all[id].id = id;
      all[id].status = standing_.at(id).status;
      all[id].limit = member.limit;
      all[id].last_assigned = standing_.at(id).last_assigned;
    }
    for (const auto& [_, ticket] : tickets_)
      if (ticket.agent) all.at(ticket.agent).in_use += ticket.units, ++all.at(ticket.agent).open_tickets;
    std::vector<AgentState> list;
    for (const auto& [_, agent] : all) list.push_back(agent);
    return list;
  }

  std::vector<GroupState> groups() const {
    std::vector<GroupState> all;
    for (const auto& [id, _] : groups_) all.push_back(group(id));
    return all;
  }

 private:
  GroupState group(GroupId id) const {
    GroupState state;
    state.id = id;
    for (const auto& [_, ticket] : tickets_) {
      if (ticket.group != id) continue;
      if (ticket.agent) {
        state.in_use += ticket.units;
        ++state.assigned;
      } else {
        if (state.waiting++ == 0 || ticket.entered < state.oldest) state.oldest = ticket.entered;
      }
    }
    return state;
  }

  GroupId known(GroupId wanted, GroupId otherwise) const { return groups_.contains(wanted) ? wanted : otherwise; }

  void on(const Configure& next) {
    const auto& numbers = *next.numbering;
    const auto earlier = std::move(members_);
    members_.clear();
    groups_.clear();
    for (const auto& group : next.workspace->groups)
      groups_[GroupId{numbers.groups.find(group.id)}] = {group.limit, group.receives_when};
    for (const auto& agent : next.workspace->agents) {
      Member member{.id = AgentId{numbers.agents.find(agent.id)}, .limit = agent.limit, .skills = {}, .groups = {}};
      for (const auto& [skill, level] : agent.skills) member.skills[numbers.skills.find(skill)] = level;
      for (const auto& group : agent.groups) member.groups.push_back(GroupId{numbers.groups.find(group)});
      members_[member.id] = std::move(member);
    }
    default_group_ = GroupId{numbers.groups.find(next.workspace->default_group)};
    if (!groups_.contains(default_group_)) throw std::logic_error("a workspace needs its default group");
    head_start_ms_ = next.workspace->head_start_ms;
    version_ = next.version;
    take_back();
    for (const auto& [id, _] : earlier)
      if (!members_.contains(id) && standing_[id].status != Status::offline) change_status(id, Status::offline);
    std::map<AgentId, Status> first;
    for (const auto& agent : next.workspace->agents) first[AgentId{numbers.agents.find(agent.id)}] = agent.first_status;
    for (const auto& [id, status] : first)
      if (!earlier.contains(id)) change_status(id, status);
  }

  void take_back() {
    for (auto& [id, ticket] : tickets_) {
      const bool lost_agent = ticket.agent && !members_.contains(ticket.agent);
      if (lost_agent) {
        effects_->push_back(Ended{id, ticket.agent, EndReason::agent_removed});
        ticket.agent = {};
        ticket.state = TicketState::queued;
      }
      if (ticket.agent) continue;
      const bool moved = !groups_.contains(ticket.group);
      if (moved) ticket.group = default_group_;
      if (lost_agent || moved) requeued_.push_back(id);
    }
  }

  void change_status(AgentId id, Status to) {
    Standing& standing = standing_[id];
    effects_->push_back(StatusChanged{id, standing.status, to});
    standing.status = to;
  }

  void on(const Arrive& arrival) {
    if (tickets_.contains(arrival.ticket)) throw std::logic_error("a ticket arrives twice");
    const GroupId group = known(arrival.found.group, known(arrival.channel_group, default_group_));
    tickets_[arrival.ticket] = {.id = arrival.ticket,
                                .state = TicketState::queued,
                                .group = group,
                                .skills = arrival.found.skills,
                                .priority = arrival.found.priority,
                                .units = arrival.units,
                                .entered = at_,
                                .agent = {}};
    requeued_.push_back(arrival.ticket);
  }

  void on(const Close& close) {
    const auto found = tickets_.find(close.ticket);
    if (found == tickets_.end()) throw std::logic_error("a ticket is closed that is not open");
    if (found->second.agent) effects_->push_back(Ended{close.ticket, found->second.agent, EndReason::closed});
    effects_->push_back(Closed{close.ticket});
    tickets_.erase(found);
  }

  void on(const SetStatus& change) {
    if (!members_.contains(change.agent)) throw std::logic_error("status of an agent who is not in the configuration");
    if (standing_[change.agent].status != change.status) change_status(change.agent, change.status);
  }

  template <class Other>
  void on(const Other&) {
    throw std::logic_error("an input that the reference does not know");
  }

  std::int64_t score(const OpenTicket& ticket) const {
    return ms_of(ticket.entered) - head_start_ms_.at(static_cast<std::size_t>(ticket.priority));
  }

  void settle() {
    while (true) {
      OpenTicket* best = nullptr;
      for (auto& [id, ticket] : tickets_)
        if (!ticket.agent && explain(ticket).candidates > 0 && (!best || score(ticket) < score(*best))) best = &ticket;
      if (!best) return;
      const Explanation why = explain(*best);
      best->agent = why.winner.agent;
      best->state = TicketState::assigned;
      standing_[why.winner.agent].last_assigned = at_;
      effects_->push_back(Started{.ticket = best->id, .agent = why.winner.agent, .why = why});
    }
  }

  std::optional<Filter> fails(const Member& member, const AgentState& now, const OpenTicket& ticket,
                              Units group_use) const {
    if (!std::ranges::count(member.groups, ticket.group)) return Filter::not_in_group;
    for (const auto& need : ticket.skills) {
      const auto found = member.skills.find(need.skill.number);
      if (found == member.skills.end() || found->second < need.minimum) return Filter::no_skill;
    }
    const GroupRules& group = groups_.at(ticket.group);
    if (!std::ranges::count(group.receives_when, now.status)) return Filter::status;
    if (now.in_use + ticket.units > member.limit) return Filter::at_limit;
    if (group.limit && group_use + ticket.units > *group.limit) return Filter::group_limit;
    return std::nullopt;
  }

  Explanation explain(const OpenTicket& ticket) const {
    Explanation why;
    why.config_version = version_;
    why.group = ticket.group;
    why.waited_ms = ms_of(at_) - ms_of(ticket.entered);
    const Units group_use = group(ticket.group).in_use;
    std::vector<AgentState> eligible;
    for (const AgentState& now : agents()) {
      if (const auto filter = fails(members_.at(now.id), now, ticket, group_use))
        ++why.lost.at(static_cast<std::size_t>(*filter));
      else
        eligible.push_back(now);
    }
    std::ranges::sort(eligible, {}, [](const AgentState& one) {
      return std::tuple{one.in_use.milli * 1000 / std::max<std::int64_t>(one.limit.milli, 1), one.last_assigned,
                        one.id};
    });
    why.candidates = static_cast<std::uint32_t>(eligible.size());
    if (!eligible.empty()) why.winner = figures(eligible[0]);
    if (eligible.size() > 1) why.runner_up = figures(eligible[1]);
    return why;
  }

  static Figures figures(const AgentState& agent) { return {agent.id, agent.in_use, agent.limit, agent.last_assigned}; }

  std::map<AgentId, Member> members_;
  std::map<AgentId, Standing> standing_;  // also of agents who left: one who returns keeps his last assignment
  std::map<GroupId, GroupRules> groups_;
  std::map<TicketId, OpenTicket> tickets_;
  GroupId default_group_;
  std::array<std::int64_t, 4> head_start_ms_{};
  std::uint64_t version_ = 0;
  Instant at_{};
  Effects* effects_ = nullptr;
  std::vector<TicketId> requeued_;
};

ReferenceRouter::ReferenceRouter() : state_(std::make_unique<State>()) {}
ReferenceRouter::~ReferenceRouter() = default;
void ReferenceRouter::apply(const Input& input, Instant at, Effects& effects) { state_->apply(input, at, effects); }
std::optional<OpenTicket> ReferenceRouter::ticket(TicketId id) const { return state_->ticket(id); }
std::vector<OpenTicket> ReferenceRouter::tickets() const { return state_->tickets(); }
std::vector<AgentState> ReferenceRouter::agents() const { return state_->agents(); }
std::vector<GroupState> ReferenceRouter::groups() const { return state_->groups(); }

}  // namespace switchroom::engine
