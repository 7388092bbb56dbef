#pragma once
// A configuration with indexes for names: who is in which group with which skills, what each kind of channel costs, the
// route of each group. Never changes once made; any thread.

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "router/engine/input.hpp"

namespace switchroom::engine {

/// An index that names nothing.
inline constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

/// An agent's place in a pool, both as indexes: `members[member]` of the pool is the agent.
struct Seat {
  std::uint32_t pool = 0;
  std::uint32_t member = 0;
};

struct KindLimit {
  ChannelKindId kind;
  std::uint32_t most = 0;
};

struct RosterAgent {
  AgentId id;
  Units limit;
  Units interruptible_limit;
  Status first_status = Status::offline;
  std::vector<workspace::SkillNeed> skills;  ///< ascending; `minimum` is the agent's proficiency
  std::vector<Seat> seats;                   ///< by pool; a bot has none
  std::vector<std::uint32_t> groups;         ///< indexes, ascending
  std::vector<KindLimit> kind_limits;
  std::int64_t handling_share_milli = 0;  ///< what his average handling time adds to his load
  std::int64_t ramp_ms = 0;               ///< 0: no ramp
  CalendarId calendar;                    ///< shifts; empty: always on shift
  bool tickets_only = false;
  bool scope_all = false;  ///< may give work to anybody
  bool may_force = false;
  bool is_administrator = false;
  bool is_bot = false;  ///< gets what rules and people give him, nothing else
};

/// What tickets on a kind of channel cost, and how they are handed out.
struct RosterKind {
  workspace::WorkClass work_class = workspace::WorkClass::primary;
  workspace::Delivery delivery = workspace::Delivery::push;
  workspace::OnLoss on_loss = workspace::OnLoss::requeue;
  std::int64_t accept_within_ms = 20'000;
  Units idle_units;
  std::optional<std::int64_t> idle_release_ms;
  bool is_chat = false;  ///< not for agents who do tickets only
};

/// People who may be asked for the tickets of a group: its members, its supervisors, or the administrators.
struct RosterPool {
  std::uint32_t group = 0;             ///< index of the group whose limits and statuses count
  std::vector<std::uint32_t> members;  ///< indexes of agents, ascending, so by AgentId
};

struct RosterStep {
  std::int64_t at_ms = 0;
  std::vector<std::uint32_t> pools;           ///< asked in this order
  std::vector<workspace::SkillNeed> require;  ///< instead of the ticket's own, if `own_needs` is not set
  bool own_needs = true;
  bool anyone = false;  ///< no skills at all
  bool escalates = false;
  int drop_ranks = 0;
  std::vector<AgentId> prefer;
  std::optional<workspace::Strategy> strategy;
};

struct AcceptTime {
  ChannelKindId kind;
  std::int64_t ms = 0;
};

struct RosterGroup {
  GroupId id;
  std::array<bool, status_names.size()> receives{};  ///< by Status
  std::optional<Units> limit;
  std::optional<std::uint32_t> offers_limit, waiting_limit, arrivals_per_minute;
  workspace::WhenFull when_full = workspace::WhenFull::park;
  std::vector<std::uint32_t> overflow;  ///< groups
  std::optional<workspace::Delivery> delivery;
  std::vector<AcceptTime> accept_within;
  std::uint32_t lapses_until_missed = 3;
  workspace::Strategy strategy = workspace::Strategy::least_loaded;
  std::optional<std::int64_t> first_reply_ms, next_reply_ms, reminder_ms;
  bool reassign_on_timeout = true;
  std::int64_t wrap_up_ms = 0, previous_within_ms = 0, wait_for_previous_ms = 0, reopen_within_ms = 0,
               reopen_wait_ms = 0;
  std::optional<workspace::Fatigue> fatigue;
  std::vector<RosterStep> route;            ///< at least one
  std::vector<std::uint32_t> pools;         ///< counted in this group; the first are its members
  std::vector<std::uint32_t> senior_pools;  ///< of these, supervisors, then administrators
};

struct RosterSla {
  SlaClassId id;
  std::array<std::optional<std::int64_t>, 3> ms;  ///< first reply, next reply, resolution
  int warn_percent = 80;
  std::int64_t slope_milli = 1000;
  bool escalate = true;
  CalendarId calendar;  ///< empty: always open
};

struct RosterNode {
  std::uint32_t group = 0;
  std::optional<std::int64_t> respond_ms;
  CalendarId calendar;  ///< empty: always open
  static constexpr std::uint8_t back = 0xff;
  std::uint8_t next = back;  ///< node; `back`: to the agent it came from
};

struct RosterFlow {
  FlowId id;
  std::vector<RosterNode> nodes;
};

class Roster {
 public:
  Roster() = default;
  /// Throws std::logic_error if a group or agent that the workspace names is none of its own.
  explicit Roster(const Configure& configuration);

  std::uint64_t version() const { return version_; }
  std::span<const RosterAgent> agents() const { return agents_; }  ///< by AgentId
  std::span<const RosterGroup> groups() const { return groups_; }  ///< by GroupId
  std::span<const RosterPool> pools() const { return pools_; }     ///< the members of group i are pool i
  std::uint32_t default_group() const { return default_group_; }
  /// Milliseconds of waiting that a priority is worth.
  std::int64_t head_start_ms(Priority priority) const { return head_start_ms_[static_cast<std::size_t>(priority)]; }
  const RosterKind& kind(ChannelKindId id) const { return id.number < kinds_.size() ? kinds_[id.number] : kinds_[0]; }
  /// The class itself, else the one without clocks and with the slope of 1.
  const RosterSla& sla(SlaClassId id) const { return id.number < sla_.size() ? sla_[id.number] : sla_[0]; }
  SlaClassId default_sla() const { return default_sla_; }
  const RosterFlow* flow(FlowId id) const {
    return id.number < flows_.size() && flows_[id.number].id ? &flows_[id.number] : nullptr;
  }
  const workspace::Collaboration& collaboration() const { return collaboration_; }
  std::int64_t presence_grace_ms() const { return presence_grace_ms_; }
  bool any_tickets_only() const { return any_tickets_only_; }
  bool any_kind_limits() const { return any_kind_limits_; }
  bool any_offers_limits() const { return any_offers_limits_; }

  /// The index of an agent or a group; empty if the configuration has none with this number.
  std::optional<std::uint32_t> find(AgentId id) const { return look_up(agent_indexes_, id.number); }
  std::optional<std::uint32_t> find(GroupId id) const { return look_up(group_indexes_, id.number); }
  bool is_member(std::uint32_t agent, std::uint32_t group) const;

 private:
  using Indexes = std::vector<std::uint32_t>;  // by number

  static std::optional<std::uint32_t> look_up(const Indexes& indexes, std::uint32_t number) {
    if (number >= indexes.size() || indexes[number] == nobody) return std::nullopt;
    return indexes[number];
  }
  friend class RosterMaker;

  std::uint64_t version_ = 0;
  std::vector<RosterAgent> agents_;
  std::vector<RosterGroup> groups_;
  std::vector<RosterPool> pools_;
  std::vector<RosterKind> kinds_{1};  // by number; 0: a kind that is not said
  std::vector<RosterSla> sla_{1};     // by number
  std::vector<RosterFlow> flows_;     // by number
  Indexes agent_indexes_;
  Indexes group_indexes_;
  std::uint32_t default_group_ = 0;
  SlaClassId default_sla_;
  std::array<std::int64_t, priority_names.size()> head_start_ms_{};
  workspace::Collaboration collaboration_;
  std::int64_t presence_grace_ms_ = 30'000;
  bool any_tickets_only_ = false, any_kind_limits_ = false, any_offers_limits_ = false;
};

/// Whether proficiencies (ascending by skill) meet every need.
bool meets(std::span<const workspace::SkillNeed> proficiencies, std::span<const workspace::SkillNeed> needs);

/// The sum of the proficiencies in the needed skills; 0 for one that is missing.
std::uint32_t proficiency(std::span<const workspace::SkillNeed> skills, std::span<const workspace::SkillNeed> needs);

}  // namespace switchroom::engine
