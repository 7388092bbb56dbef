#include <fmt/format.h>

#include <algorithm>

#include "connectors/replies/replies.hpp"
#include "router/shard/arrival.hpp"
#include "router/shard/fold.hpp"
#include "router/shard/outcomes.hpp"

// How a ticket begins: what the rules find in its first message, who had the customer before, and what is answered at
// once.

namespace switchroom::shard {

using connectors::InboundMessage;

/// A new ticket for a customer, who had his last one, if it is closed by now, from the agent that it says.
TicketId Fold::open_for(WorkspaceState& workspace, const workspace::Channel& channel, CustomerId id, Customer& customer,
                        const InboundMessage& message, storage::RouteRecord route) {
  const TicketId last = std::exchange(customer.record.last_ticket, TicketId{++tickets_made_});
  const TicketId ticket = customer.record.last_ticket;
  classify::Facts facts = facts_of(channel, message, customer.record.facts, place_.at);
  facts.first_contact = !last;
  storage::TicketRecord record;
  record.workspace = workspace.id;
  record.customer = id;
  record.channel = ChannelId{workspace.numbering->channels.find(channel.id)};
  record.opened = place_.at;
  record.units = workspace.configuration->units_of(channel.kind);
  record.found = workspace.classifier->classify(facts);
  engine::Arrive arrival = arrival_of(workspace, channel, ticket, record.units, record.found);
  if (const storage::StoredTicket* before = closed_.find(last);
      before != nullptr && before->record.workspace == workspace.id) {
    arrival.previous_agent = before->record.agent;
    arrival.previous_at = std::max(before->routing.resolved, before->record.opened);
  }
  open_.emplace(ticket, OpenTicket{std::move(record), true});
  changed_tickets_.push_back(ticket);
  if (route.customer.contains('@')) {
    route.subject = message.subject;
    route.message_id = message.provider_id;
  }
  batch_->commit.put_route(ticket, route);
  routes_.insert(ticket, std::move(route));
  workspace.engine.apply(std::move(arrival), place_.at, effects_);
  return ticket;
}

/// Where it went, which ticket it follows, and what the rules answer by themselves.
void Fold::tell_opened(WorkspaceState& workspace, const workspace::Channel& channel, TicketId ticket, TicketId last) {
  const TemplateId answer = open_.at(ticket).record.found.auto_reply;
  take_effects(workspace);
  if (!open_.contains(ticket)) return;  // refused: its group is full
  if (last) tell_linked(workspace, ticket, last);
  if (answer) auto_reply(workspace, channel, ticket, {}, answer);
}

void Fold::wrote_again(WorkspaceState& workspace, const workspace::Channel& channel, const Customer& customer,
                       TicketId ticket, const InboundMessage& message) {
  classify::Facts facts = facts_of(channel, message, customer.record.facts, place_.at);
  facts.ticket_type = workspace.numbering->ticket_types.name_of(open_.at(ticket).record.found.type.number);
  facts.later_message = true;
  workspace::Classification found = workspace.classifier->classify(facts);
  engine::CustomerWrote wrote{.ticket = ticket, .found = {}};
  if (!found.matches.empty()) wrote.found = std::move(found);
  workspace.engine.apply(std::move(wrote), place_.at, effects_);
  take_effects(workspace);
}

/// A text that the workspace has ready, by channel kind, else by the customer's language, else the plain one. What a
/// channel can't carry is told, and not sent.
void Fold::auto_reply(WorkspaceState& workspace, const workspace::Channel& channel, TicketId ticket, GroupId group,
                      TemplateId answer) {
  const std::string_view name = workspace.numbering->templates.name_of(answer.number);
  const auto found = std::ranges::find(workspace.configuration->templates, name, &workspace::Template::id);
  if (found == workspace.configuration->templates.end()) return;
  const storage::TicketRecord& record = open_.at(ticket).record;
  const auto& texts = found->texts;
  auto text = texts.find(channel.kind);
  if (text == texts.end()) text = texts.find(record.found.language);
  if (text == texts.end()) text = texts.find("");
  const storage::RouteRecord* route = routes_.find(ticket);
  std::string id;
  const bool can = text != texts.end() && route != nullptr && replies::find_replies(channel.kind) != nullptr;
  if (can && take_automatic_answer(channel, ticket, record.customer)) {
    storage::ErrandRecord said;
    said.text = text->second;
    said.automatic = true;
    id = owe_reply(workspace, ticket, record, *route, std::move(said));
  }
  tell_auto_reply(workspace, ticket, group, name, id);
}

/// Promises an answer to the customer; its id.
std::string Fold::owe_reply(const WorkspaceState& workspace, TicketId ticket, const storage::TicketRecord& record,
                            const storage::RouteRecord& route, storage::ErrandRecord errand) {
  errand.kind = storage::ErrandKind::send_reply;
  errand.workspace = workspace.id;
  errand.channel = record.channel;
  errand.at = place_.at;
  errand.account = route.account;
  errand.to = route.to;
  errand.customer = route.customer;
  errand.ticket = ticket;
  errand.conversation = route.conversation;
  errand.subject = route.subject;
  errand.in_reply_to = route.message_id;
  put_thread(workspace, ticket, errand);
  const storage::ErrandId id{place_.frame, place_.input};
  owe(id, std::move(errand));
  return fmt::format("r{}-{}", keys_.shard, storage::to_text(id));
}

/// The customer asks for something else: a ticket of its own, for another agent.
Outcome Fold::open_second(WorkspaceState& workspace, const Action& action) {
  const storage::TicketRecord* record = open_ticket(action.ticket);
  if (record == nullptr || record->workspace != workspace.id)
    return refuse(Fault::not_found, "ticket", fmt::format("{}", action.ticket.number),
                  "an open ticket of this workspace");
  if (std::optional<Error> error = why_not(workspace, action, *record)) {
    Outcome outcome = about(action.ticket, *record);
    outcome.refused = std::move(error);
    return outcome;
  }
  const workspace::Channel* channel = workspace.channel(record->channel);
  const storage::RouteRecord* route = routes_.find(action.ticket);
  if (channel == nullptr || route == nullptr)
    return refuse(Fault::invalid_action, "channel", "a channel that was removed",
                  "a ticket whose channel is configured");
  const CustomerId id = record->customer;
  Customer& customer = *customers_.find(id);
  touch(id, customer);
  InboundMessage message;
  message.text = action.document;
  const TicketId ticket = open_for(workspace, *channel, id, customer, message, *route);
  threads_.continue_as(action.ticket, ticket);
  tell_opened(workspace, *channel, ticket, action.ticket);
  const storage::TicketRecord* now = open_ticket(ticket);
  return about(ticket, now == nullptr ? closed_.find(ticket)->record : *now);
}

Outcome Fold::set_tags(WorkspaceState& workspace, const Action& action) {
  std::vector<TagId> tags;
  for (const std::string& name : action.tags) {
    const TagId tag{workspace.numbering->tags.find(name)};
    if (!tag) return refuse(Fault::invalid_action, "tags", name, "tags that rules of this workspace name");
    tags.push_back(tag);
  }
  std::ranges::sort(tags);
  tags.erase(std::ranges::unique(tags).begin(), tags.end());
  storage::TicketRecord& record = touch(action.ticket).record;
  if (std::exchange(record.found.tags, tags) != tags) tell_tags(workspace, action.ticket, actor_of(workspace, action));
  return about(action.ticket, record);
}

}  // namespace switchroom::shard
