#include <fmt/format.h>

#include <algorithm>

#include "router/shard/fold.hpp"
#include "storage/kafka/json_writer.hpp"
#include "storage/kafka/padded.hpp"
#include "storage/records/external_id.hpp"

// What the engine tells besides assignments becomes events with names and JSON values, stored as they will be
// published.

namespace switchroom::shard {
namespace {

using storage::Decision;
using storage::DecisionKind;

/// Gathers the members of an event's data.
class Members {
 public:
  Members(Decision& decision, const workspace::Numbering& names) : decision_(decision), names_(names) {}

  Members& text(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    std::string json;
    storage::JsonWriter{json}.value(value);
    decision_.members.emplace_back(name, std::move(json));
    return *this;
  }
  Members& flag(std::string_view name, bool value) {
    decision_.members.emplace_back(name, value ? "true" : "false");
    return *this;
  }
  Members& number(std::string_view name, std::uint64_t value) {
    decision_.members.emplace_back(name, fmt::format_int(value).str());
    return *this;
  }
  Members& time(std::string_view name, Instant at) {
    if (at == Instant{} || at == Instant::max()) return *this;
    std::string value;
    storage::append_time(at, value);
    return text(name, value);
  }
  Members& agent(std::string_view name, AgentId id) { return text(name, names_.agents.name_of(id.number)); }
  Members& group(std::string_view name, GroupId id) { return text(name, names_.groups.name_of(id.number)); }
  Members& tags(const std::vector<TagId>& tags) {
    std::string json;
    storage::JsonWriter writer{json};
    writer.open_array();
    for (const TagId tag : tags) writer.value(names_.tags.name_of(tag.number));
    writer.close_array();
    decision_.members.emplace_back("tags", std::move(json));
    return *this;
  }
  Members& flow(FlowId id) { return text("flow", names_.flows.name_of(id.number)); }
  Members& state(std::string_view name, TicketState value) { return text(name, word_of(ticket_state_names, value)); }
  Members& clock(engine::Clock value) { return text("clock", word_of(engine::clock_names, value)); }
  Members& priority(std::string_view name, Priority value) { return text(name, word_of(priority_names, value)); }

 private:
  Decision& decision_;
  const workspace::Numbering& names_;
};

}  // namespace

Decision& Fold::route_event(WorkspaceState& workspace, TicketId ticket, std::string_view label) {
  Decision& decision = decide(DecisionKind::routed, workspace, ticket, touch(ticket).record);
  decision.label = label;
  if (decision.opened) decision.members.emplace_back("opened", "true");
  return decision;
}

Decision& Fold::agent_event(WorkspaceState& workspace, AgentId agent, std::string_view label) {
  touch_agent(workspace.id, agent);
  Decision& decision = decide(DecisionKind::routed, workspace);
  decision.agent = agent;
  decision.label = label;
  return decision;
}

void Fold::take(WorkspaceState& workspace, const engine::Offered& effect) {
  storage::TicketRecord& record = touch(effect.ticket).record;
  record.group = effect.why.group;
  batch_->commit.assign(workspace.id, effect.agent, effect.ticket);
  Decision& decision = decide(DecisionKind::offer_created, workspace, effect.ticket, record);
  decision.agent = effect.agent;
  decision.until = effect.until;
  decision.why = effect.why;
  decision.found = record.found;
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::OfferAccepted& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "offer.accepted");
  Members{decision, *workspace.numbering}.agent("agent", effect.agent);
  keep(decision);
}

void Fold::end_offer(WorkspaceState& workspace, TicketId ticket, AgentId agent, std::string_view label,
                     std::uint32_t in_a_row) {
  batch_->commit.unassign(workspace.id, agent, ticket);
  Decision& decision = route_event(workspace, ticket, label);
  Members members{decision, *workspace.numbering};
  members.agent("agent", agent);
  if (in_a_row > 0) members.number("in_a_row", in_a_row);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::OfferDeclined& effect) {
  end_offer(workspace, effect.ticket, effect.agent, "offer.declined", 0);
}
void Fold::take(WorkspaceState& workspace, const engine::OfferLapsed& effect) {
  end_offer(workspace, effect.ticket, effect.agent, "offer.lapsed", effect.in_a_row);
}
void Fold::take(WorkspaceState& workspace, const engine::OfferWithdrawn& effect) {
  end_offer(workspace, effect.ticket, effect.agent, "offer.withdrawn", 0);
}

void Fold::take(WorkspaceState& workspace, const engine::StateChanged& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "ticket.state_changed");
  Members members{decision, *workspace.numbering};
  members.state("from", effect.from).state("to", effect.to).agent("by", effect.by);
  if (effect.overcommit) members.flag("overcommit", true);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::StepEntered& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "ticket.step_entered");
  Members{decision, *workspace.numbering}.number("step", effect.step).flag("skipped", effect.skipped);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::Escalated& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "ticket.escalated");
  Members members{decision, *workspace.numbering};
  members.group("group", effect.group).agent("by", effect.by);
  if (effect.by_clock) members.clock(effect.clock);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::ClockSet& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "clock.set");
  Members{decision, *workspace.numbering}
      .clock(effect.clock)
      .time("deadline", effect.deadline)
      .flag("business", effect.business);
}

void Fold::take(WorkspaceState& workspace, const engine::ClockWarned& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "clock.warned");
  Members{decision, *workspace.numbering}.clock(effect.clock).time("deadline", effect.deadline);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::ClockBreached& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "clock.breached");
  Members{decision, *workspace.numbering}.clock(effect.clock).time("deadline", effect.deadline);
  decision.why.group = open_.at(effect.ticket).record.group;
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::Parked& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "ticket.parked");
  Members{decision, *workspace.numbering}.group("group", effect.group);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::Overflowed& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "ticket.overflowed");
  Members{decision, *workspace.numbering}.group("from", effect.from).group("to", effect.to);
  keep(decision);
}

void Fold::take(WorkspaceState&, const engine::Refused& effect) { refused_ = effect; }

void Fold::take(WorkspaceState& workspace, const engine::Reminder& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "ticket.reminder");
  Members{decision, *workspace.numbering}.agent("agent", effect.agent).time("deadline", effect.deadline);
}

void Fold::take(WorkspaceState& workspace, const engine::Paused& effect) {
  Members members{agent_event(workspace, effect.agent, "agent.paused"), *workspace.numbering};
  members.agent("agent", effect.agent).time("until", effect.until);
  if (effect.closes > 0) members.number("closes", effect.closes);
}

void Fold::take(WorkspaceState& workspace, const engine::Resumed& effect) {
  Members{agent_event(workspace, effect.agent, "agent.resumed"), *workspace.numbering}.agent("agent", effect.agent);
}

void Fold::take(WorkspaceState& workspace, const engine::ShiftChanged& effect) {
  Members{agent_event(workspace, effect.agent, "agent.shift_changed"), *workspace.numbering}
      .agent("agent", effect.agent)
      .flag("on_shift", effect.on_shift);
}

void Fold::take(WorkspaceState& workspace, const engine::FlowEntered& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "flow.entered");
  Members{decision, *workspace.numbering}
      .flow(effect.flow)
      .number("node", effect.node)
      .group("group", effect.group)
      .time("until", effect.until);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::FlowReturned& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "flow.returned");
  Members{decision, *workspace.numbering}.flow(effect.flow).agent("agent", effect.agent);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::CollaborationRequested& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "collaboration.requested");
  Members{decision, *workspace.numbering}
      .group("group", effect.group)
      .agent("by", effect.by)
      .time("until", effect.until);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::CollaborationReminded& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "collaboration.reminded");
  Members{decision, *workspace.numbering}.group("group", effect.group).flag("supervisors", effect.supervisors);
}

void Fold::take(WorkspaceState& workspace, const engine::CollaborationEnded& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "collaboration.ended");
  Members{decision, *workspace.numbering}
      .group("group", effect.group)
      .agent("asker", effect.asker)
      .flag("answered", effect.answered);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::BouncedBack& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "ticket.bounced_back");
  Members{decision, *workspace.numbering}.group("group", effect.group).number("count", effect.count);
}

void Fold::take(WorkspaceState& workspace, const engine::Reopened& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "ticket.reopened");
  Members{decision, *workspace.numbering}.agent("by", effect.by);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::PriorityChanged& effect) {
  touch(effect.ticket).record.found.priority = effect.to;
  Decision& decision = route_event(workspace, effect.ticket, "ticket.priority_changed");
  Members{decision, *workspace.numbering}
      .priority("from", effect.from)
      .priority("to", effect.to)
      .agent("by", effect.by);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::SkillsChanged& effect) {
  Decision& decision = route_event(workspace, effect.ticket, "ticket.skills_changed");
  Members{decision, *workspace.numbering}.agent("by", effect.by);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::AutoReply& effect) {
  const workspace::Channel* channel = workspace.channel(open_.at(effect.ticket).record.channel);
  const auto& groups = workspace.configuration->groups;
  const auto group =
      std::ranges::find(groups, workspace.numbering->groups.name_of(effect.group.number), &workspace::Group::id);
  if (channel == nullptr || group == groups.end()) return;
  auto_reply(workspace, *channel, effect.ticket, effect.group,
             TemplateId{workspace.numbering->templates.find(group->full_reply)});
}

void Fold::tell_auto_reply(WorkspaceState& workspace, TicketId ticket, GroupId group, std::string_view name,
                           std::string_view reply) {
  Decision& decision = route_event(workspace, ticket, "ticket.auto_reply");
  Members{decision, *workspace.numbering}.group("group", group).text("template", name).text("reply", reply);
  keep(decision);
}

void Fold::tell_linked(WorkspaceState& workspace, TicketId ticket, TicketId last) {
  Decision& decision = route_event(workspace, ticket, "ticket.linked");
  Members{decision, *workspace.numbering}.text("to", storage::external_id(keys_.shard, last));
  keep(decision);
}

void Fold::tell_tags(WorkspaceState& workspace, TicketId ticket, AgentId by) {
  Decision& decision = route_event(workspace, ticket, "ticket.tags_changed");
  Members{decision, *workspace.numbering}.tags(touch(ticket).record.found.tags).agent("by", by);
  keep(decision);
}

void Fold::take(WorkspaceState& workspace, const engine::WrapUpEnded& effect) {
  Members{agent_event(workspace, effect.agent, "agent.wrap_up_ended"), *workspace.numbering}.agent("agent",
                                                                                                   effect.agent);
}

/// What the engine holds of everything that the last input touched goes into the records.
void Fold::copy_touched(WorkspaceState& workspace) {
  const engine::Touched& touched = workspace.engine.touched();
  for (const TicketId id : touched.tickets) {
    if (!open_.contains(id)) continue;
    const auto current = workspace.engine.ticket(id);
    if (!current) continue;
    storage::TicketRecord& record = touch(id).record;
    record.state = current->state;
    record.group = current->group;
    record.agent = current->agent;
    record.units = current->units;
    record.found.priority = current->priority;
    record.found.skills = current->skills;
  }
  for (const engine::OpenTicket& last : touched.closed) {
    storage::StoredTicket* closed = closed_.find(last.id);
    if (closed == nullptr) continue;
    closed->routing = last;
    batch_->commit.put_closed(last.id, closed->record, closed->routing);
  }
  for (const AgentId agent : touched.agents) touch_agent(workspace.id, agent);
  for (const GroupId group : touched.groups)
    changed_groups_.insert(std::uint64_t{workspace.id.number} << 32 | group.number);
}

}  // namespace switchroom::shard
