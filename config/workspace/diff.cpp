#include "config/workspace/diff.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "config/workspace/amounts.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::size_t words_shown = 20;

/// Lines about one thing, each with its name in front.
class Lines {
 public:
  Lines(std::vector<std::string>& lines, std::string subject) : lines_(lines), subject_(std::move(subject)) {}

  void say(std::string_view what) { lines_.push_back(subject_ + ": " + std::string{what}); }

  void change(std::string_view what, const std::string& before, const std::string& after) {
    if (before == after) return;
    const auto spelled = [](const std::string& text) { return text.empty() ? std::string{"none"} : text; };
    say(std::string{what} + ' ' + spelled(before) + " → " + spelled(after));
  }

  /// Which of the words went and which came; `order` if they are the same in another order and that matters.
  void change_list(std::string_view what, const std::vector<std::string>& before, const std::vector<std::string>& after,
                   bool order = false) {
    const std::unordered_set<std::string_view> old{before.begin(), before.end()};
    const std::unordered_set<std::string_view> now{after.begin(), after.end()};
    std::string words;
    for (const std::string& word : before)
      if (!now.contains(word)) words += " −" + word;
    for (const std::string& word : after)
      if (!old.contains(word)) words += " +" + word;
    if (!words.empty()) say(std::string{what} + words);
    if (words.empty() && order && before != after) say(std::string{what} + " in another order");
  }

 private:
  std::vector<std::string>& lines_;
  std::string subject_;
};

template <class Value, class Spell>
void change_map(Lines& lines, std::string_view what, const std::map<std::string, Value>& before,
                const std::map<std::string, Value>& after, Spell spell) {
  std::map<std::string, std::pair<std::string, std::string>> both;
  for (const auto& [name, value] : before) both[name].first = spell(value);
  for (const auto& [name, value] : after) both[name].second = spell(value);
  for (const auto& [name, values] : both) lines.change(std::string{what} + ' ' + name, values.first, values.second);
}

std::string limit_text(const std::optional<Units>& limit) { return limit ? units_text(*limit) : std::string{}; }

std::vector<std::string> status_words(const std::vector<Status>& statuses) {
  std::vector<std::string> words;
  for (const Status status : statuses) words.emplace_back(word_of(status_names, status));
  return words;
}

std::string priority_text(const std::optional<Priority>& priority) {
  return std::string{priority ? word_of(priority_names, *priority) : std::string_view{}};
}

void compare(const Channel& before, const Channel& after, Lines lines) {
  lines.change("kind", before.kind, after.kind);
  lines.change("group", before.group, after.group);
  std::map<std::string, std::vector<std::string>> old;
  for (const ChannelSetting& setting : before.settings) old[setting.name] = setting.values;
  for (const ChannelSetting& setting : after.settings) {
    const auto found = old.find(setting.name);
    if (found == old.end())
      lines.say("setting " + setting.name + " added");
    else if (found->second != setting.values)
      lines.say("setting " + setting.name + " changed");
    old.erase(setting.name);
  }
  for (const auto& [name, values] : old) lines.say("setting " + name + " removed");
}

void compare(const Group& before, const Group& after, Lines lines) {
  lines.change("name", before.name, after.name);
  lines.change("limit", limit_text(before.limit), limit_text(after.limit));
  lines.change_list("receives_when", status_words(before.receives_when), status_words(after.receives_when));
}

void compare(const Agent& before, const Agent& after, Lines lines) {
  lines.change("name", before.name, after.name);
  lines.change_list("groups", before.groups, after.groups);
  change_map(lines, "skill", before.skills, after.skills, [](int proficiency) { return std::to_string(proficiency); });
  lines.change("limit", units_text(before.limit), units_text(after.limit));
  lines.change("first_status", std::string{word_of(status_names, before.first_status)},
               std::string{word_of(status_names, after.first_status)});
}

std::map<std::string, int> requirements(const Rule& rule) {
  std::map<std::string, int> needs;
  for (const SkillRequirement& need : rule.require) needs[need.skill] = std::max(needs[need.skill], need.minimum);
  return needs;
}

void compare_conditions(const Rule& before, const Rule& after, Lines& lines) {
  const auto words = [](const Rule& rule) {
    return rule.keywords ? rule.keywords->any_of : std::vector<std::string>{};
  };
  const auto whole = [](const Rule& rule) { return rule.keywords && rule.keywords->whole_word; };
  lines.change_list("keywords", words(before), words(after), true);
  if (whole(before) != whole(after))
    lines.say(whole(after) ? "whole words only" : "keywords anywhere, not only whole words");
  lines.change_list("channel", before.channels, after.channels);
  lines.change_list("channel_kind", before.channel_kinds, after.channel_kinds);
}

void compare(const Rule& before, const Rule& after, Lines lines) {
  compare_conditions(before, after, lines);
  change_map(lines, "require", requirements(before), requirements(after),
             [](int minimum) { return std::to_string(minimum); });
  lines.change("group", before.group, after.group);
  lines.change("priority", priority_text(before.priority), priority_text(after.priority));
  if (before.stop != after.stop) lines.say(after.stop ? "later rules are not asked" : "later rules are asked too");
}

template <class Item>
std::unordered_map<std::string_view, const Item*> by_id(const std::vector<Item>& items) {
  std::unordered_map<std::string_view, const Item*> map;
  for (const Item& item : items) map.emplace(item.id, &item);
  return map;
}

template <class Item>
void compare_lists(const std::vector<Item>& before, const std::vector<Item>& after, const std::string& sort,
                   std::vector<std::string>& lines) {
  const auto old = by_id(before);
  const auto now = by_id(after);
  for (const Item& item : before)
    if (!now.contains(item.id)) lines.push_back(sort + ' ' + item.id + ": removed");
  for (const Item& item : after) {
    const auto found = old.find(item.id);
    if (found == old.end())
      lines.push_back(sort + ' ' + item.id + ": added");
    else
      compare(*found->second, item, Lines{lines, sort + ' ' + item.id});
  }
}

/// Ids that are in both, in the order of `rules`.
std::vector<std::string> common_ids(const std::vector<Rule>& rules, const std::vector<Rule>& others) {
  const auto other = by_id(others);
  std::vector<std::string> ids;
  for (const Rule& rule : rules)
    if (other.contains(rule.id)) ids.push_back(rule.id);
  return ids;
}

/// The order of rules decides; of everything else it means nothing.
void compare_order(const Workspace& before, const Workspace& after, std::vector<std::string>& lines) {
  if (common_ids(before.rules, after.rules) == common_ids(after.rules, before.rules)) return;
  std::string order;
  for (std::size_t i = 0; i < std::min(after.rules.size(), words_shown); ++i)
    order += (i == 0 ? "" : ", ") + after.rules[i].id;
  lines.push_back("rules: the order is now " + order + (after.rules.size() > words_shown ? " …" : ""));
}

void compare_head_starts(const Workspace& before, const Workspace& after, Lines& lines) {
  for (std::size_t i = 0; i < priority_names.size(); ++i)
    lines.change("head_start " + std::string{priority_names[i]}, duration_text(before.head_start_ms[i]),
                 duration_text(after.head_start_ms[i]));
}

}  // namespace

std::vector<std::string> differences(const Workspace& before, const Workspace& after) {
  std::vector<std::string> all;
  Lines lines{all, "workspace"};
  lines.change("id", before.id, after.id);
  lines.change("name", before.name, after.name);
  lines.change("default_group", before.default_group, after.default_group);
  lines.change_list("skills", before.skills, after.skills);
  change_map(lines, "units", before.units_by_kind, after.units_by_kind, [](Units units) { return units_text(units); });
  compare_head_starts(before, after, lines);
  compare_lists(before.channels, after.channels, "channel", all);
  compare_lists(before.groups, after.groups, "group", all);
  compare_lists(before.agents, after.agents, "agent", all);
  compare_lists(before.rules, after.rules, "rule", all);
  compare_order(before, after, all);
  return all;
}

}  // namespace switchroom::workspace
