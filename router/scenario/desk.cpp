#include "router/scenario/desk.hpp"

#include <algorithm>

#include "config/calendar/calendar.hpp"

namespace switchroom::scenario {
namespace {

class CalendarHours final : public engine::Hours {
 public:
  CalendarHours(const workspace::Workspace& workspace, const workspace::Numbering& numbering)
      : calendars_(workspace, numbering) {}
  bool is_open(CalendarId id, Instant at) const override { return calendars_.is_open(id, at); }
  Instant next_change(CalendarId id, Instant at) const override { return calendars_.next_change(id, at); }
  Instant after_business(CalendarId id, Instant from, Milliseconds open) const override {
    return calendars_.after_business(id, from, open);
  }

 private:
  calendar::Calendars calendars_;
};

void prepare(engine::Engine& engine) {
  engine.keep_closed(true);
  engine.name_the_lost(true);
}

/// Actions of an agent whose ticket it need not be: the engine asks for the offer, the scope or the other group.
bool is_for_others(Verb verb) {
  return verb == Verb::accept || verb == Verb::decline || verb == Verb::assign || verb == Verb::answer_collaboration ||
         verb == Verb::tidy_up;
}

}  // namespace

Desk::Desk() : numbering_(std::make_shared<workspace::Numbering>()) { prepare(engine_); }

void Desk::configure(std::shared_ptr<const workspace::Workspace> workspace, Instant at) {
  workspace_ = std::move(workspace);
  numbering_ = std::make_shared<workspace::Numbering>(*numbering_);
  numbering_->take(*workspace_);
  classifier_.emplace(*workspace_, *numbering_);
  hours_ = std::make_shared<const CalendarHours>(*workspace_, *numbering_);
  ++version_;
  apply(engine::Configure{.workspace = workspace_, .numbering = numbering_, .version = version_, .hours = hours_}, at);
}

void Desk::advance(Instant at) { apply(engine::Advance{}, at); }

void Desk::act(const Deed& deed, const std::map<std::string, Customer>& customers, Instant at) {
  found_.reset();
  objection_.clear();
  switch (deed.verb) {
    case Verb::write: {
      static const Customer unknown;
      const auto known = customers.find(deed.who);
      return write(deed, known == customers.end() ? unknown : known->second, at);
    }
    case Verb::restart:
      return restart();
    case Verb::stop_clocks:
      return apply(engine::StopClocks{at}, at);
    case Verb::start_clocks:
      return start_clocks(at);
    default:
      objection_ = why_not(deed);
      if (!objection_.empty()) return;
      deed.verb == Verb::open_another ? open_another(deed, customers, at) : act_on_ticket(deed, at);
  }
}

void Desk::apply(const engine::Input& input, Instant at) {
  engine_.apply(input, at, effects_);
  for (const engine::OpenTicket& last : engine_.touched().closed) closed_.insert_or_assign(last.id, last);
}

void Desk::write(const Deed& deed, const Customer& customer, Instant at) {
  const auto channel = std::ranges::find(workspace_->channels, deed.channel, &workspace::Channel::id);
  std::vector<std::string_view> tags{customer.tags.begin(), customer.tags.end()};
  std::vector<std::string_view> attachments{deed.attachments.begin(), deed.attachments.end()};
  std::vector<classify::Attribute> attributes;
  for (const auto& [name, value] : customer.attributes) attributes.push_back({name, value});
  const classify::Facts facts{.text = deed.text,
                              .channel = channel->id,
                              .channel_kind = channel->kind,
                              .customer_language = customer.language,
                              .customer_level = customer.level,
                              .customer_tags = tags,
                              .customer_attributes = attributes,
                              .attachments = attachments,
                              .at = at};
  const TicketId last = last_tickets_[{deed.who, channel->kind}];
  const bool is_open = last && engine_.ticket(last);
  is_open&& deed.verb == Verb::write ? write_again(last, facts, at) : open(deed, *channel, facts, at);
}

void Desk::write_again(TicketId ticket, classify::Facts facts, Instant at) {
  facts.ticket_type = numbering_->ticket_types.name_of(origins_.at(ticket).type.number);
  facts.later_message = true;
  workspace::Classification found = classifier_->classify(facts);
  engine::CustomerWrote wrote{.ticket = ticket, .found = {}};
  if (!found.matches.empty()) wrote.found = found;
  found_.emplace(ticket, std::move(found));
  apply(wrote, at);
}

/// A new ticket; whoever had the customer's last one, if it is closed, is asked first.
void Desk::open(const Deed& deed, const workspace::Channel& channel, classify::Facts facts, Instant at) {
  const TicketId ticket{++tickets_made_};
  const TicketId last = std::exchange(last_tickets_[{deed.who, channel.kind}], ticket);
  facts.first_contact = !last;
  workspace::Classification found = classifier_->classify(facts);
  origins_.emplace(ticket, Origin{deed.who, channel.id, found.type});
  found_.emplace(ticket, found);
  engine::Arrive arrival{.ticket = ticket,
                         .units = workspace_->units_of(channel.kind),
                         .channel_group = GroupId{numbering_->groups.find(channel.group)},
                         .found = std::move(found),
                         .kind = ChannelKindId{numbering_->channel_kinds.find(channel.kind)}};
  if (const auto before = closed_.find(last); before != closed_.end() && !engine_.ticket(last)) {
    arrival.previous_agent = before->second.agent;
    arrival.previous_at = before->second.resolved;
  }
  apply(arrival, at);
}

/// The customer of an open ticket asks for something else.
void Desk::open_another(const Deed& deed, const std::map<std::string, Customer>& customers, Instant at) {
  static const Customer unknown;
  const Origin& origin = origins_.at(deed.ticket);
  if (std::ranges::find(workspace_->channels, origin.channel, &workspace::Channel::id) == workspace_->channels.end())
    return void(objection_ = "t" + std::to_string(deed.ticket.number) + " is refused, unknown; " + origin.channel);
  Deed asked = deed;
  asked.who = origin.customer;
  asked.channel = origin.channel;
  const auto known = customers.find(asked.who);
  write(asked, known == customers.end() ? unknown : known->second, at);
}

/// Who could not say that he is there gets the whole time of grace again.
void Desk::start_clocks(Instant at) {
  apply(engine::StartClocks{}, at);
  for (const engine::AgentState& agent : engine_.agents()) {
    if (agent.lost_at == Instant{}) continue;
    apply(engine::Seen{agent.id}, at);
    apply(engine::Lost{agent.id}, at);
  }
}

/// A new engine from what a shard stores, as whoever takes over makes one.
void Desk::restart() {
  engine::Engine fresh;
  engine::Effects ignored;
  prepare(fresh);
  fresh.apply(engine::Configure{.workspace = workspace_, .numbering = numbering_, .version = version_, .hours = hours_},
              Instant{}, ignored);
  for (const engine::AgentState& one : engine_.agents()) fresh.restore(one);
  for (std::uint64_t number = 1; number <= tickets_made_; ++number)
    if (const auto ticket = engine_.ticket(TicketId{number})) fresh.restore(*ticket);
  for (const engine::GroupState& one : engine_.groups()) fresh.restore(one);
  if (const auto since = engine_.clocks_stopped()) fresh.apply(engine::StopClocks{*since}, *since, ignored);
  engine_ = std::move(fresh);
}

void Desk::act_on_ticket(const Deed& deed, Instant at) {
  if (const std::optional<engine::Input> input = input_of(deed, at)) apply(*input, at);
}

bool Desk::is_agent_only(const std::string& name) const {
  const auto found = std::ranges::find(workspace_->agents, name, &workspace::Agent::id);
  return found != workspace_->agents.end() && found->role == Role::agent;
}

/// What the shard says before it asks the engine; empty: nothing.
std::string Desk::why_not(const Deed& deed) const {
  const bool is_about_agent = deed.verb == Verb::set_status || deed.verb == Verb::log_out;
  if (is_about_agent) {
    const bool may = deed.who == deed.agent || !is_agent_only(deed.who);
    return may ? "" : deed.agent + " is refused, not_yours; by " + deed.who;
  }
  if (deed.verb == Verb::lose || deed.verb == Verb::see || deed.verb == Verb::tidy_up) return {};
  const std::string name = "t" + std::to_string(deed.ticket.number);
  const auto ticket = engine_.ticket(deed.ticket);
  if (!ticket && !closed_.contains(deed.ticket)) return name + " is refused, unknown";
  if (!ticket && deed.verb != Verb::reopen) return name + " is refused, closed";
  const AgentId holder = ticket ? ticket->agent : closed_.at(deed.ticket).agent;
  if (is_agent_only(deed.who) && !is_for_others(deed.verb) && holder != agent(deed.who))
    return name + " is refused, not_yours; by " + deed.who;
  return {};
}

std::optional<engine::Input> Desk::input_of(const Deed& deed, Instant at) const {
  const AgentId actor = agent(deed.who);
  const AgentId target = agent(deed.agent);
  const GroupId group{numbering_->groups.find(deed.group)};
  const TicketId ticket = deed.ticket;
  switch (deed.verb) {
    case Verb::set_status:
      return engine::SetStatus{target, deed.status, actor == target ? AgentId{} : actor};
    case Verb::log_out:
      return engine::ForceLogout{target, actor};
    case Verb::lose:
      return engine::Lost{target};
    case Verb::see:
      return engine::Seen{target};
    case Verb::accept:
      return engine::Accept{ticket, actor};
    case Verb::decline:
      return engine::Decline{ticket, actor};
    case Verb::reply:  // a supervisor answers in the agent's place
      return engine::Reply{ticket, is_agent_only(deed.who) ? actor : engine_.ticket(ticket)->agent};
    case Verb::resolve:
      return engine::Resolve{ticket, actor};
    case Verb::close:
      return engine::Close{ticket, actor};
    case Verb::reopen: {
      engine::Reopen reopen{.ticket = ticket, .actor = actor};
      if (!engine_.ticket(ticket)) reopen.closed = std::make_shared<const engine::OpenTicket>(closed_.at(ticket));
      return reopen;
    }
    case Verb::snooze:
      return engine::Snooze{ticket, at + deed.duration, actor};
    case Verb::set_priority:
      return engine::SetPriority{ticket, deed.priority, actor};
    case Verb::set_skill: {
      const workspace::SkillNeed need{SkillId{numbering_->skills.find(deed.skill)},
                                      static_cast<std::uint8_t>(deed.minimum)};
      return engine::SetSkills{ticket, {need}, actor};
    }
    case Verb::assign:
      return engine::Assign{ticket, target, actor, deed.force};
    case Verb::transfer:
      return engine::Transfer{ticket, target, group, actor, deed.force};
    case Verb::enter_flow:
      return engine::EnterFlow{ticket, FlowId{numbering_->flows.find(deed.flow)}, actor};
    case Verb::finish_node:
      return engine::FlowDone{ticket, actor};
    case Verb::collaborate:
      return engine::Collaborate{ticket, group, actor};
    case Verb::answer_collaboration:
      return engine::CollaborationDone{ticket, actor};
    case Verb::escalate:
      return engine::Escalate{ticket, actor};
    case Verb::tidy_up:
      return engine::EndWrapUp{actor, ticket};
    default:
      return std::nullopt;
  }
}

}  // namespace switchroom::scenario
