#pragma once
// Two courses of one recording, side by side. Pure; any thread.

#include <cstdint>
#include <map>
#include <vector>

#include "router/engine/evenness.hpp"
#include "router/whatif/course.hpp"

namespace switchroom::whatif {

/// How long tickets that were opened in the window waited for somebody: nearest rank, all of them, given or not.
struct Waiting {
  std::int64_t p50_ms = 0, p95_ms = 0, max_ms = 0;
  friend bool operator==(const Waiting&, const Waiting&) = default;
};

/// How evenly a group handed out units to its members in the window.
struct Fairness {
  std::uint32_t tickets = 0;
  engine::Evenness even;
  friend bool operator==(const Fairness&, const Fairness&) = default;
};

struct Side {
  Waiting waiting;
  std::uint32_t never_given = 0;           ///< tickets of the window that nobody got
  std::uint64_t breaches = 0;              ///< of SLA clocks
  std::map<GroupId, Fairness> fairness{};  ///< of groups that handed out something
};

/// Whom a ticket went to, and for which group; no agent: nobody.
struct Goal {
  GroupId group;
  AgentId agent;
  friend auto operator<=>(const Goal&, const Goal&) = default;
};

struct Move {
  Goal from, to;
  std::uint32_t tickets = 0;
  std::uint32_t example = 0;  ///< index of the first such case
};

struct Comparison {
  std::uint32_t tickets = 0;    ///< opened in the window
  std::uint32_t elsewhere = 0;  ///< that go to another agent or group first, or to somebody instead of nobody
  std::uint32_t as_recorded =
      0;  ///< whom the rules in force give to whoever got them in truth: how good the folding is
  Side before, after;
  std::vector<Move> moves;  ///< those of most tickets first
};

Comparison compare(const Recording& recording, const Course& before, const Course& after);

/// Whether nothing that a comparison tells is different.
bool is_the_same(const Comparison& comparison, const Course& before, const Course& after);

}  // namespace switchroom::whatif
