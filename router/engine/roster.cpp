#include "router/engine/roster.hpp"

#include <algorithm>
#include <stdexcept>

namespace switchroom::engine {
namespace {

using workspace::LastStep;

/// Where each number stands in rows that are sorted by it.
template <class Rows>
std::vector<std::uint32_t> indexes_of(const Rows& rows) {
  std::vector<std::uint32_t> indexes(rows.empty() ? 0 : rows.back().id.number + std::size_t{1}, nobody);
  for (std::uint32_t i = 0; i < rows.size(); ++i) indexes[rows[i].id.number] = i;
  return indexes;
}

template <class Row>
Row& row_of(std::vector<Row>& rows, std::uint32_t number) {
  if (number >= rows.size()) rows.resize(number + std::size_t{1});
  return rows[number];
}

std::optional<std::uint32_t> count_of(const std::optional<int>& count) {
  return count ? std::optional{static_cast<std::uint32_t>(std::max(*count, 0))} : std::nullopt;
}

}  // namespace

/// Compiles one configuration; lives no longer than that.
class RosterMaker {
 public:
  RosterMaker(const Configure& from, Roster& into)
      : workspace_(*from.workspace), numbers_(*from.numbering), made_(into) {
    made_.version_ = from.version;
    made_.head_start_ms_ = workspace_.head_start_ms;
    made_.collaboration_ = workspace_.collaboration;
    made_.presence_grace_ms_ = workspace_.presence_grace_ms;
  }

  void make() {
    take_kinds();
    take_classes();
    take_groups();
    take_agents();
    take_seniors();
    for (const workspace::Group& group : workspace_.groups) take_route(group);
    take_flows();
    made_.default_group_ = group(workspace_.default_group);
  }

 private:
  std::uint32_t group(const std::string& name) const {
    const auto found = made_.find(GroupId{numbers_.groups.find(name)});
    if (!found) throw std::logic_error("a group that is not in the configuration: " + name);
    return *found;
  }
  AgentId agent(const std::string& name) const { return AgentId{numbers_.agents.find(name)}; }
  CalendarId calendar(const std::string& name) const { return CalendarId{numbers_.calendars.find(name)}; }

  void take_kinds();
  void take_classes();
  void take_groups();
  void take_bounds(const workspace::Group& group, RosterGroup& compiled) const;
  void take_agents();
  RosterAgent compiled(const workspace::Agent& agent) const;
  void take_seats(const workspace::Agent& agent);
  void take_seniors();
  void add_senior_pool(std::uint32_t group, std::vector<std::uint32_t> members);
  void take_route(const workspace::Group& group);
  RosterStep compiled(const workspace::StepRule& step, std::uint32_t own) const;
  void take_simple_route(const workspace::Group& group, RosterGroup& compiled) const;
  void take_flows();

  const workspace::Workspace& workspace_;
  const workspace::Numbering& numbers_;
  Roster& made_;
};

void RosterMaker::take_kinds() {
  const std::vector<std::string>& names = numbers_.channel_kinds.names();
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const workspace::KindRules rules = workspace_.kind_rules(names[i]);
    row_of(made_.kinds_, i + 1) = {.work_class = rules.work_class,
                                   .delivery = rules.delivery,
                                   .on_loss = rules.on_loss,
                                   .accept_within_ms = rules.accept_within_ms,
                                   .idle_units = rules.idle_units,
                                   .idle_release_ms = rules.idle_release_ms,
                                   .is_chat = rules.family == workspace::Family::chat};
  }
}

void RosterMaker::take_classes() {
  for (const workspace::SlaClass& one : workspace_.sla) {
    const SlaClassId id{numbers_.sla.find(one.id)};
    RosterSla& row = row_of(made_.sla_, id.number);
    row.id = id;
    row.ms = {one.first_reply_ms, one.next_reply_ms, one.resolve_ms};
    row.warn_percent = one.warn_percent;
    row.slope_milli = std::clamp<std::int64_t>(one.slope, 0, 1'000'000);
    row.escalate = one.escalate;
    row.calendar = calendar(one.calendar);
  }
  made_.default_sla_ = SlaClassId{numbers_.sla.find(workspace_.default_sla)};
}

void RosterMaker::take_groups() {
  for (const workspace::Group& group : workspace_.groups) {
    RosterGroup compiled;
    compiled.id = GroupId{numbers_.groups.find(group.id)};
    for (const Status status : group.receives_when) compiled.receives[static_cast<std::size_t>(status)] = true;
    compiled.strategy = group.strategy;
    compiled.first_reply_ms = group.first_reply_ms;
    compiled.next_reply_ms = group.next_reply_ms;
    compiled.reminder_ms = group.reminder_ms;
    compiled.reassign_on_timeout = group.reassign_on_no_reply;
    compiled.wrap_up_ms = group.wrap_up_ms;
    compiled.previous_within_ms = group.previous_agent_within_ms;
    compiled.wait_for_previous_ms = group.wait_for_previous_ms;
    compiled.reopen_within_ms = group.reopen_within_ms;
    compiled.reopen_wait_ms = group.reopen_wait_for_agent_ms;
    compiled.fatigue = group.fatigue;
    take_bounds(group, compiled);
    made_.groups_.push_back(std::move(compiled));
  }
  std::ranges::sort(made_.groups_, {}, &RosterGroup::id);
  made_.group_indexes_ = indexes_of(made_.groups_);
  made_.pools_.resize(made_.groups_.size());
  for (std::uint32_t i = 0; i < made_.groups_.size(); ++i) {
    made_.pools_[i].group = i;
    made_.groups_[i].pools.push_back(i);
  }
  for (const workspace::Group& one : workspace_.groups)
    for (const std::string& other : one.overflow) made_.groups_[group(one.id)].overflow.push_back(group(other));
}

void RosterMaker::take_bounds(const workspace::Group& group, RosterGroup& compiled) const {
  compiled.limit = group.limit;
  compiled.offers_limit = count_of(group.offers_limit);
  compiled.waiting_limit = count_of(group.waiting_limit);
  compiled.arrivals_per_minute = count_of(group.arrivals_per_minute);
  compiled.when_full = group.when_full;
  compiled.delivery = group.delivery;
  for (const auto& [kind, ms] : group.accept_within_ms)
    compiled.accept_within.push_back({ChannelKindId{numbers_.channel_kinds.find(kind)}, ms});
  compiled.lapses_until_missed = static_cast<std::uint32_t>(std::max(group.lapses_until_away, 1));
  made_.any_offers_limits_ = made_.any_offers_limits_ || compiled.offers_limit.has_value();
}

RosterAgent RosterMaker::compiled(const workspace::Agent& agent) const {
  RosterAgent made;
  made.id = this->agent(agent.id);
  made.limit = agent.limit;
  made.interruptible_limit = agent.interruptible_limit.value_or(agent.limit);
  made.first_status = agent.first_status;
  for (const auto& [skill, proficiency] : agent.skills)
    made.skills.push_back({SkillId{numbers_.skills.find(skill)}, static_cast<std::uint8_t>(proficiency)});
  std::ranges::sort(made.skills);
  for (const auto& [kind, most] : agent.kind_limits)
    made.kind_limits.push_back(
        {ChannelKindId{numbers_.channel_kinds.find(kind)}, static_cast<std::uint32_t>(std::max(most, 0))});
  made.ramp_ms = agent.ramp_ms;
  made.calendar = calendar(agent.calendar);
  made.tickets_only = agent.content == workspace::WorkContent::tickets_only;
  made.is_administrator = agent.role == Role::admin;
  made.is_bot = agent.bot;
  made.scope_all = agent.scope == workspace::AssignmentScope::all || made.is_administrator;
  made.may_force = agent.may_force || made.is_administrator;
  return made;
}

void RosterMaker::take_agents() {
  std::vector<const workspace::Agent*> by_number;
  std::int64_t slowest_ms = 1;
  for (const workspace::Agent& agent : workspace_.agents) {
    by_number.push_back(&agent);
    slowest_ms = std::max(slowest_ms, agent.handling_ms);
    made_.any_tickets_only_ = made_.any_tickets_only_ || agent.content == workspace::WorkContent::tickets_only;
    made_.any_kind_limits_ = made_.any_kind_limits_ || !agent.kind_limits.empty();
  }
  std::ranges::sort(by_number, {}, [&](const auto* one) { return agent(one->id); });
  for (const workspace::Agent* one : by_number) {
    made_.agents_.push_back(compiled(*one));
    made_.agents_.back().handling_share_milli = one->handling_ms * 1000 / slowest_ms;
    take_seats(*one);
  }
  made_.agent_indexes_ = indexes_of(made_.agents_);
}

void RosterMaker::take_seats(const workspace::Agent& agent) {
  const auto index = static_cast<std::uint32_t>(made_.agents_.size() - 1);
  std::vector<std::uint32_t>& groups = made_.agents_[index].groups;
  for (const std::string& name : agent.groups) groups.push_back(group(name));
  std::ranges::sort(groups);
  groups.erase(std::ranges::unique(groups).begin(), groups.end());
  if (agent.bot) return;
  for (const std::uint32_t one : groups) {
    auto& members = made_.pools_[one].members;
    made_.agents_[index].seats.push_back({one, static_cast<std::uint32_t>(members.size())});
    members.push_back(index);
  }
}

/// Supervisors of each group that has some, and administrators if there are any.
void RosterMaker::take_seniors() {
  std::vector<std::uint32_t> administrators;
  for (std::uint32_t i = 0; i < made_.agents_.size(); ++i)
    if (made_.agents_[i].is_administrator) administrators.push_back(i);
  for (const workspace::Group& one : workspace_.groups) {
    std::vector<std::uint32_t> supervisors;
    for (const std::string& name : one.supervisors) {
      const auto found = made_.find(agent(name));
      if (!found) throw std::logic_error("a supervisor who is not in the configuration: " + name);
      supervisors.push_back(*found);
    }
    add_senior_pool(group(one.id), std::move(supervisors));
    add_senior_pool(group(one.id), administrators);
  }
}

void RosterMaker::add_senior_pool(std::uint32_t group, std::vector<std::uint32_t> members) {
  std::erase_if(members, [&](std::uint32_t agent) { return made_.agents_[agent].is_bot; });
  if (members.empty()) return;
  std::ranges::sort(members);
  members.erase(std::ranges::unique(members).begin(), members.end());
  const auto pool = static_cast<std::uint32_t>(made_.pools_.size());
  for (std::uint32_t member = 0; member < members.size(); ++member)
    made_.agents_[members[member]].seats.push_back({pool, member});
  made_.pools_.push_back({group, std::move(members)});
  made_.groups_[group].pools.push_back(pool);
  made_.groups_[group].senior_pools.push_back(pool);
}

void RosterMaker::take_route(const workspace::Group& group) {
  const std::uint32_t own = this->group(group.id);
  RosterGroup& made = made_.groups_[own];
  for (const workspace::StepRule& step : group.steps) made.route.push_back(compiled(step, own));
  if (!made.route.empty()) return;
  made.route.emplace_back().pools = {own};
  if (group.max_wait_ms) take_simple_route(group, made);
}

RosterStep RosterMaker::compiled(const workspace::StepRule& step, std::uint32_t own) const {
  RosterStep made;
  made.at_ms = step.at_ms;
  for (const std::string& name : step.groups) {
    const std::uint32_t pool = group(name);
    if (std::ranges::find(made.pools, pool) == made.pools.end()) made.pools.push_back(pool);
  }
  if (made.pools.empty()) made.pools = {own};
  made.own_needs = step.require.empty();
  for (const workspace::SkillRequirement& need : step.require)
    made.require.push_back({SkillId{numbers_.skills.find(need.skill)}, static_cast<std::uint8_t>(need.minimum)});
  std::ranges::sort(made.require);
  made.anyone = step.last == LastStep::anyone;
  made.escalates = step.last == LastStep::escalate;
  made.drop_ranks = step.drop_ranks;
  for (const std::string& name : step.prefer) made.prefer.push_back(agent(name));
  made.strategy = step.strategy;
  return made;
}

/// `max_wait`: best match until then; then any member of the group, then the fallback group, then the seniors, all at
/// once but asked in this order.
void RosterMaker::take_simple_route(const workspace::Group& group, RosterGroup& made) const {
  RosterStep next;
  next.at_ms = *group.max_wait_ms;
  next.anyone = true;
  next.pools = {this->group(group.id)};
  made.route.push_back(next);
  if (!group.fallback.empty() && group.fallback != group.id) {
    next.pools.push_back(this->group(group.fallback));
    made.route.push_back(next);
  }
  if (made.senior_pools.empty()) return;
  next.escalates = true;
  made.route.push_back(next);
}

void RosterMaker::take_flows() {
  for (const workspace::Flow& flow : workspace_.flows) {
    const FlowId id{numbers_.flows.find(flow.id)};
    RosterFlow& row = row_of(made_.flows_, id.number);
    row.id = id;
    for (const workspace::FlowNode& node : flow.nodes) {
      const auto next = std::ranges::find(flow.nodes, node.next, &workspace::FlowNode::id);
      row.nodes.push_back(
          {.group = group(node.group),
           .respond_ms = node.respond_ms,
           .calendar = calendar(node.calendar),
           .next = next == flow.nodes.end() ? RosterNode::back : static_cast<std::uint8_t>(next - flow.nodes.begin())});
    }
  }
}

Roster::Roster(const Configure& configuration) { RosterMaker(configuration, *this).make(); }

bool Roster::is_member(std::uint32_t agent, std::uint32_t group) const {
  return std::ranges::binary_search(agents_[agent].groups, group);
}

bool meets(std::span<const workspace::SkillNeed> proficiencies, std::span<const workspace::SkillNeed> needs) {
  return std::ranges::all_of(needs, [&](const workspace::SkillNeed& need) {
    const auto found = std::ranges::lower_bound(proficiencies, need.skill, {}, &workspace::SkillNeed::skill);
    return found != proficiencies.end() && found->skill == need.skill && found->minimum >= need.minimum;
  });
}

std::uint32_t proficiency(std::span<const workspace::SkillNeed> skills, std::span<const workspace::SkillNeed> needs) {
  std::uint32_t sum = 0;
  for (const workspace::SkillNeed& need : needs) {
    const auto found = std::ranges::lower_bound(skills, need.skill, {}, &workspace::SkillNeed::skill);
    if (found != skills.end() && found->skill == need.skill) sum += found->minimum;
  }
  return sum;
}

}  // namespace switchroom::engine
