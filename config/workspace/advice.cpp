// Warnings: configurations that are allowed and hardly meant. Each names what will happen to a customer's message.
//
// Whether somebody can take what a rule asks for is looked up by skill: agents that have the rule's first skill are
// few, and the search ends at the first who fits. Rules that stop before others are compared only up to a bound, so
// that no document is slow.

#include <algorithm>
#include <cstddef>
#include <unordered_map>

#include "config/workspace/amounts.hpp"
#include "config/workspace/findings.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::size_t stopping_rules_max = 1'000;

bool in_group(const Agent& agent, const std::string& group) {
  return group.empty() || std::ranges::find(agent.groups, group) != agent.groups.end();
}

bool meets(const Agent& agent, const SkillRequirement& need) {
  const auto skill = agent.skills.find(need.skill);
  return skill != agent.skills.end() && skill->second >= need.minimum;
}

std::string words_of(const SkillRequirement& need) {
  return need.skill + " of at least " + std::to_string(need.minimum);
}

/// Every value that `inner` allows, `outer` allows too; an empty list allows all.
bool covers(const std::vector<std::string>& outer, const std::vector<std::string>& inner) {
  if (outer.empty()) return true;
  const auto allowed = [&](const std::string& name) { return std::ranges::find(outer, name) != outer.end(); };
  return !inner.empty() && std::ranges::all_of(inner, allowed);
}

class Adviser {
 public:
  Adviser(const Workspace& workspace, FindingList& findings) : workspace_(workspace), findings_(findings) {
    for (const Agent& agent : workspace.agents) {
      for (const auto& [skill, proficiency] : agent.skills) by_skill_[skill].push_back(&agent);
      for (const std::string& group : agent.groups) ++members_[group];
      largest_limit_ = std::max(largest_limit_, agent.limit);
    }
    for (const Channel& channel : workspace.channels) kind_of_[channel.id] = channel.kind;
  }

  void run() {
    for (std::size_t i = 0; i < workspace_.channels.size(); ++i)
      look_at(workspace_.channels[i], element("channels", i));
    for (std::size_t i = 0; i < workspace_.groups.size(); ++i) look_at(workspace_.groups[i], element("groups", i));
    for (std::size_t i = 0; i < workspace_.agents.size(); ++i) look_at(workspace_.agents[i], element("agents", i));
    for (std::size_t i = 0; i < workspace_.rules.size() && !findings_.full(); ++i)
      look_at(workspace_.rules[i], element("rules", i));
    look_at_head_starts();
  }

 private:
  void warn(Place place, std::string path, std::string found, std::string expected) {
    findings_.add({.severity = Severity::warning,
                   .place = place,
                   .path = std::move(path),
                   .found = std::move(found),
                   .expected = std::move(expected)});
  }

  void look_at(const Channel& channel, const std::string& path) {
    const Units cost = workspace_.units_of(channel.kind);
    if (workspace_.agents.empty() || cost <= largest_limit_) return;
    warn(channel.place, path, "a channel whose tickets cost " + units_text(cost) + " units",
         "an agent with such a limit; the largest limit is " + units_text(largest_limit_));
  }

  void look_at(const Group& group, const std::string& path) {
    if (members_.contains(group.id)) return;
    warn(group.place, path, "the group " + in_quotes(group.id) + " without members",
         "an agent in it; its tickets would wait");
  }

  void look_at(const Agent& agent, const std::string& path) {
    if (!agent.groups.empty()) return;
    warn(agent.place, path, "the agent " + in_quotes(agent.id) + " in no group",
         "a group; otherwise this agent gets no work");
  }

  void look_at(const Rule& rule, const std::string& path) {
    look_for_shadow(rule, path);
    look_for_contradiction(rule, path);
    look_for_agent(rule, path);
    if (rule.require.empty() && rule.group.empty() && !rule.priority && !rule.stop)
      warn(rule.place, path, "a rule that does nothing", "require, group, priority or stop under `then`");
    if (rule.stop && !rule.keywords && stopping_.size() < stopping_rules_max) stopping_.push_back(&rule);
  }

  void look_for_shadow(const Rule& rule, const std::string& path) {
    const auto hides = [&](const Rule* earlier) {
      return covers(earlier->channels, rule.channels) && covers(earlier->channel_kinds, rule.channel_kinds);
    };
    const auto earlier = std::ranges::find_if(stopping_, hides);
    if (earlier == stopping_.end()) return;
    warn(rule.place, path, "the rule " + in_quotes(rule.id) + " that is never asked",
         "it before the rule " + in_quotes((*earlier)->id) + ", which always stops");
  }

  void look_for_contradiction(const Rule& rule, const std::string& path) {
    if (rule.channels.empty() || rule.channel_kinds.empty()) return;
    for (const std::string& channel : rule.channels)
      if (std::ranges::find(rule.channel_kinds, kind_of_.at(channel)) != rule.channel_kinds.end()) return;
    warn(rule.place, path + ".when", "channels that are of no channel_kind listed beside them",
         "a channel that is of such a kind");
  }

  void look_for_agent(const Rule& rule, const std::string& path) {
    if (rule.require.empty()) return;
    const std::string where = rule.group.empty() ? "" : " in the group " + in_quotes(rule.group);
    for (const SkillRequirement& need : rule.require) {
      if (somebody(rule.group, need.skill, {&need, 1})) continue;
      return warn(need.place, path + ".then.require." + need.skill, "nobody with " + words_of(need) + where,
                  "an agent who has it; otherwise such tickets wait");
    }
    if (!somebody(rule.group, rule.require.front().skill, rule.require))
      warn(rule.place, path + ".then.require", "nobody with all these skills" + where,
           "an agent who has them; otherwise such tickets wait");
  }

  bool somebody(const std::string& group, const std::string& skill, std::span<const SkillRequirement> needs) const {
    const auto holders = by_skill_.find(skill);
    if (holders == by_skill_.end()) return false;
    return std::ranges::any_of(holders->second, [&](const Agent* agent) {
      return in_group(*agent, group) &&
             std::ranges::all_of(needs, [&](const auto& need) { return meets(*agent, need); });
    });
  }

  void look_at_head_starts() {
    for (std::size_t i = 1; i < workspace_.head_start_ms.size(); ++i) {
      if (workspace_.head_start_ms[i] >= workspace_.head_start_ms[i - 1]) continue;
      warn({}, "head_start." + std::string{priority_names[i]}, duration_text(workspace_.head_start_ms[i]),
           "no less than " + std::string{priority_names[i - 1]} +
               " has: " + duration_text(workspace_.head_start_ms[i - 1]));
    }
  }

  const Workspace& workspace_;
  FindingList& findings_;
  std::unordered_map<std::string_view, std::vector<const Agent*>> by_skill_;
  std::unordered_map<std::string_view, std::size_t> members_;
  std::unordered_map<std::string_view, std::string_view> kind_of_;
  std::vector<const Rule*> stopping_;  // without keywords
  Units largest_limit_;
};

}  // namespace

void advise(const Workspace& workspace, FindingList& findings) { Adviser{workspace, findings}.run(); }

}  // namespace switchroom::workspace
