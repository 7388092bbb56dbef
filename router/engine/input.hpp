#pragma once
// What the engine of one workspace is told. Plain values; the engine's thread.
//
// Tickets and agents that an input names are known, unless its comment says otherwise; a broken promise is a
// std::logic_error. What people may not do is no broken promise: it gives Refused and changes nothing. An `actor` is
// the agent who acts; empty: the system or a console with all rights.

#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/units.hpp"
#include "config/vocabulary/words.hpp"
#include "config/workspace/classification.hpp"
#include "config/workspace/numbering.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::engine {

class Roster;
struct OpenTicket;

/// Answers about a workspace's calendars. Instants of answers become part of the state, so a library that gives others
/// later changes nothing that was decided. Any thread.
class Hours {
 public:
  virtual ~Hours() = default;
  virtual bool is_open(CalendarId calendar, Instant at) const = 0;
  /// When it opens or closes next after `at`; Instant::max() for never.
  virtual Instant next_change(CalendarId calendar, Instant at) const = 0;
  /// When so much open time has passed since `from`; Instant::max() for never.
  virtual Instant after_business(CalendarId calendar, Instant from, Milliseconds open) const = 0;
};

/// A configuration takes effect; the first input of all. Waiting tickets are placed anew under it; work in progress
/// stays with its agent, unless the agent is gone: then it goes back to the queue with its age. Agents who are new, and
/// those who come back, get their first status. `numbering` already knows every name of `workspace`.
struct Configure {
  std::shared_ptr<const workspace::Workspace> workspace;
  std::shared_ptr<const workspace::Numbering> numbering;
  std::uint64_t version = 0;
  /// The same configuration compiled, by whatever thread; empty: it is compiled here.
  std::shared_ptr<const Roster> roster{};
  /// Empty: every calendar is always open.
  std::shared_ptr<const Hours> hours{};
};

/// A new ticket wants an agent. `units` is 0 or more, `ticket` is not open. `channel_group` is where it goes when no
/// rule named a group; empty: the default group.
struct Arrive {
  TicketId ticket;
  Units units;
  GroupId channel_group;
  workspace::Classification found;
  ChannelKindId kind{};
  AgentId previous_agent{};  ///< who had this customer last; empty: nobody, or too long ago to tell
  Instant previous_at{};     ///< when he had
};

/// The customer wrote again on an open ticket. `found` is what rules for every message found; empty: nothing.
struct CustomerWrote {
  TicketId ticket;
  std::optional<workspace::Classification> found{};
};

/// The agent answered the customer. Refused unless the ticket is his.
struct Reply {
  TicketId ticket;
  AgentId agent;
};

/// Answers to an offer. Refused unless the ticket is offered to this agent.
struct Accept {
  TicketId ticket;
  AgentId agent;
};
struct Decline {
  TicketId ticket;
  AgentId agent;
};

/// The agent says that the matter is settled: his units are free, and the ticket closes by itself when it is too late
/// to reopen it. Refused unless it is assigned, waits for the customer or is snoozed.
struct Resolve {
  TicketId ticket;
  AgentId actor{};
};

/// A ticket is done; its units are free again, after the group's wrap-up time. The ticket is open.
struct Close {
  TicketId ticket;
  AgentId actor{};
};

/// A resolved ticket, or a closed one, is work again: for its last agent if he may take it within the group's
/// `reopen_wait_for_agent`, else for the queue with credit for the time it waited before. `closed` is the ticket as it
/// was when it closed, empty if it is open. Refused after `reopen_within`.
struct Reopen {
  TicketId ticket;
  AgentId actor{};
  std::shared_ptr<const OpenTicket> closed{};
};

/// The ticket sleeps until `until`, or until the customer writes. Refused unless it is assigned or waits for the
/// customer.
struct Snooze {
  TicketId ticket;
  Instant until{};
  AgentId actor{};
};

struct SetPriority {
  TicketId ticket;
  Priority priority = Priority::normal;
  AgentId actor{};
};

/// The ticket needs these skills instead of what it needed (ascending, each once). An agent keeps it all the same.
struct SetSkills {
  TicketId ticket;
  std::vector<workspace::SkillNeed> skills;
  AgentId actor{};
};

/// A person gives a ticket to an agent. Refused outside of the actor's scope, and above a limit unless it is forced by
/// somebody who may.
struct Assign {
  TicketId ticket;
  AgentId agent;
  AgentId actor{};
  bool force = false;
};

/// The same for a ticket that somebody has, or to a group: exactly one of `agent` and `group` is set.
struct Transfer {
  TicketId ticket;
  AgentId agent;
  GroupId group;
  AgentId actor{};
  bool force = false;
};

/// The ticket passes the nodes of a department flow and comes back to the agent who has it now.
struct EnterFlow {
  TicketId ticket;
  FlowId flow;
  AgentId actor{};
};
/// The node that has the ticket is done with it.
struct FlowDone {
  TicketId ticket;
  AgentId actor{};
};

/// Another group is asked for help; the ticket stays where it is.
struct Collaborate {
  TicketId ticket;
  GroupId group;
  AgentId actor{};
};
/// The other group has answered.
struct CollaborationDone {
  TicketId ticket;
  AgentId actor{};
};

/// The supervisors of its group, then administrators, are asked too.
struct Escalate {
  TicketId ticket;
  AgentId actor{};
};

/// An agent says how available he is, or a supervisor says it of him (`actor`). The agent is in the configuration.
struct SetStatus {
  AgentId agent;
  Status status = Status::offline;
  AgentId actor{};
};

/// A supervisor sends an agent home: offline, and his work goes the way of lost presence.
struct ForceLogout {
  AgentId agent;
  AgentId actor{};
};

/// Presence: a sign of life, and the loss of it. The agent is in the configuration.
struct Seen {
  AgentId agent;
};
struct Lost {
  AgentId agent;
};

/// The agent has tidied up after a closed ticket before its wrap-up time is over.
struct EndWrapUp {
  AgentId agent;
  TicketId ticket;
};

/// Time has passed: what is due at or before now happens, in the order of (due, clock, number). The only input in which
/// timers fire.
struct Advance {};

/// Nobody could see offers and messages since `since`: clocks of offers and of replies stand still from then on.
struct StopClocks {
  Instant since{};
};
/// They go on, with as much time left as they had.
struct StartClocks {};

using Input =
    std::variant<Configure, Arrive, Close, SetStatus, CustomerWrote, Reply, Accept, Decline, Resolve, Reopen, Snooze,
                 SetPriority, SetSkills, Assign, Transfer, EnterFlow, FlowDone, Collaborate, CollaborationDone,
                 Escalate, ForceLogout, Seen, Lost, EndWrapUp, Advance, StopClocks, StartClocks>;

}  // namespace switchroom::engine
