#include "router/engine/fairness.hpp"

#include <algorithm>
#include <bit>

#include "router/engine/evenness.hpp"

namespace switchroom::engine {

std::size_t Fairness::bucket_of(std::int64_t ms) {
  const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(ms, 0));
  if (value < 8) return static_cast<std::size_t>(value);
  const auto power = static_cast<std::size_t>(std::bit_width(value)) - 1;  // 3 or more
  return std::min((power - 2) * 8 + ((value >> (power - 3)) & 7), buckets - 1);
}

std::int64_t Fairness::upper_end(std::size_t bucket) {
  if (bucket < 8) return static_cast<std::int64_t>(bucket);
  const std::size_t power = bucket / 8 + 2;
  return static_cast<std::int64_t>(((std::uint64_t{bucket % 8} + 9) << (power - 3)) - 1);
}

void Fairness::count(GroupId group, AgentId agent, Units units, std::int64_t waited_ms, Instant at) {
  if (group.number >= rows_.size()) rows_.resize(group.number + std::size_t{1});
  Row& row = rows_[group.number];
  if (const std::int64_t window = ms_of(at) / window_ms; row.window != window) {
    row.window = window;
    row.assignments = 0;
    row.longest_ms = 0;
    std::ranges::fill(row.given, Units{});
    row.waits.assign(buckets, 0);
  }
  if (agent.number >= row.given.size()) row.given.resize(agent.number + std::size_t{1});
  ++row.assignments;
  row.given[agent.number] += units;
  row.longest_ms = std::max(row.longest_ms, waited_ms);
  ++row.waits[bucket_of(waited_ms)];
}

std::int64_t Fairness::percentile(const Row& row, std::uint32_t percent) {
  std::uint64_t left = (std::uint64_t{row.assignments} * percent + 99) / 100;
  for (std::size_t bucket = 0; bucket < row.waits.size(); ++bucket) {
    if (left <= row.waits[bucket]) return std::min(upper_end(bucket), row.longest_ms);
    left -= row.waits[bucket];
  }
  return row.longest_ms;
}

GroupFairness Fairness::of(GroupId group, const std::vector<AgentId>& members, Instant at) const {
  GroupFairness made;
  made.window = ms_of(at) / window_ms;
  if (group.number >= rows_.size() || rows_[group.number].window != made.window || members.empty()) return made;
  const Row& row = rows_[group.number];
  std::vector<Units> given;
  given.reserve(members.size());
  for (const AgentId agent : members)
    given.push_back(agent.number < row.given.size() ? row.given[agent.number] : Units{});
  const Evenness even = evenness_of(given);
  made.assignments = row.assignments;
  made.largest_gap = even.largest_gap;
  made.jain_milli = even.jain_milli;
  made.wait_p50_ms = percentile(row, 50);
  made.wait_p95_ms = percentile(row, 95);
  made.wait_max_ms = row.longest_ms;
  return made;
}

}  // namespace switchroom::engine
