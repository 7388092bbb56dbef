#include "gateway/cli/what_if_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <iterator>
#include <map>
#include <ranges>
#include <set>

#include "config/workspace/amounts.hpp"
#include "gateway/api/json_views.hpp"
#include "gateway/cli/ticket_words.hpp"
#include "router/shard/decision_view.hpp"
#include "storage/records/external_id.hpp"

namespace switchroom::cli {
namespace {

namespace json = boost::json;
using whatif::Journey;

constexpr std::size_t moves_shown = 20;

json::object decision_of(const WhatIf& told, const Journey& journey) {
  storage::Decision decision;
  decision.kind = journey.agent ? storage::DecisionKind::assignment_started : storage::DecisionKind::ticket_queued;
  decision.at = journey.given;
  decision.agent = journey.agent;
  decision.why = journey.why;
  decision.found = journey.found;
  decision.config_version = journey.config_version;
  return api::decision_document(shard::decision_view(told.names, decision));
}

std::string ticket_of(const WhatIf& told, std::uint32_t index) {
  return storage::external_id(told.shard, told.recording.cases[index].ticket);
}

json::object waiting_document(const whatif::Side& side) {
  return {
      {"waiting",
       json::object{{"p50_ms", side.waiting.p50_ms}, {"p95_ms", side.waiting.p95_ms}, {"max_ms", side.waiting.max_ms}}},
      {"never_given", side.never_given},
      {"sla_breaches", side.breaches}};
}

json::object goal_document(const WhatIf& told, const whatif::Goal& goal) {
  json::object object{{"group", told.names.groups.name_of(goal.group.number)}};
  if (goal.agent) object["agent"] = told.names.agents.name_of(goal.agent.number);
  return object;
}

/// Thousandths of a unit, on average over the window.
double mean_units(const WhatIf& told, const whatif::Load& load) {
  const auto window = std::max<std::int64_t>(1, (told.recording.end - told.recording.begin).count());
  return static_cast<double>(load.unit_ms / window) / 1000;
}

struct AgentRow {
  std::string_view name;
  whatif::Load before, after;
};

std::vector<AgentRow> agents_of(const WhatIf& told) {
  std::set<AgentId> ids;
  for (const auto* course : {&told.before, &told.after})
    for (const auto& [id, load] : course->loads) ids.insert(id);
  const auto load_in = [](const whatif::Course& course, AgentId id) {
    const auto found = course.loads.find(id);
    return found == course.loads.end() ? whatif::Load{} : found->second;
  };
  std::vector<AgentRow> rows;
  for (const AgentId id : ids)
    rows.push_back({told.names.agents.name_of(id.number), load_in(told.before, id), load_in(told.after, id)});
  return rows;
}

struct GroupRow {
  std::string_view name;
  whatif::Fairness before, after;
};

std::vector<GroupRow> groups_of(const WhatIf& told) {
  std::map<GroupId, std::pair<whatif::Fairness, whatif::Fairness>> both;
  for (const auto& [id, fairness] : told.comparison.before.fairness) both[id].first = fairness;
  for (const auto& [id, fairness] : told.comparison.after.fairness) both[id].second = fairness;
  std::vector<GroupRow> rows;
  for (const auto& [id, fairness] : both)
    rows.push_back({told.names.groups.name_of(id.number), fairness.first, fairness.second});
  return rows;
}

double in_units(Units units) { return static_cast<double>(units.milli) / 1000; }

json::object fairness_document(const whatif::Fairness& fairness) {
  return {{"tickets", fairness.tickets},
          {"jain", fairness.even.jain_milli / 1000.0},
          {"largest_gap_units", in_units(fairness.even.largest_gap)}};
}

std::string goal_in_words(const WhatIf& told, const whatif::Goal& goal) {
  const std::string_view group = told.names.groups.name_of(goal.group.number);
  if (!goal.agent) return goal.group ? fmt::format("waiting for {}", group) : "nowhere";
  return fmt::format("{} in {}", told.names.agents.name_of(goal.agent.number), group);
}

std::string seconds(std::int64_t ms) { return fmt::format("{}.{:03} s", ms / 1000, ms % 1000); }

void append_figures(const WhatIf& told, std::string& text) {
  const auto& [before, after] = std::pair{told.comparison.before, told.comparison.after};
  const auto row = [&](std::string_view name, const auto& left, const auto& right) {
    fmt::format_to(std::back_inserter(text), "  {:<22} {:>14} {:>14}\n", name, left, right);
  };
  row("", "in force", "with the file");
  row("waiting, half below", seconds(before.waiting.p50_ms), seconds(after.waiting.p50_ms));
  row("waiting, 95 % below", seconds(before.waiting.p95_ms), seconds(after.waiting.p95_ms));
  row("waiting, longest", seconds(before.waiting.max_ms), seconds(after.waiting.max_ms));
  row("given to nobody", before.never_given, after.never_given);
  row("SLA clocks broken", before.breaches, after.breaches);
  text += "\nAgents: tickets given, and units held on average\n";
  for (const AgentRow& agent : agents_of(told))
    fmt::format_to(std::back_inserter(text), "  {:<22} {:>6} {:>7.3f} {:>6} {:>7.3f}\n", agent.name,
                   agent.before.tickets, mean_units(told, agent.before), agent.after.tickets,
                   mean_units(told, agent.after));
  text += "\nGroups: tickets given, Jain's index of units among members (1: all the same), largest gap in units\n";
  for (const GroupRow& group : groups_of(told))
    fmt::format_to(std::back_inserter(text), "  {:<22} {:>6} {:>6.3f} {:>7.3f} {:>6} {:>6.3f} {:>7.3f}\n", group.name,
                   group.before.tickets, group.before.even.jain_milli / 1000.0, in_units(group.before.even.largest_gap),
                   group.after.tickets, group.after.even.jain_milli / 1000.0, in_units(group.after.even.largest_gap));
}

void append_moves(const WhatIf& told, std::string& text) {
  text += "\nWhere they go instead\n";
  for (const whatif::Move& move : told.comparison.moves | std::views::take(moves_shown))
    fmt::format_to(std::back_inserter(text), "  {:>6}  {} -> {}, such as {}\n", move.tickets,
                   goal_in_words(told, move.from), goal_in_words(told, move.to), ticket_of(told, move.example));
  if (told.comparison.moves.size() > moves_shown)
    fmt::format_to(std::back_inserter(text), "  and {} more pairs; --json tells all\n",
                   told.comparison.moves.size() - moves_shown);
  for (const whatif::Move& move : told.comparison.moves | std::views::take(told.examples)) {
    fmt::format_to(std::back_inserter(text), "\n{} in force\n{}", ticket_of(told, move.example),
                   decision_in_words(decision_of(told, told.before.journeys[move.example])));
    fmt::format_to(std::back_inserter(text), "{} with {}\n{}", ticket_of(told, move.example), told.file,
                   decision_in_words(decision_of(told, told.after.journeys[move.example])));
  }
}

std::vector<std::string> assumptions(const WhatIf& told) {
  const whatif::Recording& recording = told.recording;
  std::vector<std::string> lines;
  if (recording.begin > told.asked_since)
    lines.push_back(fmt::format("nothing older than {} is recorded (shard.recorded_hours, shard.recorded_mib_max)",
                                api::rfc3339(recording.begin)));
  if (!recording.knows_first_rules)
    lines.emplace_back("the rules in force at the beginning are not kept any more: the oldest that are stand for them");
  lines.push_back(
      fmt::format("{} tickets were open at the beginning, each with whoever had it", recording.open.size()));
  lines.push_back(fmt::format("folded again under the rules in force, {} of {} tickets go to whoever got them in truth",
                              told.comparison.as_recorded, told.comparison.tickets));
  return lines;
}

}  // namespace

json::object what_if_document(const WhatIf& told) {
  json::array moves, agents, groups, notes;
  for (const whatif::Move& move : told.comparison.moves) {
    json::object object{
        {"from", goal_document(told, move.from)}, {"to", goal_document(told, move.to)}, {"tickets", move.tickets}};
    if (moves.size() < told.examples)
      object["example"] = json::object{{"ticket", ticket_of(told, move.example)},
                                       {"before", decision_of(told, told.before.journeys[move.example])},
                                       {"after", decision_of(told, told.after.journeys[move.example])}};
    moves.push_back(std::move(object));
  }
  const auto load = [&](const whatif::Load& one) {
    return json::object{{"tickets", one.tickets}, {"mean_units", mean_units(told, one)}};
  };
  for (const AgentRow& agent : agents_of(told))
    agents.push_back(json::object{{"agent", agent.name}, {"before", load(agent.before)}, {"after", load(agent.after)}});
  for (const GroupRow& group : groups_of(told))
    groups.push_back(json::object{
        {"group", group.name}, {"before", fairness_document(group.before)}, {"after", fairness_document(group.after)}});
  for (const std::string& line : assumptions(told)) notes.push_back(json::value(line));
  return {{"workspace", told.recording.name},
          {"since", api::rfc3339(told.recording.begin)},
          {"until", api::rfc3339(told.recording.end)},
          {"tickets", told.comparison.tickets},
          {"elsewhere", told.comparison.elsewhere},
          {"same", whatif::is_the_same(told.comparison, told.before, told.after)},
          {"before", waiting_document(told.comparison.before)},
          {"after", waiting_document(told.comparison.after)},
          {"moves", std::move(moves)},
          {"agents", std::move(agents)},
          {"groups", std::move(groups)},
          {"as_recorded", told.comparison.as_recorded},
          {"assumed", std::move(notes)},
          {"folding_ms", told.folding_ms}};
}

std::string what_if_in_words(const WhatIf& told) {
  std::string text =
      fmt::format("Workspace {} from {} to {}: {} of {} tickets go elsewhere with {}\n\n", told.recording.name,
                  api::rfc3339(told.recording.begin), api::rfc3339(told.recording.end), told.comparison.elsewhere,
                  told.comparison.tickets, told.file);
  append_figures(told, text);
  if (!told.comparison.moves.empty()) append_moves(told, text);
  text += "\nAssumed\n";
  for (const std::string& line : assumptions(told)) text += "  " + line + "\n";
  if (whatif::is_the_same(told.comparison, told.before, told.after)) text += "\nNothing changes.\n";
  return text;
}

}  // namespace switchroom::cli
