#include "config/workspace/validate.hpp"

#include <algorithm>
#include <cstddef>

#include "config/workspace/amounts.hpp"
#include "config/workspace/checks.hpp"

namespace switchroom::workspace {
namespace {

template <class Item>
void check_each(Checks& checks, const std::vector<Item>& items, std::string_view list) {
  for (std::size_t i = 0; i < items.size(); ++i) check(checks, items[i], element(list, i));
}

bool is_lower_or_digit(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'); }

void note_all(Checks& checks, const std::vector<std::string>& names, std::string_view list, std::string_view sort,
              KnownNames& known) {
  for (std::size_t i = 0; i < names.size(); ++i) checks.note_name({}, element(list, i), sort, names[i], known);
}

}  // namespace

void check_names(Checks& checks) {
  const Workspace& all = checks.workspace;
  checks.check_id({}, "workspace", all.id);
  checks.check_text({}, "name", all.name);
  note_all(checks, all.skills, "skills", "skill", checks.skills);
  note_all(checks, all.ticket_types, "ticket_types", "ticket type", checks.types);
  note_all(checks, all.customer_levels, "customer_levels", "customer level", checks.levels);
  checks.note_names(all.channels, "channels", "channel", checks.channels);
  checks.note_names(all.groups, "groups", "group", checks.groups);
  checks.note_names(all.agents, "agents", "agent", checks.agents);
  for (const Agent& agent : all.agents)
    if (agent.bot) checks.bots.add(agent.id);
  checks.note_names(all.rules, "rules", "rule", checks.rules);
  checks.note_names(all.calendars, "calendars", "calendar", checks.calendars);
  checks.note_names(all.sla, "sla", "class of service", checks.sla);
  checks.note_names(all.flows, "flows", "flow", checks.flows);
  checks.note_names(all.templates, "templates", "template", checks.templates);
}

void check_whole(Checks& checks) {
  const Workspace& all = checks.workspace;
  if (!checks.groups.has(all.default_group))
    checks.unknown({}, "default_group", false, "group", all.default_group, checks.groups);
  checks.check_reference({}, "default_sla", "class of service", all.default_sla, checks.sla);
  for (const auto& [kind, units] : all.units_by_kind) {
    checks.check_kind({}, "units." + kind, true, kind);
    checks.check_units({}, "units." + kind, units);
  }
  for (std::size_t i = 0; i < all.head_start_ms.size(); ++i)
    if (all.head_start_ms[i] < 0)
      checks.error({}, "head_start." + std::string{priority_names[i]}, "a negative duration", "0s or more");
  if (all.presence_grace_ms < 1000)
    checks.error({}, "presence_grace", duration_text(all.presence_grace_ms), "at least 1s");
  for (const auto& [kind, settings] : all.kinds) check(checks, kind, settings);
}

std::vector<Finding> validate(const Workspace& workspace, std::span<const ChannelKindRules> kinds) {
  Checks checks{workspace, kinds};
  check_names(checks);
  check_whole(checks);
  check_each(checks, workspace.channels, "channels");
  check_each(checks, workspace.groups, "groups");
  check_each(checks, workspace.agents, "agents");
  check_each(checks, workspace.rules, "rules");
  check_each(checks, workspace.calendars, "calendars");
  check_each(checks, workspace.sla, "sla");
  check_each(checks, workspace.flows, "flows");
  check_each(checks, workspace.templates, "templates");
  if (checks.findings.empty()) advise(workspace, checks.findings);
  return checks.findings.take();
}

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > 63 || !is_lower_or_digit(text.front())) return false;
  return std::ranges::all_of(
      text, [](char letter) { return is_lower_or_digit(letter) || std::string_view{"._:-"}.contains(letter); });
}

bool is_secret_reference(std::string_view text) {
  return (text.starts_with("env:") && text.size() > 4) || (text.starts_with("file:") && text.size() > 5);
}

}  // namespace switchroom::workspace
