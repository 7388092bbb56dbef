// Events have their time; deeds wait until their ticket is with somebody, and follow that after the recorded time;
// clocks strike when they are due. What comes first happens first; at one instant clocks go before inputs, and inputs
// in the recorded order.

#include "router/whatif/course.hpp"

#include <algorithm>
#include <queue>

#include "router/shard/arrival.hpp"

namespace switchroom::whatif {
namespace {

/// A ticket now.
struct Now {
  bool open = false;
  bool held = false;
  AgentId agent;    ///< who has it, or had it last
  Instant since{};  ///< was given to him
  Instant ended{};  ///< was closed
  Units units;
  std::uint32_t assignments = 0;
  std::uint32_t next_deed = 0;
  std::uint32_t plan = 0;  ///< counts changes of when its next deed is due
};

struct Due {
  Moment moment;
  std::uint32_t index = 0;  ///< of the case
  std::uint32_t plan = 0;
  bool operator>(const Due& other) const { return moment > other.moment; }
};

class Refold {
 public:
  Refold(const Recording& recording, const shard::ParseDocument& parse, bool names)
      : recording_(recording), parse_(parse), now_(recording.cases.size()), clock_(recording.begin) {
    course_.journeys.resize(recording.cases.size());
    state_.id = recording.workspace;
    state_.name = recording.name;
    state_.engine.keep_closed(true);
    state_.engine.name_the_lost(names);
  }

  Result<Course> run(const std::optional<std::string>& rules) {
    const Result<workspace::Numbering> numbering = workspace::decode_numbering(recording_.numbering);
    if (!numbering) return std::unexpected(numbering.error());
    numbering_ = std::make_shared<const workspace::Numbering>(*numbering);
    follows_changes_ = !rules;
    state_.version = rules ? recording_.version : recording_.first_version - 1;
    Result<void> done = put_in_force(rules ? *rules : recording_.documents.front());
    if (!done) return std::unexpected(done.error());
    begin();
    done = go_through();
    if (!done) return std::unexpected(done.error());
    finish();
    return std::move(course_);
  }

 private:
  Result<void> put_in_force(const std::string& document) {
    Result<shard::Compiled> compiled = shard::compile(document, *numbering_, parse_);
    if (!compiled) return std::unexpected(std::move(compiled.error()));
    ++state_.version;
    state_.take(std::move(*compiled));
    apply(shard::configure_of(state_));
    return {};
  }

  /// The state at the beginning, then the same configuration again: whoever may take a waiting ticket takes it now.
  void begin() {
    for (const engine::AgentState& before : recording_.agents) {
      std::optional<engine::AgentState> agent = state_.engine.agent(before.id);
      if (!agent) continue;
      agent->status = before.status;
      agent->last_assigned = before.last_assigned;
      agent->turn = before.turn;
      state_.engine.restore(*agent);
    }
    for (engine::OpenTicket ticket : recording_.open) {
      const std::uint32_t index = recording_.case_of(ticket.id);
      Now& now = now_[index];
      now.open = true;
      now.units = ticket.units;
      now.held = ticket.agent && ticket.state != TicketState::queued && ticket.state != TicketState::resolved;
      if (now.held && !state_.engine.agent(ticket.agent)) {
        now.held = false;
        ticket.state = TicketState::queued;
        ticket.agent = {};
      }
      if (now.held) now.agent = ticket.agent, now.since = ticket.held_since, now.assignments = 1;
      state_.engine.restore(ticket);
    }
    apply(shard::configure_of(state_));
    for (const engine::OpenTicket& ticket : recording_.open) plan(recording_.case_of(ticket.id));
  }

  Result<void> go_through() {
    for (std::size_t next = 0;;) {
      const Moment event = next < recording_.events.size() ? recording_.events[next].moment : Moment{};
      const Moment deed = due_.empty() ? Moment{} : due_.top().moment;
      const Moment first = std::min(event, deed);
      if (const auto strikes = state_.engine.next_due(); strikes && *strikes <= std::min(first.at, recording_.end)) {
        clock_ = std::max(clock_, *strikes);
        apply(engine::Advance{});
        continue;
      }
      if (first.at > recording_.end) return {};
      clock_ = std::max(clock_, first.at);
      if (deed < event) {
        do_next();
      } else if (Result<void> done = happen(recording_.events[next++]); !done) {
        return done;
      }
    }
  }

  void finish() {
    clock_ = recording_.end;
    for (const workspace::Agent& agent : state_.configuration->agents)
      for (const std::string& group : agent.groups)
        course_.shares[GroupId{state_.numbering->groups.find(group)}].members.emplace_back(
            state_.numbering->agents.find(agent.id));
    for (std::uint32_t index = 0; index < now_.size(); ++index) {
      if (now_[index].held) take_away(index);
      if (now_[index].open) end_wait(index);
    }
  }

  Result<void> happen(const Event& event) {
    switch (event.kind) {
      case Event::Kind::arrive:
        arrive(event);
        break;
      case Event::Kind::write:
        write(event);
        break;
      case Event::Kind::set_status:
        if (state_.engine.agent(event.agent)) apply(engine::SetStatus{.agent = event.agent, .status = event.status});
        break;
      case Event::Kind::log_out:
        if (state_.engine.agent(event.agent)) apply(engine::ForceLogout{.agent = event.agent});
        break;
      case Event::Kind::present:
        if (state_.engine.agent(event.agent)) apply(engine::Seen{event.agent});
        break;
      case Event::Kind::absent:
        if (state_.engine.agent(event.agent)) apply(engine::Lost{event.agent});
        break;
      case Event::Kind::facts:
        learn(event.customer, recording_.changed_facts[event.subject]);
        break;
      case Event::Kind::clocks:
        if (event.clocks.stop) apply(engine::StopClocks{event.clocks.since});
        if (event.clocks.start) apply(engine::StartClocks{});
        break;
      case Event::Kind::configure:
        if (follows_changes_) return put_in_force(recording_.documents[event.subject]);
        break;
    }
    return {};
  }

  void arrive(const Event& event) {
    const workspace::Channel* channel = state_.channel(event.message->channel);
    if (channel == nullptr) return;  // these rules do not have it
    classify::Facts facts =
        shard::facts_of(*channel, event.message->message, facts_of(event.customer), event.moment.at);
    facts.first_contact = event.first_contact;
    Now& now = now_[event.subject];
    now.open = true;
    now.units = state_.configuration->units_of(channel->kind);
    Journey& journey = course_.journeys[event.subject];
    journey.found = state_.classifier->classify(facts);
    const TicketId ticket = recording_.cases[event.subject].ticket;
    engine::Arrive arrival = shard::arrival_of(state_, *channel, ticket, now.units, journey.found);
    if (event.previous && !now_[*event.previous].open) {
      arrival.previous_agent = now_[*event.previous].agent;
      arrival.previous_at = now_[*event.previous].ended;
    }
    apply(std::move(arrival));
    if (!now.held) plan(event.subject);
  }

  /// What another system says of a customer, unless these rules do not know his level.
  void learn(CustomerId customer, const storage::CustomerFacts& facts) {
    const auto& levels = state_.configuration->customer_levels;
    if (facts.level.empty() || std::ranges::find(levels, facts.level) != levels.end()) facts_[customer] = &facts;
  }

  const storage::CustomerFacts& facts_of(CustomerId customer) const {
    static const storage::CustomerFacts none;
    if (const auto changed = facts_.find(customer); changed != facts_.end()) return *changed->second;
    const auto found = recording_.customers.find(customer);
    return found == recording_.customers.end() ? none : found->second;
  }

  void write(const Event& event) {
    const workspace::Channel* channel = state_.channel(event.message->channel);
    if (channel == nullptr || !now_[event.subject].open) return;
    classify::Facts facts =
        shard::facts_of(*channel, event.message->message, facts_of(event.customer), event.moment.at);
    facts.later_message = true;
    workspace::Classification found = state_.classifier->classify(facts);
    engine::CustomerWrote wrote{.ticket = recording_.cases[event.subject].ticket, .found = {}};
    if (!found.matches.empty()) wrote.found = std::move(found);
    apply(std::move(wrote));
  }

  /// When the ticket's next deed is due, if that can be told already.
  void plan(std::uint32_t index) {
    Now& now = now_[index];
    ++now.plan;
    const std::vector<Deed>& deeds = recording_.cases[index].deeds;
    if (now.next_deed >= deeds.size()) return;
    const Deed& deed = deeds[now.next_deed];
    Instant at = deed.recorded.at;
    if (deed.held) {
      if (!now.held) return;  // nobody can do it yet
      if (deed.assignment <= now.assignments) at = now.since + deed.after;
    }
    due_.push({{std::max(at, clock_), deed.recorded.turn}, index, now.plan});
  }

  void do_next() {
    const Due due = due_.top();
    due_.pop();
    Now& now = now_[due.index];
    if (due.plan != now.plan) return;
    const Deed& deed = recording_.cases[due.index].deeds[now.next_deed++];
    if (std::optional<engine::Input> input = input_of(deed, now)) apply(*input);
    plan(due.index);
  }

  std::optional<engine::Input> input_of(const Deed& deed, const Now& now) const {
    shard::Action action = deed.action;
    const bool is_answer_to_offer =
        action.kind == shard::ActionKind::accept || action.kind == shard::ActionKind::decline;
    action.actor = is_answer_to_offer ? state_.numbering->agents.name_of(now.agent.number) : std::string_view{};
    action.until += clock_ - deed.recorded.at;
    if (action.kind == shard::ActionKind::reopen && !now.open) {
      const auto closed = closed_.find(action.ticket);
      if (closed == closed_.end()) return std::nullopt;
      return engine::Reopen{.ticket = action.ticket, .actor = {}, .closed = closed->second};
    }
    if (!now.open) return std::nullopt;
    if (action.kind == shard::ActionKind::reply) {
      if (!now.held) return std::nullopt;
      return engine::Reply{action.ticket, now.agent};
    }
    return shard::Fold::input_of(state_, action);
  }

  void apply(const engine::Input& input) {
    effects_.clear();
    state_.engine.apply(input, clock_, effects_);
    given_.clear();
    for (const engine::Effect& effect : effects_) std::visit([this](const auto& one) { note(one); }, effect);
    for (const engine::OpenTicket& closed : state_.engine.touched().closed)
      closed_.insert_or_assign(closed.id, std::make_shared<const engine::OpenTicket>(closed));
    for (const std::uint32_t index : given_) plan(index);
  }

  template <class Other>
  void note(const Other&) {}
  void note(const engine::Queued& effect) {
    Journey& journey = course_.journeys[recording_.case_of(effect.ticket)];
    if (journey.agent || journey.group) return;
    explain(journey, effect.why);
  }
  void note(const engine::Started& effect) { give(effect.ticket, effect.agent, effect.why); }
  void note(const engine::Offered& effect) { give(effect.ticket, effect.agent, effect.why); }
  void note(const engine::Ended& effect) { take_away(recording_.case_of(effect.ticket)); }
  void note(const engine::OfferDeclined& effect) { take_away(recording_.case_of(effect.ticket)); }
  void note(const engine::OfferLapsed& effect) { take_away(recording_.case_of(effect.ticket)); }
  void note(const engine::OfferWithdrawn& effect) { take_away(recording_.case_of(effect.ticket)); }
  void note(const engine::Closed& effect) {
    const std::uint32_t index = recording_.case_of(effect.ticket);
    take_away(index);
    end_wait(index);
    now_[index].open = false;
    now_[index].ended = clock_;
  }
  void note(const engine::Reopened& effect) { now_[recording_.case_of(effect.ticket)].open = true; }
  void note(const engine::ClockBreached& effect) {
    if (effect.clock != engine::Clock::sla_first && effect.clock != engine::Clock::sla_next &&
        effect.clock != engine::Clock::sla_resolve)
      return;
    ++course_.breaches;
    ++course_.journeys[recording_.case_of(effect.ticket)].breaches;
  }

  void explain(Journey& journey, const engine::Explanation& why) const {
    journey.why = why;
    journey.group = why.group;
    journey.config_version = why.config_version;
  }

  void give(TicketId ticket, AgentId agent, const engine::Explanation& why) {
    const std::uint32_t index = recording_.case_of(ticket);
    Now& now = now_[index];
    const bool is_his = now.held && now.agent == agent;  // he accepted what he was offered
    if (!is_his) {
      take_away(index);
      ++course_.loads[agent].tickets;
      Share& share = course_.shares[why.group];
      ++share.tickets;
      share.given[agent] += now.units;
    } else {
      course_.loads[agent].unit_ms += now.units.milli * (clock_ - now.since).count();
    }
    now.held = true;
    now.agent = agent;
    now.since = clock_;
    ++now.assignments;
    given_.push_back(index);
    Journey& journey = course_.journeys[index];
    if (journey.agent) return;
    explain(journey, why);
    journey.agent = agent;
    journey.given = clock_;
    journey.waited_ms = (clock_ - recording_.cases[index].opened_at).count();
  }

  void take_away(std::uint32_t index) {
    Now& now = now_[index];
    if (!now.held) return;
    course_.loads[now.agent].unit_ms += now.units.milli * (clock_ - std::max(now.since, recording_.begin)).count();
    now.held = false;
  }

  void end_wait(std::uint32_t index) {
    Journey& journey = course_.journeys[index];
    if (!journey.agent) journey.waited_ms = (clock_ - recording_.cases[index].opened_at).count();
  }

  const Recording& recording_;
  const shard::ParseDocument& parse_;
  std::shared_ptr<const workspace::Numbering> numbering_;
  shard::WorkspaceState state_;
  bool follows_changes_ = false;
  std::vector<Now> now_;  // by case
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  boost::unordered_flat_map<TicketId, std::shared_ptr<const engine::OpenTicket>, std::hash<TicketId>> closed_;
  std::map<CustomerId, const storage::CustomerFacts*> facts_;  // that came in the window
  engine::Effects effects_;
  std::vector<std::uint32_t> given_;
  Instant clock_;
  Course course_;
};

}  // namespace

Result<Course> fold_again(const Recording& recording, const shard::ParseDocument& parse,
                          const std::optional<std::string>& rules, bool names) {
  return Refold(recording, parse, names).run(rules);
}

}  // namespace switchroom::whatif
