// Groups by themselves: members, limits, offers, time-outs; and agents.

#include <algorithm>
#include <cstdint>
#include <limits>

#include "config/workspace/advice.hpp"
#include "config/workspace/amounts.hpp"

namespace switchroom::workspace {
namespace {

void advise_members(Advice& advice, const Group& group, const std::string& path) {
  if (!advice.has_members(group.id))
    advice.warn(group.place, path, "the group " + in_quotes(group.id) + " without members",
                "an agent in it; its tickets would wait");
  for (const Agent* member : advice.members(group.id))
    if (member->limit < group.guaranteed)
      advice.warn(group.place, path + ".guaranteed",
                  "the limit " + units_text(member->limit) + " of the agent " + in_quotes(member->id),
                  "at least the " + units_text(group.guaranteed) + " units that the group guarantees");
}

/// Where a full group sends its tickets, and what a refused customer hears.
void advise_full(Advice& advice, const Group& group, const std::string& path) {
  const bool has_bound = group.waiting_limit || group.arrivals_per_minute;
  if (group.when_full == WhenFull::overflow && group.overflow.empty())
    advice.warn(group.place, path + ".when_full", "overflow without groups to go to", "groups under `overflow`");
  if (group.when_full != WhenFull::overflow && !group.overflow.empty())
    advice.warn(group.place, path + ".overflow", "groups for overflow that are never asked", "when_full: overflow");
  if (group.when_full == WhenFull::refuse && group.full_reply.empty())
    advice.warn(group.place, path + ".when_full", "customers who are refused without a word",
                "a template under `full_reply`");
  if (group.when_full != WhenFull::refuse && !group.full_reply.empty())
    advice.warn(group.place, path + ".full_reply", "a reply that is never sent", "when_full: refuse");
  if (group.when_full != WhenFull::park && !has_bound)
    advice.warn(group.place, path + ".when_full", "a group that is never full",
                "`waiting_limit` or `arrivals_per_minute`");
}

void advise_offers(Advice& advice, const Group& group, const std::string& path) {
  if (group.delivery ? *group.delivery == Delivery::offer : advice.offers_by_default()) return;
  if (group.offers_limit)
    advice.warn(group.place, path + ".offers_limit", "a limit of offers where nothing is offered", "delivery: offer");
  if (!group.accept_within_ms.empty())
    advice.warn(group.place, path + ".accept_within", "times for offers where nothing is offered", "delivery: offer");
}

void advise_reminder(Advice& advice, const Group& group, const std::string& path) {
  if (!group.reminder_ms) return;
  if (!group.first_reply_ms && !group.next_reply_ms)
    return advice.warn(group.place, path + ".reminder", "a reminder without a time-out",
                       "`first_reply` or `next_reply`");
  constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
  const std::int64_t shortest = std::min(group.first_reply_ms.value_or(none), group.next_reply_ms.value_or(none));
  if (*group.reminder_ms >= shortest)
    advice.warn(group.place, path + ".reminder", "a reminder " + duration_text(*group.reminder_ms) + " before the end",
                "less than the time-out of " + duration_text(shortest));
}

void advise_limit(Advice& advice, const Group& group, const std::string& path) {
  for (const Channel& channel : advice.workspace.channels) {
    if (channel.group != group.id || !group.limit || advice.workspace.units_of(channel.kind) <= *group.limit) continue;
    return advice.warn(group.place, path + ".limit", "a limit of " + units_text(*group.limit) + " units",
                       "room for one ticket of the channel " + in_quotes(channel.id) + ": " +
                           units_text(advice.workspace.units_of(channel.kind)));
  }
}

}  // namespace

void advise_groups(Advice& advice) {
  const std::vector<Group>& groups = advice.workspace.groups;
  for (std::size_t i = 0; i < groups.size() && !advice.full(); ++i) {
    const std::string path = element("groups", i);
    advise_members(advice, groups[i], path);
    advise_full(advice, groups[i], path);
    advise_offers(advice, groups[i], path);
    advise_reminder(advice, groups[i], path);
    advise_limit(advice, groups[i], path);
  }
}

void advise_agents(Advice& advice) {
  const std::vector<Agent>& agents = advice.workspace.agents;
  for (std::size_t i = 0; i < agents.size() && !advice.full(); ++i) {
    const Agent& agent = agents[i];
    const std::string path = element("agents", i);
    if (agent.groups.empty() && agent.role == Role::agent && !agent.bot)
      advice.warn(agent.place, path, "the agent " + in_quotes(agent.id) + " in no group",
                  "a group; otherwise this agent gets no work");
    if (agent.interruptible_limit && *agent.interruptible_limit > agent.limit)
      advice.warn(agent.place, path + ".interruptible_limit", units_text(*agent.interruptible_limit),
                  "at most the agent's whole limit of " + units_text(agent.limit));
  }
}

}  // namespace switchroom::workspace
