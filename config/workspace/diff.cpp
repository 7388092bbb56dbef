#include "config/workspace/diff.hpp"

#include <algorithm>
#include <cstddef>

#include "config/workspace/diff_lines.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::size_t words_shown = 20;

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

/// A kind of which nothing is said is one of which nothing differs from its family.
void compare_kinds(const Workspace& before, const Workspace& after, std::vector<std::string>& lines) {
  std::map<std::string, std::pair<KindSettings, KindSettings>> both;
  for (const auto& [kind, settings] : before.kinds) both[kind].first = settings;
  for (const auto& [kind, settings] : after.kinds) both[kind].second = settings;
  for (const auto& [kind, settings] : both) compare(settings.first, settings.second, Lines{lines, "kind " + kind});
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

void compare_whole(const Workspace& before, const Workspace& after, Lines lines) {
  lines.change("id", before.id, after.id);
  lines.change("name", before.name, after.name);
  lines.change("default_group", before.default_group, after.default_group);
  lines.change_list("skills", before.skills, after.skills);
  lines.change_flag("language_skills", before.language_skills, after.language_skills);
  lines.change_list("ticket_types", before.ticket_types, after.ticket_types);
  lines.change_list("customer_levels", before.customer_levels, after.customer_levels, true);
  lines.change("default_sla", before.default_sla, after.default_sla);
  lines.change_duration("presence_grace", before.presence_grace_ms, after.presence_grace_ms);
  lines.change_map("units", before.units_by_kind, after.units_by_kind, units_text);
  for (std::size_t i = 0; i < priority_names.size(); ++i)
    lines.change_duration("head_start " + std::string{priority_names[i]}, before.head_start_ms[i],
                          after.head_start_ms[i]);
  const Collaboration &old = before.collaboration, &now = after.collaboration;
  lines.change_duration("collaboration respond", old.respond_ms, now.respond_ms);
  lines.change_duration("collaboration notify", old.notify_ms, now.notify_ms);
  lines.change_duration("collaboration escalate", old.escalate_ms, now.escalate_ms);
}

}  // namespace

std::vector<std::string> differences(const Workspace& before, const Workspace& after) {
  std::vector<std::string> all;
  compare_whole(before, after, Lines{all, "workspace"});
  compare_kinds(before, after, all);
  compare_lists(before.channels, after.channels, "channel", all);
  compare_lists(before.groups, after.groups, "group", all);
  compare_lists(before.agents, after.agents, "agent", all);
  compare_lists(before.rules, after.rules, "rule", all);
  compare_order(before, after, all);
  compare_lists(before.calendars, after.calendars, "calendar", all);
  compare_lists(before.sla, after.sla, "sla", all);
  compare_lists(before.flows, after.flows, "flow", all);
  compare_lists(before.templates, after.templates, "template", all);
  return all;
}

}  // namespace switchroom::workspace
