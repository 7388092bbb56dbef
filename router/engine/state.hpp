#pragma once
// What an engine is made of, and the steps that inputs share. Truth: roster (configuration), ledger (units), standings
// (agents), tickets, rooms. Desks and timers are indexes over it. Each input has its own place in one of the .cpp files
// named in the sections below. The engine's thread.
//
// Why work stays conserved without looking at everything: before an input nobody could take any waiting ticket. An
// input changes that only for tickets that begin to wait or wait for something else (`pending`), for agents who got
// room, and for groups that were at a limit; all of these are noted in `changes_` and settled before the input ends. An
// assignment makes no room.

#include <set>
#include <utility>

#include "router/engine/desks.hpp"
#include "router/engine/engine.hpp"
#include "router/engine/fairness.hpp"
#include "router/engine/ledger.hpp"
#include "router/engine/rooms.hpp"
#include "router/engine/roster.hpp"
#include "router/engine/tickets.hpp"
#include "router/engine/timers.hpp"

namespace switchroom::engine {

class Engine::State {
 public:
  void apply(const Input& input, Instant at, Effects& effects);
  const Touched& touched() const { return touched_; }

  void restore(const OpenTicket& stored);
  void restore(const AgentState& stored);
  void restore(const GroupState& stored);

  std::optional<Instant> next_due() const;
  std::optional<Instant> clocks_stopped() const { return stopped_; }
  void name_the_lost(bool yes) { names_the_lost_ = yes; }
  void keep_closed(bool yes) { keeps_closed_ = yes; }
  std::optional<OpenTicket> ticket(TicketId id) const;
  std::optional<AgentState> agent(AgentId id) const;
  std::vector<AgentState> agents() const;
  std::vector<GroupState> groups() const;
  GroupState arrivals(GroupId id) const;
  Units drift() const { return ledger_.drift(tickets_, standings_); }
  Figures figures_of(const RosterAgent& agent) const;
  GroupFairness fairness(GroupId group, Instant at) const;

 private:
  using Slot = std::uint32_t;

  // configure.cpp
  void on(const Configure& configuration);
  void place_anew(Slot slot);
  void enqueue_all();
  void change_statuses(const Roster& before);
  void adapt_agents(const Roster& before);

  // arrive.cpp: new tickets, and rooms that are full
  void on(const Arrive& arrival);
  void fill(Ticket& ticket, const Arrive& arrival) const;
  void prefer_previous(Slot slot, const Arrive& arrival);
  std::optional<std::uint32_t> bot_for(const Ticket& ticket, AgentId bot) const;
  void give_to_bot(Slot slot, std::uint32_t bot);
  bool admit(Slot slot);
  bool has_place(std::uint32_t group, Ticket& ticket);
  bool overflow(Slot slot);
  void park(Slot slot);
  bool let_in_parked();
  bool may_enter(std::uint32_t group, Slot slot);
  bool is_minute_over() const;
  void retime_room(std::uint32_t group, Instant looked);

  // serve.cpp: from the queue to an agent
  bool settle_alone(Slot slot);
  bool is_next_step_due(const Ticket& ticket) const;
  bool skips_step(const Ticket& ticket, std::span<const Stand> stands) const;
  void begin_route(Ticket& ticket, GroupId group);
  void enqueue(Slot slot);
  void enqueue(Slot slot, std::span<const Stand> stands);
  void leave_queue(Slot slot);
  void pend(Slot slot);
  void forget_pending(Slot slot);
  void settle();
  void serve();
  void rank_pending();
  bool improve_for_pending(const Head& pending, Head& best);
  void serve_all();
  bool move_on(Slot slot);
  void enter_step(Ticket& ticket, bool skipped);
  void hold_for(Slot slot, AgentId agent, std::int64_t wait_ms);
  void end_hold(Ticket& ticket);
  void end_holds_for(AgentId agent);
  void move_on_without(std::uint32_t agent);
  void give(Slot slot, const Choice& choice, std::span<const Stand> stands);
  void tell_queued(Slot slot);
  Explanation explain(const Ticket& ticket, const Choice& choice, std::span<const Stand> stands);
  Explanation explain_by_hand(const Ticket& ticket, const RosterAgent& agent, GroupId group) const;
  Figures figures(std::uint32_t pool, std::uint32_t member) const;

  // work.cpp: what an agent holds
  void take(Slot slot, std::uint32_t agent, GroupId group, TicketState state);
  void start_reply_clock(Ticket& ticket, Clock clock);
  void stop_work_clocks(Ticket& ticket);
  void book(Slot slot);
  void unbook(Slot slot);
  void recharge(Slot slot, Units charged);
  bool is_over_limit(const Ticket& ticket) const;
  void release(Slot slot);
  void detach(Slot slot, EndReason reason, AgentId by);
  void wrap_up(const Ticket& ticket);
  void exclude(Ticket& ticket, AgentId agent);
  void requeue(Slot slot);
  void tire(AgentId agent, const Ticket& ticket, const RosterGroup& group);
  void rest(AgentId agent);
  void free_agent(AgentId agent);
  void note_group(GroupId group);

  // offers.cpp
  void on(const Accept& answer);
  void on(const Decline& answer);
  void lapse(Slot slot);
  void withdraw(Slot slot);

  // talk.cpp: customer and agent
  void on(const CustomerWrote& message);
  void on(const Reply& reply);
  void on(const Snooze& snooze);
  void on(const Resolve& resolve);
  void on(const Close& close);
  void on(const Reopen& reopen);
  void take_found(Slot slot, const workspace::Classification& found);
  void wake(Slot slot, AgentId by);
  void end_work(Slot slot, EndReason reason, AgentId by);
  void close(Slot slot, AgentId by);
  void keep(const Ticket& ticket);
  void reopen(Slot slot, AgentId by);

  // people.cpp: assignments, transfers, changes by hand
  void on(const Assign& order);
  void on(const Transfer& order);
  void on(const Escalate& order);
  void on(const SetPriority& change);
  void on(const SetSkills& change);
  bool hand_over(Slot slot, AgentId agent, AgentId actor, bool force, EndReason reason);
  std::optional<Refusal> objection(const Ticket& ticket, AgentId agent, AgentId actor, bool force) const;
  bool fits(const Ticket& ticket, std::uint32_t agent, GroupId group) const;
  GroupId group_for(const Ticket& ticket, std::uint32_t agent) const;
  bool is_in_scope(AgentId actor, std::uint32_t agent) const;
  bool is_group_in_scope(AgentId actor, std::uint32_t group) const;
  void note_move(Ticket& ticket, GroupId to);
  void escalate(Slot slot, AgentId by, std::optional<Clock> clock);
  void set_priority(Slot slot, Priority priority, AgentId by);
  void refuse(TicketId ticket, Refusal reason, AgentId agent = {}, GroupId group = {});

  // flows.cpp: departments and requests for help
  void on(const EnterFlow& order);
  void on(const FlowDone& done);
  void on(const Collaborate& order);
  void on(const CollaborationDone& done);
  void enter_node(Slot slot, std::uint8_t node);
  void return_to_origin(Slot slot);
  void end_collaboration(Ticket& ticket, bool answered);

  // agents.cpp
  void on(const SetStatus& change);
  void on(const ForceLogout& order);
  void on(const Seen& sign);
  void on(const Lost& loss);
  void on(const EndWrapUp& end);
  void change_status(AgentId agent, Status to, StatusReason reason, AgentId by);
  void send_home(AgentId agent, StatusReason status_reason, EndReason reason, AgentId by);
  void lose_work(AgentId agent, EndReason reason);
  void welcome_back(AgentId agent);
  void start_ramp(AgentId agent, Units from);
  void end_wrap_ups(AgentId agent, Instant until, TicketId only);
  void strike_agent(AgentId agent, Clock clock, Instant due);
  void change_shift(AgentId agent, Instant due);
  void retime(AgentId agent);

  // clocks.cpp
  void on(const Advance&);
  void on(const StopClocks& stop);
  void on(const StartClocks&);
  void strike_ticket(Slot slot, Clock clock, Instant due);
  void no_reply(Slot slot, Clock clock);
  void start_sla(Ticket& ticket, Clock clock);
  void stop_sla(Ticket& ticket, Clock clock);
  void breach(Slot slot, Clock clock, Instant due);
  Instant after(CalendarId calendar, Instant from, std::int64_t ms) const;
  void retime(Slot slot);

  Slot slot_of(TicketId id) const;
  AgentState& standing(AgentId agent);
  std::uint32_t index_of(AgentId agent) const;
  const RosterGroup& group_of_work(const Ticket& ticket) const {
    return roster().groups()[roster().find(ticket.group).value_or(roster().default_group())];
  }
  AgentState state_of(const RosterAgent& agent) const;
  template <class One>
  void tell(One&& effect) {
    effects_->emplace_back(std::in_place_type<std::remove_cvref_t<One>>, std::forward<One>(effect));
  }
  void touch(const Ticket& ticket) { touched_.tickets.push_back(ticket.id); }
  void touch(AgentId agent) { touched_.agents.push_back(agent); }
  const Roster& roster() const { return *roster_; }

  /// What an input set free or moved, until it is settled.
  struct Changes {
    std::vector<std::uint32_t> agents;
    std::vector<FreedGroup> groups;
    std::vector<Slot> pending;
    std::vector<bool> is_pending;  ///< by slot
    bool everything = false;
  };

  std::shared_ptr<const Roster> roster_ = std::make_shared<Roster>();
  std::shared_ptr<const Hours> hours_;
  Ledger ledger_;
  Standings standings_;
  std::vector<std::vector<Slot>> held_;  // by number of the agent
  Tickets tickets_;
  Rooms rooms_;
  Desks desks_{*roster_, ledger_, standings_};
  Timers ticket_timers_, agent_timers_, group_timers_;  // by slot, number of the agent, number of the group
  std::set<std::pair<AgentId, TicketId>> holds_;
  Fairness fairness_;
  std::uint64_t turns_ = 0;
  std::optional<Instant> stopped_;
  bool names_the_lost_ = false;
  bool keeps_closed_ = false;
  Changes changes_;
  std::vector<Head> ranked_;  ///< working memory of `serve`
  Touched touched_;
  Instant at_{};
  Effects* effects_ = nullptr;
};

}  // namespace switchroom::engine
