#pragma once
// What the reference router is made of. Each section is a file of its own.

#include <map>

#include "tests/router/engine/reference_router.hpp"
#include "tests/router/engine/reference_rules.hpp"

namespace switchroom::engine {

class ReferenceRouter::State {
 public:
  void apply(const Input& input, Instant at, Effects& effects);
  std::optional<OpenTicket> ticket(TicketId id) const;
  std::vector<OpenTicket> tickets() const;
  std::vector<AgentState> agents() const;
  std::vector<GroupState> groups() const;
  std::optional<Instant> next_due() const;
  bool conserves_work() const;

 private:
  /// People who are asked together, and what for.
  struct Crew {
    GroupId group;  ///< whose limits and statuses count
    std::vector<AgentId> members;
    std::vector<workspace::SkillNeed> needs;
    workspace::Strategy strategy = workspace::Strategy::least_loaded;
  };
  struct Due {
    Instant at;
    Clock clock;
    std::uint64_t number;
    friend auto operator<=>(const Due&, const Due&) = default;
  };
  struct Room {
    std::int64_t minute = 0;
    std::uint32_t arrivals = 0;
  };

  // reference_router.cpp: configurations and counts
  void on(const Configure& next);
  void place_anew(OpenTicket& ticket);
  void change_statuses(const ReferenceRules& before);
  void adapt_agent(AgentId id, const ReferenceRules& before);
  static bool is_held(const OpenTicket& ticket);
  static bool is_waiting(const OpenTicket& ticket);
  Units in_use(AgentId agent) const { return in_use(agent, false) + in_use(agent, true); }
  Units in_use(AgentId agent, bool interruptible) const;
  int tickets_of(AgentId agent, ChannelKindId kind) const;
  Units in_use(GroupId group) const;
  int offers(GroupId group) const;
  int waiting(GroupId group) const;
  bool is_over_limit(const OpenTicket& ticket) const;
  Instant& due(OpenTicket& ticket, Clock clock) const { return ticket.due.at(static_cast<std::size_t>(clock)); }
  Instant due(const OpenTicket& ticket, Clock clock) const { return ticket.due.at(static_cast<std::size_t>(clock)); }
  void stop(OpenTicket& ticket, std::initializer_list<Clock> clocks) const;
  OpenTicket& the(TicketId id) { return tickets_.at(id); }
  AgentState& the(AgentId id);

  // reference_choice.cpp: who may take a ticket, and who gets it
  std::vector<ReferenceStep> route_of(const OpenTicket& ticket) const { return rules_.route(route_group(ticket)); }
  GroupId route_group(const OpenTicket& ticket) const { return rules_.group_or_default(ticket.route); }
  ReferenceStep step_of(const OpenTicket& ticket) const;
  std::vector<Crew> crews_of(const OpenTicket& ticket) const;
  std::vector<workspace::SkillNeed> needs_in(const ReferenceStep& step, const OpenTicket& ticket) const;
  bool has_skills(AgentId agent, const Crew& crew) const;
  bool is_offered(ChannelKindId kind, GroupId group) const;
  bool has_room(GroupId group, const OpenTicket& ticket) const;
  std::optional<Filter> fails(AgentId agent, const Crew& crew, const OpenTicket& ticket) const;
  bool may_take(AgentId agent, const OpenTicket& ticket) const;
  bool has_taker(const OpenTicket& ticket) const;
  bool could_anyone(const OpenTicket& ticket) const;
  std::vector<AgentId> ranked(const Crew& crew, const OpenTicket& ticket) const;
  Explanation ask(const Crew& crew, const OpenTicket& ticket) const;
  Explanation explain(const OpenTicket& ticket) const;
  Explanation explain_by_hand(const OpenTicket& ticket, AgentId agent, GroupId group) const;
  Figures figures(AgentId agent) const;
  std::int64_t score(const OpenTicket& ticket) const;

  // reference_queue.cpp: waiting, steps, rooms, and what agents hold
  void on(const Arrive& arrival);
  bool has_place(GroupId group, const OpenTicket& ticket) const;
  void admit(TicketId id);
  bool is_bot_there(const OpenTicket& ticket, AgentId bot) const;
  void give_to_bot(OpenTicket& ticket, AgentId bot);
  void count_arrival(GroupId group);
  int arrivals(GroupId group) const;
  void settle();
  void serve();
  bool move_steps();
  bool move_on(OpenTicket& ticket, bool is_fresh);
  bool let_in_parked();
  void wait(OpenTicket& ticket);
  void set_step_clock(OpenTicket& ticket) const;
  void begin_route(OpenTicket& ticket, GroupId group) const;
  void hold(OpenTicket& ticket, AgentId agent, std::int64_t ms) const;
  void end_hold(OpenTicket& ticket) const;
  void give(OpenTicket& ticket);
  void take(OpenTicket& ticket, AgentId agent, GroupId group, TicketState state);
  void tire(AgentId agent, const OpenTicket& ticket, GroupId group);
  void rest(AgentId agent);
  void release(OpenTicket& ticket) const;
  void detach(OpenTicket& ticket, EndReason reason, AgentId by);
  void exclude(OpenTicket& ticket, AgentId agent) const;
  void forgive_if_all_tried(OpenTicket& ticket) const;

  // reference_talk.cpp: offers, customers and agents
  void on(const Accept& answer);
  void on(const Decline& answer);
  void lapse(OpenTicket& ticket);
  void on(const CustomerWrote& message);
  void take_found(OpenTicket& ticket, const workspace::Classification& found);
  void on(const Reply& reply);
  void on(const Snooze& snooze);
  void wake(OpenTicket& ticket);
  void on(const Resolve& resolve);
  void on(const Close& close);
  void close(TicketId id, AgentId by);
  void end_work(OpenTicket& ticket, EndReason reason, AgentId by);
  void on(const Reopen& reopen);
  void reopen(OpenTicket& ticket, AgentId by);
  void start_reply_clock(OpenTicket& ticket, Clock clock) const;

  // reference_people.cpp: by hand, flows, requests for help
  void on(const Assign& order);
  void on(const Transfer& order);
  void on(const Escalate& order);
  void on(const SetPriority& change);
  void on(const SetSkills& change);
  void on(const EnterFlow& order);
  void on(const FlowDone& done);
  void on(const Collaborate& order);
  void on(const CollaborationDone& done);
  void refuse(TicketId ticket, Refusal reason, AgentId agent, GroupId group = {});
  void hand_over(OpenTicket& ticket, AgentId agent, AgentId actor, bool force);
  std::optional<Refusal> objection(const OpenTicket& ticket, AgentId agent, AgentId actor, bool force) const;
  bool fits(const OpenTicket& ticket, AgentId agent) const;
  GroupId group_for(const OpenTicket& ticket, AgentId agent) const;
  void note_move(OpenTicket& ticket, GroupId to);
  void escalate(OpenTicket& ticket, AgentId by, std::optional<Clock> clock);
  void set_priority(OpenTicket& ticket, Priority priority, AgentId by);
  void enter_node(OpenTicket& ticket, std::size_t node);
  void return_to_origin(OpenTicket& ticket);
  void end_collaboration(OpenTicket& ticket, bool answered);

  // reference_agents.cpp
  void on(const SetStatus& change);
  void on(const ForceLogout& order);
  void on(const Seen& sign);
  void on(const Lost& loss);
  void on(const EndWrapUp& end);
  void change_status(AgentId agent, Status to, StatusReason reason, AgentId by);
  void start_ramp(AgentId agent, Units from);
  void send_home(AgentId agent, StatusReason status_reason, EndReason reason, AgentId by);
  void welcome_back(AgentId agent);
  void end_wrap_ups(AgentId agent, Instant until, TicketId only);
  void change_shift(AgentId agent, Instant at);
  void strike(AgentId agent, Clock clock, Instant due);

  // reference_time.cpp
  void on(const Advance& advance);
  void on(const StopClocks& stop);
  void on(const StartClocks& start);
  std::optional<Due> first_due() const;
  void strike(OpenTicket& ticket, Clock clock, Instant due);
  void no_reply(OpenTicket& ticket, Clock clock);
  void start_sla(OpenTicket& ticket, Clock clock);
  void stop_sla(OpenTicket& ticket, Clock clock) const;
  Instant after(CalendarId calendar, Instant from, std::int64_t ms) const;

  template <class One>
  void tell(One effect) {
    effects_->push_back(std::move(effect));
  }

  ReferenceRules rules_;
  std::map<AgentId, AgentState> standings_;  // also of agents who left
  std::map<TicketId, OpenTicket> tickets_;
  std::map<GroupId, Room> rooms_;
  std::uint64_t turns_ = 0;
  std::optional<Instant> stopped_;
  std::vector<TicketId> fresh_;  // waiting, or waiting for something else, since this input
  Instant at_{};
  Effects* effects_ = nullptr;
};

}  // namespace switchroom::engine
