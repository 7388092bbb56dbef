#pragma once
// One event of each kind that the engine tells beside offers and assignments.

#include <string>
#include <utility>
#include <vector>

namespace switchroom::storage {

struct RoutedSample {
  const char* label;
  std::vector<std::pair<std::string, std::string>> members;
};

/// What the engine tells beside assignments, as the shard writes it.
inline const std::vector<RoutedSample> routed_samples{
    {"offer.accepted", {{"agent", R"("ann")"}}},
    {"offer.declined", {{"agent", R"("ann")"}}},
    {"offer.lapsed", {{"agent", R"("ann")"}, {"in_a_row", R"(2)"}}},
    {"offer.withdrawn", {{"agent", R"("ann")"}}},
    {"ticket.state_changed",
     {{"from", R"("assigned")"}, {"to", R"("assigned")"}, {"by", R"("ann")"}, {"overcommit", R"(true)"}}},
    {"ticket.step_entered", {{"step", R"(2)"}, {"skipped", R"(true)"}}},
    {"ticket.escalated", {{"by", R"("ann")"}}},
    {"clock.set",
     {{"clock", R"("sla_first")"}, {"deadline", R"("2023-11-14T22:13:20.000Z")"}, {"business", R"(true)"}}},
    {"clock.warned", {{"clock", R"("sla_first")"}, {"deadline", R"("2023-11-14T22:13:20.000Z")"}}},
    {"clock.breached", {{"clock", R"("sla_first")"}, {"deadline", R"("2023-11-14T22:13:20.000Z")"}}},
    {"ticket.parked", {{"group", R"("support")"}}},
    {"ticket.overflowed", {{"from", R"("support")"}, {"to", R"("support")"}}},
    {"ticket.reminder", {{"agent", R"("ann")"}, {"deadline", R"("2023-11-14T22:13:20.000Z")"}}},
    {"flow.entered",
     {{"flow", R"("repair")"},
      {"node", R"(2)"},
      {"group", R"("support")"},
      {"until", R"("2023-11-14T22:13:20.000Z")"}}},
    {"flow.returned", {{"flow", R"("repair")"}}},
    {"collaboration.requested",
     {{"group", R"("support")"}, {"by", R"("ann")"}, {"until", R"("2023-11-14T22:13:20.000Z")"}}},
    {"collaboration.reminded", {{"group", R"("support")"}, {"supervisors", R"(true)"}}},
    {"collaboration.ended", {{"group", R"("support")"}, {"asker", R"("ann")"}, {"answered", R"(true)"}}},
    {"ticket.bounced_back", {{"group", R"("support")"}, {"count", R"(2)"}}},
    {"ticket.reopened", {{"by", R"("ann")"}}},
    {"ticket.priority_changed", {{"from", R"("high")"}, {"to", R"("high")"}, {"by", R"("ann")"}}},
    {"ticket.skills_changed", {{"by", R"("ann")"}}},
    {"ticket.auto_reply", {{"group", R"("support")"}, {"template", R"("full")"}, {"reply", R"("r7-4711-0")"}}},
    {"ticket.linked", {{"to", R"("t7-41")"}}},
    {"ticket.tags_changed", {{"tags", R"(["vip"])"}, {"by", R"("ann")"}}},
    {"agent.paused", {{"agent", R"("ann")"}, {"until", R"("2023-11-14T22:13:20.000Z")"}, {"closes", R"(2)"}}},
    {"agent.resumed", {{"agent", R"("ann")"}}},
    {"agent.shift_changed", {{"agent", R"("ann")"}, {"on_shift", R"(true)"}}},
    {"agent.wrap_up_ended", {{"agent", R"("ann")"}}}};

}  // namespace switchroom::storage
