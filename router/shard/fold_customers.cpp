#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "router/shard/fold.hpp"
#include "router/shard/message_states.hpp"
#include "router/shard/outcomes.hpp"

// Whose message it is, what is known of him, and what has to be read to know it.

namespace switchroom::shard {
namespace {

using connectors::InboundMessage;
using connectors::MessageKind;

/// Whose message it is: the other party, also where we were the sender.
std::string_view address_of(const InboundMessage& message) {
  if (message.kind == MessageKind::echo || message.from.empty()) return message.conversation;
  return message.from;
}

/// storage::identity_field of an address, in a text that is overwritten by the next call: most addresses are known.
std::string_view field_of(WorkspaceId workspace, std::string_view kind, std::string_view address) {
  thread_local std::string field;
  field.assign(fmt::format_int(workspace.number).str()).append(" ").append(kind).append(":").append(address);
  return field;
}

}  // namespace

void Fold::need(const storage::MessageInput& input, Needs& needs) {
  const WorkspaceState* workspace = workspaces_.find(input.workspace);
  const workspace::Channel* channel = workspace == nullptr ? nullptr : workspace->channel(input.channel);
  if (channel == nullptr) return;
  for (const std::string_view address : {address_of(input.message), std::string_view{input.message.from_alias}})
    if (!address.empty()) {
      need(field_of(input.workspace, channel->kind, address), needs);
      if (changes_another(input.message)) need_names(field_of(input.workspace, channel->kind, address), input, needs);
    }
}

void Fold::need(std::string_view identity, Needs& needs) {
  const std::optional<CustomerId> known = customers_.find(identity);
  if (!known)
    needs.identities.emplace_back(identity);
  else if (customers_.find(*known) == nullptr)
    needs.customers.push_back(*known);
  else if (const TicketId closed = closed_ticket_of(*known))
    needs.closed_tickets.push_back(closed);
}

void Fold::need(const storage::ActionInput& input, Needs& needs) {
  const Result<Action> action = decode_action(input.action);
  if (!action) return;
  const WorkspaceState* workspace = workspaces_.find(action->workspace);
  if (workspace == nullptr) return;
  if (outcomes_.find(storage::outcome_field(workspace->id, action->idempotency_key)) == nullptr)
    needs.outcome_keys.emplace_back(workspace->id, action->idempotency_key);
  if (action->ticket && !open_.contains(action->ticket) && closed_.find(action->ticket) == nullptr)
    needs.closed_tickets.push_back(action->ticket);
  const bool answers = action->kind == ActionKind::reply || action->kind == ActionKind::open_ticket;
  if (answers && routes_.find(action->ticket) == nullptr) needs.routes.push_back(action->ticket);
  if (const storage::TicketRecord* open = open_ticket(action->ticket);
      open != nullptr && action->kind == ActionKind::open_ticket && customers_.find(open->customer) == nullptr)
    needs.customers.push_back(open->customer);
  if (!action->identity.empty()) need(storage::identity_field(workspace->id, action->identity), needs);
}

/// To tell whether a change came before its message.
void Fold::need_names(std::string_view identity, const storage::MessageInput& input, Needs& needs) {
  const std::optional<CustomerId> known = customers_.find(identity);
  if (!known) {
    needs.changed_by.emplace_back(identity);
    return;
  }
  for (const std::string_view name : {std::string_view{input.message.ref}, reply_named_by(input.message)})
    if (recent_names_.find(name_of(*known, input.channel, name)) != nullptr) return;
  if (names_.find(*known) == nullptr) needs.names.push_back(*known);
}

TicketId Fold::closed_ticket_of(CustomerId id) {
  const Customer* customer = customers_.find(id);
  const TicketId last = customer == nullptr ? TicketId{} : customer->record.last_ticket;
  return !last || open_.contains(last) || closed_.find(last) != nullptr ? TicketId{} : last;
}

void Fold::touch(CustomerId id, Customer& customer) {
  if (!std::exchange(customer.changed, true)) changed_customers_.push_back(id);
}

std::pair<CustomerId, Customer*> Fold::customer_of(WorkspaceState& workspace, std::string_view kind,
                                                   const InboundMessage& message) {
  CustomerId id;
  std::vector<std::string> unknown;
  for (const std::string_view address : {address_of(message), std::string_view{message.from_alias}}) {
    if (address.empty()) continue;
    if (const auto known = customers_.find(field_of(workspace.id, kind, address))) {
      if (!id) id = *known;
    } else {
      unknown.push_back(fmt::format("{}:{}", kind, address));
    }
  }
  if (!id && unknown.empty()) return {id, nullptr};
  return join(workspace, id, std::move(unknown));
}

/// The customer, a new one if there is none yet, who has these addresses from now on.
std::pair<CustomerId, Customer*> Fold::join(WorkspaceState& workspace, CustomerId id,
                                            std::vector<std::string> addresses) {
  if (!id) {
    id = CustomerId{++customers_made_};
    Customer fresh;
    fresh.record.workspace = workspace.id;
    customers_.learn(id, std::move(fresh));
    names_.insert(id, MessageNames{});
  }
  for (const std::string& name : addresses) {
    customers_.learn(storage::identity_field(workspace.id, name), id);
    batch_->commit.put_identity(workspace.id, name, id);
  }
  Customer* customer = customers_.find(id);
  if (customer == nullptr) throw std::logic_error("a customer that was named by `needs` was not learnt");
  for (std::string& name : addresses) customer->record.identities.push_back(std::move(name));
  return {id, customer};
}

Outcome Fold::set_customer(WorkspaceState& workspace, const Action& action) {
  Result<storage::CustomerFacts> facts = storage::decode_facts(action.document);
  if (!facts) return refuse(Fault::invalid_action, "customer", facts.error().found, facts.error().expected);
  const auto& levels = workspace.configuration->customer_levels;
  if (!facts->level.empty() && std::ranges::find(levels, facts->level) == levels.end())
    return refuse(Fault::invalid_action, "level", facts->level,
                  levels.empty() ? "nothing: the workspace has no `customer_levels`"
                                 : fmt::format("{}", fmt::join(levels, ", ")));
  const auto known = customers_.find(storage::identity_field(workspace.id, action.identity));
  const auto [id, customer] =
      join(workspace, known.value_or(CustomerId{}), known ? std::vector<std::string>{} : std::vector{action.identity});
  customer->record.facts = std::move(*facts);
  touch(id, *customer);
  return {};
}

}  // namespace switchroom::shard
