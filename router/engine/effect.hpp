#pragma once
// What the engine decided, with the reason. Plain values; the caller owns and reuses the list.

#include <array>
#include <boost/container/static_vector.hpp>
#include <cstdint>
#include <memory>
#include <string_view>
#include <variant>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/units.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::engine {

/// The filters that an agent has to pass, in the order in which they are asked. An agent is counted at the first that
/// he fails.
enum class Filter : std::uint8_t {
  not_in_group,
  no_skill,
  status,
  off_shift,
  work_kind,
  at_limit,
  at_kind_limit,
  group_limit,
  paused,
  declined_before,
  scope,  ///< the ticket is held for somebody else
};
inline constexpr std::array<std::string_view, 11> filter_names{
    "NOT_IN_GROUP",  "NO_SKILL",    "STATUS", "OFF_SHIFT",       "WORK_KIND", "AT_LIMIT",
    "AT_KIND_LIMIT", "GROUP_LIMIT", "PAUSED", "DECLINED_BEFORE", "SCOPE"};

/// An agent's figures at the moment of a choice, before it took effect.
struct Figures {
  AgentId agent;  ///< empty: nobody
  Units in_use;
  Units limit;
  Instant last_assigned{};  ///< zero: never
  friend bool operator==(const Figures&, const Figures&) = default;
};

inline constexpr std::size_t lost_names_max = 20;  ///< of a filter

/// Agents whom each filter cost, by AgentId.
struct LostNames {
  using List = boost::container::static_vector<AgentId, lost_names_max>;
  std::array<List, filter_names.size()> lost;  ///< by Filter
  friend bool operator==(const LostNames&, const LostNames&) = default;
};

/// Why a choice fell as it did. Counts add up: lost in each filter + candidates = agents of the workspace.
struct Explanation {
  std::uint64_t config_version = 0;
  GroupId group;
  std::array<std::uint32_t, filter_names.size()> lost{};  ///< by Filter
  std::uint32_t candidates = 0;
  Figures winner;
  Figures runner_up;
  std::int64_t waited_ms = 0;  ///< since the ticket entered the queue
  std::int64_t score_ms = 0;   ///< head start of its priority + waited × slope of its SLA class
  std::uint8_t step = 0;       ///< of its route, from 0
  bool preferred = false;  ///< the winner was asked first: named by a rule or a step, or the customer's previous agent
  std::shared_ptr<const LostNames> names{};  ///< only if asked for; see Engine::name_the_lost
  friend bool operator==(const Explanation&, const Explanation&) = default;
};

/// The clocks of a ticket, of an agent and of a group; clocks due at the same instant strike in this order.
enum class Clock : std::uint8_t {
  offer,           ///< the offer lapses
  hold,            ///< the ticket waits for its previous agent no longer
  step,            ///< the next step of the route
  first_reply,     ///< the agent has not answered at all
  next_reply,      ///< the agent has not answered the customer's latest message
  reminder,        ///< before either
  idle,            ///< the customer is silent so long that the ticket costs less
  snooze,          ///< the ticket wakes
  reopen,          ///< a resolved ticket closes
  sla_first_warn,  ///< so much of the time is gone
  sla_first,       ///< first reply, by the SLA class
  sla_next_warn,
  sla_next,  ///< each further reply
  sla_resolve_warn,
  sla_resolve,             ///< resolution
  flow,                    ///< a department's response
  collaboration_notify,    ///< the person in charge is told
  collaboration_escalate,  ///< the supervisor is told
  collaboration,           ///< the request returns unanswered
  wrap_up,
  shift,
  pause,
  ramp,
  presence,
  window,  ///< a new minute for arrivals
};
inline constexpr std::array<std::string_view, 25> clock_names{"offer",
                                                              "hold",
                                                              "step",
                                                              "first_reply",
                                                              "next_reply",
                                                              "reminder",
                                                              "idle",
                                                              "snooze",
                                                              "reopen",
                                                              "sla_first_warn",
                                                              "sla_first",
                                                              "sla_next_warn",
                                                              "sla_next",
                                                              "sla_resolve_warn",
                                                              "sla_resolve",
                                                              "flow",
                                                              "collaboration_notify",
                                                              "collaboration_escalate",
                                                              "collaboration",
                                                              "wrap_up",
                                                              "shift",
                                                              "pause",
                                                              "ramp",
                                                              "presence",
                                                              "window"};

/// Why an action was refused.
enum class Refusal : std::uint8_t {
  wrong_state,    ///< the ticket does not stand where the action begins
  not_yours,      ///< the ticket, or its offer, is somebody else's
  out_of_scope,   ///< the actor may give work to members of his own groups only
  over_limit,     ///< of the agent or of the group; could be forced
  may_not_force,  ///< the actor has no right to force
  unavailable,    ///< the agent is gone, off shift, or takes no such work
  unknown,        ///< no such agent, group or flow in the configuration
  too_late,       ///< to reopen
};
inline constexpr std::array<std::string_view, 8> refusal_names{
    "wrong_state", "not_yours", "out_of_scope", "over_limit", "may_not_force", "unavailable", "unknown", "too_late"};

/// Nobody could take the ticket that entered the queue in this input; it waits.
struct Queued {
  TicketId ticket;
  Explanation why;
};

/// The ticket holds the agent's units until he accepts, declines, or `until` has come.
struct Offered {
  TicketId ticket;
  AgentId agent;
  Instant until{};
  Explanation why;
};
struct OfferAccepted {
  TicketId ticket;
  AgentId agent;
};
struct OfferDeclined {
  TicketId ticket;
  AgentId agent;
};
struct OfferLapsed {
  TicketId ticket;
  AgentId agent;
  std::uint32_t in_a_row = 0;
};
/// The offer is void: the ticket was closed or moved, or the agent is gone.
struct OfferWithdrawn {
  TicketId ticket;
  AgentId agent;
};

/// The ticket is the agent's from now on.
struct Started {
  TicketId ticket;
  AgentId agent;
  Explanation why;
  AgentId by{};             ///< who gave it to him; empty: the router
  bool overcommit = false;  ///< above his limit
  bool forced = false;
};

struct Ended {
  TicketId ticket;
  AgentId agent;
  EndReason reason = EndReason::closed;
  AgentId by{};
};

struct Closed {
  TicketId ticket;
  AgentId by{};
};

/// Changes between states that no other effect tells. `from` = `to`: only what the ticket costs its agent has changed.
struct StateChanged {
  TicketId ticket;
  TicketState from = TicketState::queued;
  TicketState to = TicketState::queued;
  AgentId by{};
  bool overcommit = false;  ///< the units taken back are above the agent's limit
};

/// A later step of the route. Skipped: nobody on shift could meet it.
struct StepEntered {
  TicketId ticket;
  std::uint8_t step = 0;
  bool skipped = false;
};

/// Supervisors of `group`, then administrators, are asked to see to it; `clock` says which one ran out, if any.
struct Escalated {
  TicketId ticket;
  GroupId group;
  AgentId by{};
  bool by_clock = false;
  Clock clock = Clock::step;
};

struct ClockSet {
  TicketId ticket;
  Clock clock = Clock::sla_first;
  Instant deadline{};
  bool business = false;  ///< counted in business time
};
struct ClockWarned {
  TicketId ticket;
  Clock clock = Clock::sla_first;
  Instant deadline{};
};
struct ClockBreached {
  TicketId ticket;
  Clock clock = Clock::sla_first;
  Instant deadline{};
};

/// The waiting room of the group is full: the ticket waits outside of the queue.
struct Parked {
  TicketId ticket;
  GroupId group;
};
/// The group was full: the ticket went to another one.
struct Overflowed {
  TicketId ticket;
  GroupId from;
  GroupId to;
};
/// The action changes nothing.
struct Refused {
  TicketId ticket;
  Refusal reason = Refusal::wrong_state;
  AgentId agent{};
  GroupId group{};
};

/// The agent has until `deadline` to answer the customer.
struct Reminder {
  TicketId ticket;
  AgentId agent;
  Instant deadline{};
};

/// By the agent, or by a configuration: who is new gets his first status (told even if it is offline), who left is
/// offline.
struct StatusChanged {
  AgentId agent;
  Status from = Status::offline;
  Status to = Status::offline;
  StatusReason reason = StatusReason::self;
  AgentId by{};
};

/// After several urgent tickets in a row. `until` is zero if only closes end it.
struct Paused {
  AgentId agent;
  Instant until{};
  std::uint32_t closes = 0;  ///< so many closed tickets end it; 0: only time does
};
struct Resumed {
  AgentId agent;
};
/// A shift begins or ends.
struct ShiftChanged {
  AgentId agent;
  bool on_shift = false;
};

/// The ticket is at a node of a flow; `until` is the node's response time, zero if it has none.
struct FlowEntered {
  TicketId ticket;
  FlowId flow;
  std::uint8_t node = 0;
  GroupId group;
  Instant until{};
};
/// The flow is over; the ticket goes back to the agent it came from.
struct FlowReturned {
  TicketId ticket;
  FlowId flow;
  AgentId agent;
};

struct CollaborationRequested {
  TicketId ticket;
  GroupId group;
  AgentId by{};
  Instant until{};
};
/// Nobody has answered yet: the person in charge is told, or the supervisors.
struct CollaborationReminded {
  TicketId ticket;
  GroupId group;
  bool supervisors = false;
};
/// The request is back with who asked.
struct CollaborationEnded {
  TicketId ticket;
  GroupId group;
  AgentId asker;
  bool answered = false;
};

/// The ticket returned to a group that it came from.
struct BouncedBack {
  TicketId ticket;
  GroupId group;
  std::uint32_t count = 0;
};
struct Reopened {
  TicketId ticket;
  AgentId by{};
};
struct PriorityChanged {
  TicketId ticket;
  Priority from = Priority::normal;
  Priority to = Priority::normal;
  AgentId by{};
};
struct SkillsChanged {
  TicketId ticket;
  AgentId by{};
};
/// A text to the customer: a group is full.
struct AutoReply {
  TicketId ticket;
  GroupId group;  ///< whose `full_reply` it is
};
/// The agent has tidied up; the units of a closed ticket are free.
struct WrapUpEnded {
  TicketId ticket;
  AgentId agent;
};

using Effect =
    std::variant<Queued, Started, Ended, Closed, StatusChanged, Offered, OfferAccepted, OfferDeclined, OfferLapsed,
                 OfferWithdrawn, StateChanged, StepEntered, Escalated, ClockSet, ClockWarned, ClockBreached, Parked,
                 Overflowed, Refused, Reminder, Paused, Resumed, ShiftChanged, FlowEntered, FlowReturned,
                 CollaborationRequested, CollaborationReminded, CollaborationEnded, BouncedBack, Reopened,
                 PriorityChanged, SkillsChanged, AutoReply, WrapUpEnded>;
using Effects = std::vector<Effect>;

}  // namespace switchroom::engine
