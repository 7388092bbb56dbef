// Steps, waits, fallbacks and overflow: where a ticket goes that nobody takes.

#include <algorithm>
#include <set>
#include <unordered_set>

#include "config/workspace/advice.hpp"
#include "config/workspace/amounts.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::size_t circle_groups_max = 1'000;

/// Whether `next` leads from `start` back to it, by way of at most `circle_groups_max` groups.
template <class Next>
bool leads_back(const Advice& advice, const Group& start, Next next) {
  std::unordered_set<std::string_view> seen;
  std::vector<std::string_view> ahead;
  for (const std::string& name : next(start)) ahead.push_back(name);
  while (!ahead.empty() && seen.size() < circle_groups_max) {
    const std::string_view name = ahead.back();
    ahead.pop_back();
    if (name == start.id) return true;
    if (!seen.insert(name).second) continue;
    for (const std::string& further : next(advice.group(name))) ahead.push_back(further);
  }
  return false;
}

std::span<const std::string> overflow_of(const Group& group) {
  return group.when_full == WhenFull::overflow ? std::span{group.overflow} : std::span<const std::string>{};
}

std::span<const std::string> fallback_of(const Group& group) {
  return {&group.fallback, group.fallback.empty() ? 0UZ : 1UZ};
}

void advise_cycles(Advice& advice, const Group& group, const std::string& path) {
  if (std::ranges::find(group.overflow, group.id) != group.overflow.end())
    advice.warn(group.place, path + ".overflow", "overflow into the group itself", "other groups");
  else if (leads_back(advice, group, overflow_of))
    advice.warn(group.place, path + ".overflow", "an overflow that leads back to the group " + in_quotes(group.id),
                "groups that do not overflow into each other");
  if (group.fallback == group.id)
    advice.warn(group.place, path + ".fallback", "a fallback to the group itself", "another group");
  else if (leads_back(advice, group, fallback_of))
    advice.warn(group.place, path + ".fallback", "a fallback that leads back to the group " + in_quotes(group.id),
                "a group that does not fall back to this one");
}

/// Waits that another setting makes longer than they say.
void advise_waits(Advice& advice, const Group& group, const std::string& path) {
  if (!group.steps.empty() && group.max_wait_ms)
    advice.warn(group.place, path + ".max_wait", "a max_wait beside steps, which replace it", "one of the two");
  if (!group.fallback.empty() && !group.max_wait_ms)
    advice.warn(group.place, path + ".fallback", "a fallback that is never asked", "`max_wait`, after which it is");
  if (!group.max_wait_ms) return;
  const std::int64_t wait = *group.max_wait_ms;
  if (group.wait_for_previous_ms >= wait && group.wait_for_previous_ms > 0)
    advice.warn(group.place, path + ".max_wait", "a bound of " + duration_text(wait) + " that can't be kept",
                "more than the " + duration_text(group.wait_for_previous_ms) + " of wait_for_previous");
  for (const auto& [kind, accept] : group.accept_within_ms)
    if (accept >= wait)
      advice.warn(group.place, path + ".max_wait", "a bound of " + duration_text(wait) + " that can't be kept",
                  "more than an offer on " + kind + " stands: " + duration_text(accept));
}

/// A promise of the default class that the group's own waits already use up.
void advise_promise(Advice& advice, const Group& group, const std::string& path) {
  const Workspace& all = advice.workspace;
  const auto sla = std::ranges::find(all.sla, all.default_sla, &SlaClass::id);
  if (sla == all.sla.end() || !sla->first_reply_ms) return;
  const std::int64_t last = group.steps.empty() ? group.max_wait_ms.value_or(0) : group.steps.back().at_ms;
  if (last >= *sla->first_reply_ms)
    advice.warn(group.place, path + (group.steps.empty() ? ".max_wait" : ".steps"),
                "a route that still asks anew after " + duration_text(last),
                "less than the first reply of " + in_quotes(sla->id) + ": " + duration_text(*sla->first_reply_ms));
}

void advise_escalation(Advice& advice, const Group& group, const std::string& path) {
  const bool by_step = !group.steps.empty() && group.steps.back().last == LastStep::escalate;
  if ((by_step || !group.reassign_on_no_reply) && !advice.can_escalate(group))
    advice.warn(group.place, path, "a group that escalates to nobody",
                "`supervisors`, or an agent with the role supervisor or admin");
}

/// Whether one of the groups that a step asks has somebody for what it requires itself.
bool can_be_met(const Advice& advice, const Group& group, const StepRule& step) {
  if (step.groups.empty()) return advice.somebody(group.id, step.require);
  return std::ranges::any_of(step.groups, [&](const std::string& id) { return advice.somebody(id, step.require); });
}

void advise_preferred(Advice& advice, const Group& group, const StepRule& step, const std::string& path) {
  for (std::size_t i = 0; i < step.prefer.size(); ++i) {
    const std::vector<std::string>& in = advice.agent(step.prefer[i]).groups;
    const auto asked = [&](const std::string& id) {
      return step.groups.empty() ? id == group.id : std::ranges::find(step.groups, id) != step.groups.end();
    };
    if (std::ranges::none_of(in, asked))
      advice.warn(step.place, element(path + ".prefer", i),
                  "the agent " + in_quotes(step.prefer[i]) + ", who is in no group of this step", "a member");
  }
}

void advise_steps(Advice& advice, const Group& group, const std::string& path) {
  int dropped = 0;
  for (std::size_t i = 0; i < group.steps.size(); ++i) {
    const StepRule& step = group.steps[i];
    const std::string where = element(path + ".steps", i);
    if (!can_be_met(advice, group, step))
      advice.warn(step.place, where + ".require", "a step that nobody could meet", "an agent with these skills");
    advise_preferred(advice, group, step, where);
    if (step.drop_ranks < dropped && !step.last)
      advice.warn(step.place, where + ".drop_ranks",
                  "dropped skills that come back: " + std::to_string(step.drop_ranks),
                  "at least the " + std::to_string(dropped) + " of the step before");
    dropped = std::max(dropped, step.drop_ranks);
  }
}

/// Ranks that rules give to droppable skills.
std::set<int> ranks_of(const Workspace& workspace) {
  std::set<int> ranks;
  for (const Rule& rule : workspace.rules)
    for (const SkillRequirement& need : rule.require) ranks.insert(need.droppable);
  for (const Group& group : workspace.groups)
    for (const StepRule& step : group.steps)
      for (const SkillRequirement& need : step.require) ranks.insert(need.droppable);
  ranks.erase(0);
  return ranks;
}

/// A rank that is left out, and ranks that no step drops.
void advise_ranks(Advice& advice) {
  const std::set<int> ranks = ranks_of(advice.workspace);
  const auto drops = [](const Group& group) {
    return group.max_wait_ms || std::ranges::any_of(group.steps, [](const StepRule& step) {
             return step.drop_ranks > 0 || step.last == LastStep::anyone;
           });
  };
  const bool anything_drops = std::ranges::any_of(advice.workspace.groups, drops);
  for (std::size_t i = 0; i < advice.workspace.rules.size(); ++i)
    for (const SkillRequirement& need : advice.workspace.rules[i].require) {
      const std::string path = element("rules", i) + ".then.require." + need.skill;
      if (need.droppable > 1 && !ranks.contains(need.droppable - 1))
        advice.warn(need.place, path, "the rank " + std::to_string(need.droppable) + " for a droppable skill",
                    "ranks without a gap: nothing has the rank " + std::to_string(need.droppable - 1));
      if (need.droppable > 0 && !anything_drops)
        advice.warn(need.place, path, "a droppable skill that no group ever drops",
                    "`max_wait` or steps with drop_ranks");
    }
}

}  // namespace

void advise_routes(Advice& advice) {
  const std::vector<Group>& groups = advice.workspace.groups;
  for (std::size_t i = 0; i < groups.size() && !advice.full(); ++i) {
    const std::string path = element("groups", i);
    advise_cycles(advice, groups[i], path);
    advise_waits(advice, groups[i], path);
    advise_promise(advice, groups[i], path);
    advise_escalation(advice, groups[i], path);
    advise_steps(advice, groups[i], path);
  }
  advise_ranks(advice);
}

}  // namespace switchroom::workspace
