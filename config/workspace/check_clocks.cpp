// Calendars, classes of service, flows and templates.

#include "config/workspace/amounts.hpp"
#include "config/workspace/checks.hpp"
#include "config/workspace/patterns.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::size_t template_bytes_max = 16'384;
constexpr std::size_t flow_nodes_max = 100;

void check_duration(Checks& checks, Place place, const std::string& path, const std::optional<std::int64_t>& ms) {
  if (ms && *ms < 1000) checks.error(place, path, duration_text(*ms), "at least 1s");
}

}  // namespace

void check(Checks& checks, const Calendar& calendar, const std::string& path) {
  if (!checks.findings.full() && !is_zone(calendar.zone))
    checks.error(calendar.place, path + ".zone", "the unknown time zone " + quoted(calendar.zone),
                 "a name such as Asia/Hong_Kong" + nearest_zone_hint(calendar.zone));
  KnownNames dates;
  for (const Holiday& holiday : calendar.holidays) {
    const std::string where = path + ".holidays." + holiday.date;
    if (!is_date(holiday.date))
      checks.error(holiday.place, where, quoted(holiday.date), "a date such as 2026-12-25", true);
    if (!dates.add(holiday.date)) checks.error(holiday.place, where, "the date a second time", "each once", true);
  }
}

void check(Checks& checks, const SlaClass& sla, const std::string& path) {
  check_duration(checks, sla.place, path + ".first_reply", sla.first_reply_ms);
  check_duration(checks, sla.place, path + ".next_reply", sla.next_reply_ms);
  check_duration(checks, sla.place, path + ".resolve", sla.resolve_ms);
  checks.check_reference(sla.place, path + ".calendar", "calendar", sla.calendar, checks.calendars);
  if (sla.warn_percent > 100)
    checks.error(sla.place, path + ".warn_percent",
                 "a warning after the breach, at " + std::to_string(sla.warn_percent), "1 to 100");
  else
    checks.check_range(sla.place, path + ".warn_percent", sla.warn_percent, 1, 100);
  if (sla.slope < 0 || sla.slope > 1'000'000)
    checks.error(sla.place, path + ".slope", units_text(Units{sla.slope}), "0 to 1000");
}

void check(Checks& checks, const Flow& flow, const std::string& path) {
  KnownNames nodes;
  if (flow.nodes.empty() || flow.nodes.size() > flow_nodes_max)
    checks.error(flow.place, path, std::to_string(flow.nodes.size()) + " nodes",
                 "1 to " + std::to_string(flow_nodes_max) + " nodes");
  checks.note_names(flow.nodes, path + ".nodes", "node", nodes);
  for (std::size_t i = 0; i < flow.nodes.size(); ++i) {
    const FlowNode& node = flow.nodes[i];
    const std::string where = element(path + ".nodes", i);
    checks.check_reference(node.place, where + ".group", "group", node.group, checks.groups);
    check_duration(checks, node.place, where + ".respond", node.respond_ms);
    checks.check_reference(node.place, where + ".calendar", "calendar", node.calendar, checks.calendars);
    checks.check_reference(node.place, where + ".next", "node", node.next, nodes);
  }
}

void check(Checks& checks, const Template& text, const std::string& path) {
  if (text.texts.empty()) checks.error(text.place, path, "a template without text", "`text`, `texts` or both");
  for (const auto& [name, words] : text.texts) {
    const std::string where = name.empty() ? path + ".text" : path + ".texts." + name;
    if (words.empty() || words.size() > template_bytes_max)
      checks.error(text.place, where, std::to_string(words.size()) + " bytes",
                   "1 to " + std::to_string(template_bytes_max) + " bytes");
  }
}

}  // namespace switchroom::workspace
