// Channels, channel kinds, agents and groups.

#include <algorithm>

#include "config/workspace/amounts.hpp"
#include "config/workspace/checks.hpp"
#include "config/workspace/patterns.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::size_t setting_values_max = 8;
constexpr std::size_t steps_max = 100;

/// What a secret was set to is never told.
void check_values(Checks& checks, const ChannelSetting& setting, const ChannelSettingRule& rule,
                  const std::string& path) {
  if (setting.values.empty() || setting.values.size() > setting_values_max)
    return checks.error(setting.place, path, std::to_string(setting.values.size()) + " values",
                        "1 to " + std::to_string(setting_values_max) + " values");
  for (std::size_t i = 0; i < setting.values.size(); ++i) {
    const std::string item = element(path, i);
    if (setting.values[i].empty()) checks.error(setting.place, item, "an empty value", "a value");
    if (rule.secret && !setting.values[i].empty() && !is_secret_reference(setting.values[i]))
      checks.error(setting.place, item, "a secret written into the document", "env:NAME or file:PATH");
  }
}

void unknown_setting(Checks& checks, const ChannelSetting& setting, const std::string& kind, const KnownNames& known,
                     const std::string& path) {
  if (checks.findings.full()) return;
  checks.error(setting.place, path + '.' + setting.name, "the unknown setting " + quoted(setting.name),
               "a setting of " + kind + " channels" + known.nearest(setting.name), true);
}

void check_settings(Checks& checks, const Channel& channel, const ChannelKindRules& rules, const std::string& path) {
  KnownNames known;
  KnownNames present;
  for (const ChannelSettingRule& rule : rules.settings) known.add(rule.name);
  for (const ChannelSetting& setting : channel.settings) {
    if (!present.add(setting.name))
      checks.error(setting.place, path + '.' + setting.name, "the setting " + quoted(setting.name) + " a second time",
                   "each once");
    const auto rule = std::ranges::find(rules.settings, setting.name, &ChannelSettingRule::name);
    if (rule != rules.settings.end())
      check_values(checks, setting, *rule, path + '.' + setting.name);
    else
      unknown_setting(checks, setting, rules.kind, known, path);
  }
  for (const ChannelSettingRule& rule : rules.settings)
    if (rule.required && !present.has(rule.name))
      checks.error(channel.place, path, "no setting " + quoted(rule.name), "it: a " + rules.kind + " channel needs it");
}

void check_bounds(Checks& checks, const Group& group, const std::string& path) {
  if (group.limit) checks.check_limit(group.place, path + ".limit", *group.limit);
  constexpr int most = 100'000'000;
  if (group.offers_limit) checks.check_range(group.place, path + ".offers_limit", *group.offers_limit, 1, most);
  if (group.waiting_limit) checks.check_range(group.place, path + ".waiting_limit", *group.waiting_limit, 1, most);
  if (group.arrivals_per_minute)
    checks.check_range(group.place, path + ".arrivals_per_minute", *group.arrivals_per_minute, 1, most);
  checks.check_references(group.place, path + ".overflow", "group", group.overflow, checks.groups);
  checks.check_reference(group.place, path + ".full_reply", "template", group.full_reply, checks.templates);
}

void check_offers(Checks& checks, const Group& group, const std::string& path) {
  for (const auto& [kind, ms] : group.accept_within_ms) {
    checks.check_kind(group.place, path + ".accept_within." + kind, true, kind);
    if (ms < 1000) checks.error(group.place, path + ".accept_within." + kind, duration_text(ms), "at least 1s");
  }
  checks.check_range(group.place, path + ".lapses_until_away", group.lapses_until_away, 1, 1000);
}

void check(Checks& checks, const Fatigue& fatigue, const std::string& path) {
  checks.check_range(fatigue.place, path + ".after", fatigue.count, 1, 1000);
  checks.check_range(fatigue.place, path + ".until_closed", fatigue.until_closed, 0, 1000);
  if (fatigue.pause_ms == 0 && fatigue.until_closed == 0)
    checks.error(fatigue.place, path, "a pause without an end", "`pause`, `until_closed` or both");
}

void check(Checks& checks, const StepRule& step, const std::string& path) {
  checks.check_references(step.place, path + ".groups", "group", step.groups, checks.groups);
  checks.check_references(step.place, path + ".prefer", "agent", step.prefer, checks.agents);
  checks.check_range(step.place, path + ".drop_ranks", step.drop_ranks, 0, 255);
  for (const SkillRequirement& need : step.require) checks.check_requirement(need, path + ".require");
}

/// Steps in their order, the last declared, and none behind it.
void check_steps(Checks& checks, const Group& group, const std::string& path) {
  if (group.steps.size() > steps_max)
    checks.error(group.place, path + ".steps", std::to_string(group.steps.size()) + " steps",
                 "at most " + std::to_string(steps_max));
  for (std::size_t i = 0; i < group.steps.size(); ++i) {
    const StepRule& step = group.steps[i];
    const std::string where = element(path + ".steps", i);
    check(checks, step, where);
    if (i == 0 && step.at_ms != 0)
      checks.error(step.place, where + ".at", duration_text(step.at_ms), "0s: the first step begins at once");
    if (i > 0 && step.at_ms <= group.steps[i - 1].at_ms)
      checks.error(step.place, where + ".at", "steps in the wrong order: " + duration_text(step.at_ms),
                   "later than the step before it, at " + duration_text(group.steps[i - 1].at_ms));
    const bool is_last = i + 1 == group.steps.size();
    if (is_last && !step.last)
      checks.error(step.place, where, "a last step that does not say what then", "`last`: anyone, hold or escalate");
    if (!is_last && step.last)
      checks.error(step.place, where + ".last", "a step behind the last one", "`last` in the last step only");
  }
}

}  // namespace

void check(Checks& checks, const Channel& channel, const std::string& path) {
  checks.check_kind(channel.place, path + ".kind", false, channel.kind);
  checks.check_reference(channel.place, path + ".group", "group", channel.group, checks.groups);
  if (!channel.language.empty() && !is_language(channel.language))
    checks.error(channel.place, path + ".language", quoted(channel.language), std::string{language_law});
  const auto rules = std::ranges::find(checks.kinds, channel.kind, &ChannelKindRules::kind);
  if (rules != checks.kinds.end()) check_settings(checks, channel, *rules, path + ".settings");
}

void check(Checks& checks, const std::string& kind, const KindSettings& settings) {
  const std::string path = "kinds." + kind;
  checks.check_kind(settings.place, path, true, kind);
  if (settings.units) checks.check_units(settings.place, path + ".units", *settings.units);
  if (settings.idle_units && *settings.idle_units > checks.workspace.units_of(kind))
    checks.error(settings.place, path + ".idle_units", units_text(*settings.idle_units) + " units",
                 "at most what an active ticket costs: " + units_text(checks.workspace.units_of(kind)));
  if (settings.accept_within_ms && *settings.accept_within_ms < 1000)
    checks.error(settings.place, path + ".accept_within", duration_text(*settings.accept_within_ms), "at least 1s");
}

void check(Checks& checks, const Agent& agent, const std::string& path) {
  checks.check_text(agent.place, path + ".name", agent.name);
  checks.check_limit(agent.place, path + ".limit", agent.limit);
  checks.check_references(agent.place, path + ".groups", "group", agent.groups, checks.groups);
  for (const auto& [skill, proficiency] : agent.skills) {
    const std::string where = path + ".skills." + skill;
    if (!checks.skills.has(skill)) checks.unknown(agent.place, where, true, "skill", skill, checks.skills);
    if (proficiency < 1 || proficiency > 10)
      checks.error(agent.place, where, std::to_string(proficiency), "a proficiency from 1 to 10");
  }
  for (const auto& [kind, count] : agent.kind_limits) {
    checks.check_kind(agent.place, path + ".kind_limits." + kind, true, kind);
    checks.check_range(agent.place, path + ".kind_limits." + kind, count, 0, 1'000'000);
  }
  checks.check_reference(agent.place, path + ".calendar", "calendar", agent.calendar, checks.calendars);
}

void check(Checks& checks, const Group& group, const std::string& path) {
  checks.check_text(group.place, path + ".name", group.name);
  if (group.receives_when.empty())
    checks.error(group.place, path + ".receives_when", "no status", "at least one status in which members get work");
  check_bounds(checks, group, path);
  check_offers(checks, group, path);
  check_steps(checks, group, path);
  if (group.fatigue) check(checks, *group.fatigue, path + ".fatigue");
  checks.check_references(group.place, path + ".supervisors", "agent", group.supervisors, checks.agents);
  checks.check_reference(group.place, path + ".fallback", "group", group.fallback, checks.groups);
  if (!group.calendar.empty())
    checks.error(
        group.place, path + ".calendar", "hours of a group, which never had an effect",
        "no calendar here: agents (shifts), classes in `sla`, nodes of flows and `business_hours` of rules have them");
}

}  // namespace switchroom::workspace
