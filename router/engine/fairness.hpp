#pragma once
// Figures about what was handed out, for people: nothing decides by them, and a restart begins them anew. By group and
// window of an hour: units an agent was given, and how long tickets had waited. The engine's thread.

#include <array>
#include <cstdint>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/units.hpp"

namespace switchroom::engine {

/// Of one group, in the hour that is not over yet.
struct GroupFairness {
  std::int64_t window = 0;  ///< hours since 1970
  std::uint32_t assignments = 0;
  std::uint32_t jain_milli =
      1000;           ///< Jain's index of units given to its members: 1000 if all got the same, 1000 / n if one got all
  Units largest_gap;  ///< between the member who got most and the one who got least
  std::int64_t wait_p50_ms = 0, wait_p95_ms = 0, wait_max_ms = 0;  ///< rounded up by at most an eighth, but the maximum
  std::uint32_t sla_at_risk = 0;  ///< open tickets that were warned of and whose clock still runs
};

class Fairness {
 public:
  /// A ticket that waited so long was given to an agent.
  void count(GroupId group, AgentId agent, Units units, std::int64_t waited_ms, Instant at);
  /// The figures of a group among these members; `sla_at_risk` is the caller's.
  GroupFairness of(GroupId group, const std::vector<AgentId>& members, Instant at) const;

  static constexpr std::int64_t window_ms = 3'600'000;

 private:
  /// Eight buckets for each power of two.
  static constexpr std::size_t buckets = 8 * 48;
  struct Row {
    std::int64_t window = -1;
    std::uint32_t assignments = 0;
    std::int64_t longest_ms = 0;
    std::vector<Units> given;  ///< by number of the agent
    std::vector<std::uint32_t> waits;
  };

  static std::size_t bucket_of(std::int64_t ms);
  static std::int64_t upper_end(std::size_t bucket);
  static std::int64_t percentile(const Row& row, std::uint32_t percent);

  std::vector<Row> rows_;  // by number of the group
};

}  // namespace switchroom::engine
