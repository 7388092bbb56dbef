// Differences of rules, calendars, classes of service, flows and templates.

#include <algorithm>

#include "config/workspace/diff_lines.hpp"

namespace switchroom::workspace {
namespace {

/// Of several requirements for one skill the strongest, as a text.
std::map<std::string, std::string> requirements(const Rule& rule) {
  std::map<std::string, int> minima;
  std::map<std::string, int> ranks;
  for (const SkillRequirement& need : rule.require) {
    minima[need.skill] = std::max(minima[need.skill], need.minimum);
    const auto [rank, is_new] = ranks.emplace(need.skill, need.droppable);
    if (!is_new) rank->second = rank->second == 0 || need.droppable == 0 ? 0 : std::max(rank->second, need.droppable);
  }
  std::map<std::string, std::string> texts;
  for (const auto& [skill, minimum] : minima)
    texts[skill] = std::to_string(minimum) + (ranks[skill] > 0 ? " droppable " + std::to_string(ranks[skill]) : "");
  return texts;
}

void compare_conditions(const Rule& before, const Rule& after, Lines& lines) {
  const auto words = [](const Rule& rule) {
    return rule.keywords ? rule.keywords->any_of : std::vector<std::string>{};
  };
  const auto whole = [](const Rule& rule) { return rule.keywords && rule.keywords->whole_word; };
  const auto text = [](const Rule& rule) { return rule.when ? condition_text(*rule.when) : std::string{}; };
  lines.change_list("keywords", words(before), words(after), true);
  if (whole(before) != whole(after))
    lines.say(whole(after) ? "whole words only" : "keywords anywhere, not only whole words");
  lines.change_list("channel", before.channels, after.channels);
  lines.change_list("channel_kind", before.channel_kinds, after.channel_kinds);
  lines.change("when", text(before), text(after));
  if (before.on_every_message != after.on_every_message)
    lines.say(after.on_every_message ? "on every message" : "on the first message only");
}

/// `Mon 09:00-Mon 18:00`, in minutes of the week.
std::string interval_text(const WeeklyInterval& interval) {
  constexpr std::array<std::string_view, 7> days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto clock = [&](int minute) {
    const std::string hour = std::to_string(minute / 60 % 24), rest = std::to_string(minute % 60);
    return std::string{days.at(static_cast<std::size_t>(minute / 1440 % 7))} + ' ' + (hour.size() < 2 ? "0" : "") +
           hour + ':' + (rest.size() < 2 ? "0" : "") + rest;
  };
  return clock(interval.from_minute) + '-' + clock(interval.to_minute);
}

std::vector<std::string> hours(const Calendar& calendar) {
  std::vector<std::string> texts;
  for (const WeeklyInterval& interval : calendar.weekly) texts.push_back(interval_text(interval));
  return texts;
}

std::map<std::string, std::string> holidays(const Calendar& calendar) {
  std::map<std::string, std::string> texts;
  for (const Holiday& holiday : calendar.holidays) {
    std::string& text = texts[holiday.date];
    for (const DayInterval& open : holiday.open)
      text += (text.empty() ? "" : ", ") + interval_text({open.from_minute, open.to_minute}).substr(4, 5) + '-' +
              interval_text({open.to_minute, 0}).substr(4, 5);
    if (text.empty()) text = "closed";
  }
  return texts;
}

std::string node_text(const FlowNode& node) {
  return node.id + " in " + node.group + (node.respond_ms ? " within " + duration_text(*node.respond_ms) : "") +
         (node.calendar.empty() ? "" : " of " + node.calendar) + (node.next.empty() ? "" : " then " + node.next);
}

std::string nodes_text(const Flow& flow) {
  std::string text;
  for (const FlowNode& node : flow.nodes) text += (text.empty() ? "" : "; ") + node_text(node);
  return text;
}

}  // namespace

void compare(const Rule& before, const Rule& after, Lines lines) {
  const auto as_it_is = [](const std::string& text) { return text; };
  compare_conditions(before, after, lines);
  lines.change_map("require", requirements(before), requirements(after), as_it_is);
  lines.change("group", before.group, after.group);
  lines.change_list("agents", before.agents, after.agents, true);
  lines.change_word<Priority>("priority", priority_names, before.priority, after.priority);
  lines.change("sla", before.sla, after.sla);
  lines.change("type", before.type, after.type);
  lines.change_list("tags", before.tags, after.tags);
  lines.change("auto_reply", before.auto_reply, after.auto_reply);
  lines.change("bot", before.bot, after.bot);
  if (before.stop != after.stop) lines.say(after.stop ? "later rules are not asked" : "later rules are asked too");
}

void compare(const Calendar& before, const Calendar& after, Lines lines) {
  lines.change("zone", before.zone, after.zone);
  lines.change_list("hours", hours(before), hours(after));
  lines.change_map("holiday", holidays(before), holidays(after), [](const std::string& text) { return text; });
}

void compare(const SlaClass& before, const SlaClass& after, Lines lines) {
  lines.change_duration("first_reply", before.first_reply_ms, after.first_reply_ms);
  lines.change_duration("next_reply", before.next_reply_ms, after.next_reply_ms);
  lines.change_duration("resolve", before.resolve_ms, after.resolve_ms);
  lines.change("calendar", before.calendar, after.calendar);
  lines.change_number("warn_percent", before.warn_percent, after.warn_percent);
  lines.change("slope", units_text(Units{before.slope}), units_text(Units{after.slope}));
  lines.change_flag("escalate", before.escalate, after.escalate);
}

void compare(const Flow& before, const Flow& after, Lines lines) {
  lines.change("nodes", nodes_text(before), nodes_text(after));
}

void compare(const Template& before, const Template& after, Lines lines) {
  lines.change_map("text", before.texts, after.texts, [](const std::string& text) { return '"' + text + '"'; });
}

}  // namespace switchroom::workspace
