#include "router/whatif/comparison.hpp"

#include <algorithm>
#include <tuple>

namespace switchroom::whatif {
namespace {

Fairness fairness_of(const Share& share) {
  std::vector<Units> given;
  given.reserve(share.members.size());
  for (const AgentId member : share.members) {
    const auto found = share.given.find(member);
    given.push_back(found == share.given.end() ? Units{} : found->second);
  }
  return {share.tickets, engine::evenness_of(given)};
}

Side side_of(const Recording& recording, const Course& course) {
  Side side{.waiting = {}, .never_given = 0, .breaches = course.breaches};
  for (const auto& [group, share] : course.shares)
    if (share.tickets > 0) side.fairness.emplace(group, fairness_of(share));
  std::vector<std::int64_t> waited;
  for (std::size_t i = 0; i < recording.cases.size(); ++i) {
    if (!recording.cases[i].opened) continue;
    waited.push_back(course.journeys[i].waited_ms);
    side.never_given += course.journeys[i].agent ? 0 : 1;
  }
  if (waited.empty()) return side;
  std::ranges::sort(waited);
  const auto rank = [&](std::size_t percent) { return waited[(waited.size() * percent + 99) / 100 - 1]; };
  side.waiting = {rank(50), rank(95), waited.back()};
  return side;
}

Goal goal_of(const Journey& journey) { return {journey.group, journey.agent}; }

}  // namespace

Comparison compare(const Recording& recording, const Course& before, const Course& after) {
  Comparison comparison;
  comparison.before = side_of(recording, before);
  comparison.after = side_of(recording, after);
  std::map<std::pair<Goal, Goal>, Move> moves;
  for (std::uint32_t i = 0; i < recording.cases.size(); ++i) {
    if (!recording.cases[i].opened) continue;
    ++comparison.tickets;
    comparison.as_recorded += before.journeys[i].agent == recording.cases[i].first_agent ? 1 : 0;
    const Goal from = goal_of(before.journeys[i]), to = goal_of(after.journeys[i]);
    if (from == to) continue;
    ++comparison.elsewhere;
    const auto [move, is_new] = moves.try_emplace({from, to}, Move{from, to, 0, i});
    ++move->second.tickets;
  }
  for (const auto& [goals, move] : moves) comparison.moves.push_back(move);
  std::ranges::sort(comparison.moves, [](const Move& a, const Move& b) {
    return std::tuple{b.tickets, a.from, a.to} < std::tuple{a.tickets, b.from, b.to};
  });
  return comparison;
}

bool is_the_same(const Comparison& comparison, const Course& before, const Course& after) {
  const auto same_load = [](const auto& a, const auto& b) {
    return a.first == b.first && a.second.tickets == b.second.tickets && a.second.unit_ms == b.second.unit_ms;
  };
  return comparison.elsewhere == 0 && comparison.before.waiting == comparison.after.waiting &&
         comparison.before.breaches == comparison.after.breaches &&
         comparison.before.fairness == comparison.after.fairness &&
         std::ranges::equal(before.loads, after.loads, same_load);
}

}  // namespace switchroom::whatif
