// Rules: hidden by others, asking for what nobody has, doing nothing. Rules that stop or decide before others are
// compared only up to a bound, so that no document is slow.

#include <algorithm>
#include <cstddef>
#include <unordered_map>

#include "config/workspace/advice.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::size_t plain_rules_max = 1'000;
constexpr std::size_t keyword_rules_max = 50;
constexpr std::size_t keyword_pairs_max = 2'500;

/// Every value that `inner` allows, `outer` allows too; an empty list allows all.
bool covers(const std::vector<std::string>& outer, const std::vector<std::string>& inner) {
  if (outer.empty()) return true;
  const auto allowed = [&](const std::string& name) { return std::ranges::find(outer, name) != outer.end(); };
  return !inner.empty() && std::ranges::all_of(inner, allowed);
}

/// Wherever a keyword of `inner` stands, one of `outer` stands too.
bool covers(const std::optional<Keywords>& outer, const std::optional<Keywords>& inner) {
  if (!outer) return true;
  if (!inner || (outer->whole_word && !inner->whole_word)) return false;
  if (inner->any_of.size() * outer->any_of.size() > keyword_pairs_max) return false;
  return std::ranges::all_of(inner->any_of, [&](const std::string& word) {
    return std::ranges::any_of(
        outer->any_of, [&](const std::string& part) { return outer->whole_word ? word == part : word.contains(part); });
  });
}

/// Each condition of `outer` is one of `inner` as well.
bool covers(const std::optional<Condition>& outer, const std::optional<Condition>& inner) {
  if (!outer || outer == inner) return true;
  return inner && std::ranges::all_of(outer->parts, [&](const Condition& part) {
           return std::ranges::find(inner->parts, part) != inner->parts.end();
         });
}

/// `earlier` matches whenever `later` does.
bool covers(const Rule& earlier, const Rule& later) {
  return (earlier.on_every_message || !later.on_every_message) && covers(earlier.channels, later.channels) &&
         covers(earlier.channel_kinds, later.channel_kinds) && covers(earlier.when, later.when) &&
         covers(earlier.keywords, later.keywords);
}

/// Earlier rules, as many as are worth the time.
class Earlier {
 public:
  void add(const Rule& rule) {
    std::vector<const Rule*>& rules = rule.keywords ? with_keywords_ : plain_;
    if (rules.size() < (rule.keywords ? keyword_rules_max : plain_rules_max)) rules.push_back(&rule);
  }
  /// One that matches whenever `later` does; null if there is none.
  const Rule* hiding(const Rule& later) const {
    for (const auto* rules : {&plain_, &with_keywords_})
      for (const Rule* rule : *rules)
        if (covers(*rule, later)) return rule;
    return nullptr;
  }

 private:
  std::vector<const Rule*> plain_, with_keywords_;
};

bool does_nothing(const Rule& rule) {
  return rule.require.empty() && rule.group.empty() && !rule.priority && !rule.stop && rule.tags.empty() &&
         rule.type.empty() && rule.sla.empty() && rule.agents.empty() && rule.auto_reply.empty() && rule.bot.empty();
}

void advise_demands(Advice& advice, const Rule& rule, const std::string& path) {
  const std::string where = rule.group.empty() ? "" : " in the group " + in_quotes(rule.group);
  for (const SkillRequirement& need : rule.require) {
    if (advice.somebody(rule.group, {&need, 1})) continue;
    return advice.warn(need.place, path + ".then.require." + need.skill, "nobody with " + words_of(need) + where,
                       "an agent who has it; otherwise such tickets wait");
  }
  if (!advice.somebody(rule.group, rule.require))
    advice.warn(rule.place, path + ".then.require", "nobody with all these skills" + where,
                "an agent who has them; otherwise such tickets wait");
}

void advise_agents_of(Advice& advice, const Rule& rule, const std::string& path) {
  if (rule.group.empty()) return;
  for (std::size_t i = 0; i < rule.agents.size(); ++i) {
    const std::vector<std::string>& groups = advice.agent(rule.agents[i]).groups;
    if (std::ranges::find(groups, rule.group) == groups.end())
      advice.warn(rule.place, element(path + ".then.agents", i),
                  "the agent " + in_quotes(rule.agents[i]) + ", who is not in the group " + in_quotes(rule.group),
                  "a member of it");
  }
}

class RuleAdviser {
 public:
  explicit RuleAdviser(Advice& advice) : advice_(advice) {}

  void look_at(const Rule& rule, const std::string& path) {
    look_for_shadow(rule, path);
    advise_demands(advice_, rule, path);
    advise_agents_of(advice_, rule, path);
    if (does_nothing(rule)) advice_.warn(rule.place, path, "a rule that does nothing", "something under `then`");
    if (rule.stop) stopping_.add(rule);
    if (!rule.group.empty()) naming_group_.add(rule);
    if (!rule.sla.empty()) naming_sla_.add(rule);
  }

 private:
  void look_for_shadow(const Rule& rule, const std::string& path) {
    if (const Rule* earlier = stopping_.hiding(rule))
      return advice_.warn(rule.place, path, "the rule " + in_quotes(rule.id) + " that is never asked",
                          "it before the rule " + in_quotes(earlier->id) + ", which always stops");
    look_for_decided(rule.group, naming_group_.hiding(rule), rule.place, path + ".then.group");
    look_for_decided(rule.sla, naming_sla_.hiding(rule), rule.place, path + ".then.sla");
  }

  void look_for_decided(const std::string& said, const Rule* earlier, Place place, const std::string& path) {
    if (said.empty() || !earlier) return;
    advice_.warn(place, path, in_quotes(said) + ", which is never used",
                 "the rule before " + in_quotes(earlier->id) + ", which always decides first");
  }

  Advice& advice_;
  Earlier stopping_, naming_group_, naming_sla_;
};

}  // namespace

void advise_rules(Advice& advice) {
  RuleAdviser adviser{advice};
  for (std::size_t i = 0; i < advice.workspace.rules.size() && !advice.full(); ++i)
    adviser.look_at(advice.workspace.rules[i], element("rules", i));
}

}  // namespace switchroom::workspace
