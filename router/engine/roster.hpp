#pragma once
// A configuration with indexes for names: who is in which group with which skills. Never changes once made; any thread.

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "router/engine/input.hpp"

namespace switchroom::engine {

/// An agent's place in a group, both as indexes: `members[member]` of the group is the agent.
struct Seat {
  std::uint32_t group = 0;
  std::uint32_t member = 0;
};

struct RosterAgent {
  AgentId id;
  Units limit;
  Status first_status = Status::offline;
  std::vector<workspace::SkillNeed> skills;  ///< ascending; `minimum` is the agent's proficiency
  std::vector<Seat> seats;                   ///< by group
};

struct RosterGroup {
  GroupId id;
  std::optional<Units> limit;
  std::array<bool, status_names.size()> receives{};  ///< by Status
  std::vector<std::uint32_t> members;                ///< indexes of agents, ascending, so by AgentId
};

class Roster {
 public:
  Roster() = default;
  /// Throws std::logic_error if a group that the workspace names is none of its own.
  explicit Roster(const Configure& configuration);

  std::uint64_t version() const { return version_; }
  std::span<const RosterAgent> agents() const { return agents_; }  ///< by AgentId
  std::span<const RosterGroup> groups() const { return groups_; }  ///< by GroupId
  std::uint32_t default_group() const { return default_group_; }
  /// Milliseconds of waiting that a priority is worth.
  std::int64_t head_start_ms(Priority priority) const { return head_start_ms_[static_cast<std::size_t>(priority)]; }

  /// The index of an agent or a group; empty if the configuration has none with this number.
  std::optional<std::uint32_t> find(AgentId id) const { return look_up(agent_indexes_, id.number); }
  std::optional<std::uint32_t> find(GroupId id) const { return look_up(group_indexes_, id.number); }

 private:
  static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();
  using Indexes = std::vector<std::uint32_t>;  // by number

  static std::optional<std::uint32_t> look_up(const Indexes& indexes, std::uint32_t number) {
    if (number >= indexes.size() || indexes[number] == unknown) return std::nullopt;
    return indexes[number];
  }
  void take_groups(const Configure& configuration);
  void take_agents(const Configure& configuration);
  void take_seats(const workspace::Agent& agent, const workspace::Numbering& numbers);

  std::uint64_t version_ = 0;
  std::vector<RosterAgent> agents_;
  std::vector<RosterGroup> groups_;
  Indexes agent_indexes_;
  Indexes group_indexes_;
  std::uint32_t default_group_ = 0;
  std::array<std::int64_t, priority_names.size()> head_start_ms_{};
};

/// Whether proficiencies (ascending by skill) meet every need.
bool meets(std::span<const workspace::SkillNeed> proficiencies, std::span<const workspace::SkillNeed> needs);

}  // namespace switchroom::engine
