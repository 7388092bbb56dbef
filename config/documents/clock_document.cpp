// Calendars, classes of service, flows, collaboration and templates.
//
//   times := HH:MM-HH:MM      an end that is not later than the beginning lies on the next day; 24:00 is an end
//   days  := day | day-day | daily

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "config/documents/workspace_document.hpp"
#include "config/documents/workspace_parts.hpp"
#include "config/workspace/nearest_name.hpp"

namespace switchroom::documents {
namespace {

using workspace::Calendar;

constexpr int day_minutes = 1440;
constexpr std::array<std::string_view, 7> day_names{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
constexpr std::string_view times_law = "times such as 09:00-18:00";

/// 0 for `monday` and `mon`.
std::optional<int> day_of(std::string_view name) {
  for (std::size_t i = 0; i < day_names.size(); ++i)
    if (name == day_names[i] || name == day_names[i].substr(0, 3)) return static_cast<int>(i);
  return std::nullopt;
}

/// First and last day; `sat-mon` goes over the week's end.
std::optional<std::pair<int, int>> days_of(std::string_view text) {
  if (text == "daily") return std::pair{0, 6};
  const std::size_t dash = text.find('-');
  const auto first = day_of(text.substr(0, dash));
  const auto last = dash == text.npos ? first : day_of(text.substr(dash + 1));
  if (!first || !last) return std::nullopt;
  return std::pair{*first, *last < *first ? *last + 7 : *last};
}

/// Minutes of `09:30`; `24:00` too.
std::optional<int> minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 3U, 4U})
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  const int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
  const int all = hour * 60 + minute;
  return minute < 60 && all <= day_minutes ? std::optional{all} : std::nullopt;
}

std::optional<workspace::DayInterval> times_of(std::string_view text) {
  const auto from = minute_of(text.substr(0, 5));
  const auto to = text.size() == 11 && text[5] == '-' ? minute_of(text.substr(6)) : std::nullopt;
  if (!from || !to || *from == day_minutes) return std::nullopt;
  return workspace::DayInterval{*from, *to};
}

/// A list of times, one alone, or `closed`.
std::vector<workspace::DayInterval> read_times(const Node& node, Findings& findings) {
  std::vector<workspace::DayInterval> times;
  if (node.kind == NodeKind::scalar && node.text == "closed") return times;
  const std::span<const Node> items = node.kind == NodeKind::list ? std::span{node.items} : std::span{&node, 1};
  for (const Node& item : items) {
    const auto interval = item.kind == NodeKind::scalar ? times_of(item.text) : std::nullopt;
    if (interval)
      times.push_back(*interval);
    else
      findings.add(item.place, shown(item), std::string{times_law} + ", or closed");
  }
  return times;
}

void add_days(std::pair<int, int> days, const std::vector<workspace::DayInterval>& times, Calendar& calendar) {
  for (int day = days.first; day <= days.second; ++day)
    for (const workspace::DayInterval& interval : times) {
      const bool over_midnight = interval.to_minute <= interval.from_minute;
      const int start = day % 7 * day_minutes;
      const int end = start + interval.to_minute + (over_midnight ? day_minutes : 0);
      calendar.weekly.push_back({start + interval.from_minute, end % (7 * day_minutes)});
    }
}

void read_hours(const Node& node, Calendar& calendar, Findings& findings) {
  if (node.kind != NodeKind::mapping)
    return findings.add(node.place, shown(node), "a mapping such as {mon-fri: 09:00-18:00}");
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const auto days = days_of(node.keys[i].text);
    if (!days)
      findings.add(node.keys[i].place, shown(node.keys[i].text),
                   "days such as monday, mon-fri or daily" + workspace::nearest_hint(node.keys[i].text, day_names));
    const auto times = read_times(node.items[i], findings);
    if (days) add_days(*days, times, calendar);
  }
}

void read_holidays(const Node& node, Calendar& calendar, Findings& findings) {
  if (node.kind != NodeKind::mapping)
    return findings.add(node.place, shown(node), "a mapping such as {2026-12-25: closed}");
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    workspace::Holiday holiday{node.keys[i].text, read_times(node.items[i], findings), node.keys[i].place};
    for (const workspace::DayInterval& interval : holiday.open)
      if (interval.to_minute <= interval.from_minute)
        findings.add(node.items[i].place, "times over midnight on one day", "times that end later the same day");
    calendar.holidays.push_back(std::move(holiday));
  }
}

/// A decimal with at most three places, in thousandths.
void read_slope(const Node& node, std::int64_t& slope, Findings& findings) {
  Units decimal{slope};
  read(node, decimal, findings);
  slope = decimal.milli;
}

void decode(const Node& node, workspace::FlowNode& step, Findings& findings) {
  const Fields fields{node, "flows[].nodes[]", workspace_keys(), findings};
  step.place = node.place;
  fields.required_into("id", step.id);
  fields.required_into("group", step.group);
  fields.duration_into("respond", step.respond_ms);
  fields.into("calendar", step.calendar);
  fields.into("next", step.next);
}

}  // namespace

void decode(const Node& node, Calendar& calendar, Findings& findings) {
  const Fields fields{node, "calendars[]", workspace_keys(), findings};
  calendar.place = node.place;
  fields.required_into("id", calendar.id);
  fields.required_into("zone", calendar.zone);
  if (const Node* hours = fields.find("hours")) read_hours(*hours, calendar, findings);
  if (const Node* holidays = fields.find("holidays")) read_holidays(*holidays, calendar, findings);
}

void decode(const Node& node, workspace::SlaClass& sla, Findings& findings) {
  const Fields fields{node, "sla[]", workspace_keys(), findings};
  sla.place = node.place;
  fields.required_into("id", sla.id);
  fields.duration_into("first_reply", sla.first_reply_ms);
  fields.duration_into("next_reply", sla.next_reply_ms);
  fields.duration_into("resolve", sla.resolve_ms);
  fields.into("calendar", sla.calendar);
  fields.into("warn_percent", sla.warn_percent);
  if (const Node* slope = fields.find("slope")) read_slope(*slope, sla.slope, findings);
  fields.into("escalate", sla.escalate);
}

void decode(const Node& node, workspace::Flow& flow, Findings& findings) {
  const Fields fields{node, "flows[]", workspace_keys(), findings};
  flow.place = node.place;
  fields.required_into("id", flow.id);
  const Node* nodes = fields.find("nodes");
  if (!nodes) return;
  for (const Node& step : elements(*nodes, findings)) decode(step, flow.nodes.emplace_back(), findings);
}

void decode(const Node& node, workspace::Collaboration& collaboration, Findings& findings) {
  const Fields fields{node, "collaboration", workspace_keys(), findings};
  fields.duration_into("respond", collaboration.respond_ms);
  fields.duration_into("notify", collaboration.notify_ms);
  fields.duration_into("escalate", collaboration.escalate_ms);
}

void decode(const Node& node, workspace::Template& text, Findings& findings) {
  const Fields fields{node, "templates[]", workspace_keys(), findings};
  text.place = node.place;
  fields.required_into("id", text.id);
  if (const Node* texts = fields.find("texts")) read(*texts, text.texts, findings);
  if (const Node* plain = fields.find("text")) read(*plain, text.texts[""], findings);
}

}  // namespace switchroom::documents
