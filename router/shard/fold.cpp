#include "router/shard/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "storage/records/fingerprint.hpp"
#include "storage/records/history_entry.hpp"

namespace switchroom::shard {
namespace {

using connectors::InboundMessage;
using storage::DecisionKind;

}  // namespace

Fold::Fold(const storage::Keys& keys, FoldSettings settings, ParseDocument parse)
    : keys_(keys),
      settings_(std::move(settings)),
      parse_(std::move(parse)),
      customers_(settings_.customers_cached),
      threads_(settings_.fingerprint_key, keys.shard),
      held_(settings_.held),
      batch_(std::make_unique<Batch>(keys)) {}

Result<WorkspaceState*> Fold::restore(WorkspaceId id, const storage::ConfigRecord& record) {
  return workspaces_.restore(id, record, parse_);
}

Result<void> Fold::restore(TicketId id, storage::StoredTicket stored) {
  storage::TicketRecord& record = stored.record;
  WorkspaceState* workspace = workspaces_.find(record.workspace);
  if (workspace == nullptr)
    return std::unexpected(Error{Fault::internal, fmt::format("ticket {}", id.number), "an unknown workspace",
                                 "one with a configuration"});
  const auto [place, is_new] = open_.try_emplace(id);
  if (!is_new) return {};  // HSCAN may tell a field twice
  stored.routing.id = id;
  workspace->engine.restore(stored.routing);
  place->second.record = std::move(record);
  return {};
}

void Fold::restore(TicketId id, storage::ThreadRecord record) {
  if (open_.contains(id)) record.kept_until = {};
  if (open_.contains(id) || record.kept_until != Instant{}) threads_.restore(id, std::move(record));
}

void Fold::restore(WorkspaceId workspace, AgentId agent, const storage::AgentRecord& record) {
  if (WorkspaceState* state = workspaces_.find(workspace))
    if (state->engine.agent(agent)) {
      engine::AgentState stored = record.state;
      stored.id = agent;
      state->engine.restore(stored);
      if (record.watched) watched_.emplace(workspace, agent);
    }
}

void Fold::restore(WorkspaceId workspace, GroupId group, std::int64_t minute, std::uint32_t arrivals) {
  WorkspaceState* state = workspaces_.find(workspace);
  if (state == nullptr) return;
  engine::GroupState stored;
  stored.id = group;
  stored.minute = minute;
  stored.arrivals = arrivals;
  state->engine.restore(stored);
}

void Fold::restore_counters(std::uint64_t customers, std::uint64_t tickets) {
  customers_made_ = customers;
  tickets_made_ = tickets;
}

void Fold::learn_outcome(WorkspaceId workspace, const std::string& key, std::optional<StoredOutcome> outcome) {
  std::string field = storage::outcome_field(workspace, key);
  if (outcomes_.find(field) == nullptr) outcomes_.insert(std::move(field), std::move(outcome));
}

Needs Fold::needs(std::span<const Entry> entries) {
  Needs needs;
  for (const Entry& entry : entries)
    for (const storage::FrameInput& input : entry.inputs) {
      if (const auto* message = std::get_if<storage::MessageInput>(&input)) need(*message, needs);
      if (const auto* action = std::get_if<storage::ActionInput>(&input)) need(*action, needs);
      if (std::holds_alternative<storage::AdvanceInput>(input)) need_due(entry.at, needs);
    }
  std::ranges::sort(needs.identities);
  needs.identities.erase(std::ranges::unique(needs.identities).begin(), needs.identities.end());
  return needs;
}

void Fold::fold(const Entry& entry) {
  for (std::uint32_t input = 0; input < entry.inputs.size(); ++input) fold(entry, input);
}

void Fold::fold(const Entry& entry, std::uint32_t input) {
  const std::uint32_t index = input == 0 ? 0 : place_.index;
  place_ = {entry.n, index, input, entry.at};
  if (skipped_.contains({entry.n, input})) {
    const auto* message = std::get_if<storage::MessageInput>(&entry.inputs[input]);
    dead_letter(message ? message->workspace : WorkspaceId{}, message ? message->channel : ChannelId{},
                "this input ended the process three times and was skipped", "poisoned_input");
    return;
  }
  std::visit([this](const auto& alternative) { fold_input(alternative); }, entry.inputs[input]);
  last_at_ = entry.at;
}

void Fold::fold_input(const storage::MessageInput& input) {
  if (!settings_.poison.empty() && input.message.text == settings_.poison) std::abort();
  WorkspaceState* workspace = workspaces_.find(input.workspace);
  const workspace::Channel* channel = workspace == nullptr ? nullptr : workspace->channel(input.channel);
  if (channel == nullptr) {
    dead_letter(input.workspace, input.channel, "the channel was removed before the message was routed",
                "unknown_channel");
    return;
  }
  const std::uint64_t fingerprint = storage::fingerprint(settings_.fingerprint_key, input.channel, input.message);
  const auto [id, customer] = customer_of(*workspace, channel->kind, input.message);
  if (is_told(input.message) ||
      (customer != nullptr && (held_.holds(id, fingerprint) || customer->seen_before(fingerprint, place_.at)))) {
    ++batch_->duplicates;
    return;
  }
  if (customer != nullptr) touch(id, *customer);
  const Arrival arrival{.input = input, .customer = id, .fingerprint = fingerprint};
  if (take_part(*workspace, *channel, arrival)) return;
  // A mail that finds its ticket need not wait: what it speaks of may stand in the history of the ticket's customer.
  const TicketId thread = thread_of(*workspace, *channel, input.message);
  if (!thread && must_wait(id, input)) return hold_back(input, id, fingerprint);
  settle(*workspace, *channel, arrival);
}

/// Puts a message into its place: history, ticket, engine.
void Fold::place(WorkspaceState& workspace, const workspace::Channel& channel, const Arrival& arrival) {
  const InboundMessage& message = arrival.input.message;
  Customer* const customer = arrival.customer ? customers_.find(arrival.customer) : nullptr;
  if (arrival.customer && customer == nullptr)
    throw std::logic_error("a customer that was named by `needs` was not learnt");
  TicketId last = customer == nullptr ? TicketId{} : customer->record.last_ticket;
  TicketId ticket = customer == nullptr ? TicketId{} : thread_of(workspace, channel, message);
  if (!ticket && open_.contains(last)) ticket = last;
  const bool written = customer != nullptr && connectors::opens_ticket(message.kind);
  const bool opens = written && !ticket;
  if (opens) {
    touch(arrival.customer, *customer);
    ticket = open_for(workspace, channel, arrival.customer, *customer, message,
                      {message.from, message.conversation, message.account, message.to});
    if (const TicketId named = closed_thread_of(workspace, channel, message)) last = named;
  }
  note_mail(workspace, channel, arrival, ticket);
  record_message(workspace, arrival, ticket);
  if (opens)
    tell_opened(workspace, channel, ticket, last);
  else if (written)
    wrote_again(workspace, channel, *customer, ticket, message);
}

/// Into the history of the ticket's customer; his who wrote it, if that is another, says where it stands.
void Fold::record_message(WorkspaceState& workspace, const Arrival& arrival, TicketId ticket) {
  const storage::MessageInput& input = arrival.input;
  storage::Decision& decision =
      decide(arrival.released ? DecisionKind::message_released : DecisionKind::message_recorded, workspace);
  decision.channel = input.channel;
  const CustomerId customer = ticket && arrival.customer ? open_.at(ticket).record.customer : arrival.customer;
  decision.customer = customer;
  decision.ticket = ticket;
  if (arrival.released) decision.message = storage::encode(input);
  if (ticket) decision.sequence = ++touch(ticket).record.message_sequence;
  if (!customer) return;
  std::string line;
  storage::encode_line(place_.at, arrival.fingerprint, ticket, input.channel, input.message, line);
  append_line(customer, std::move(line));
  if (customer == arrival.customer) return;
  std::string elsewhere;
  storage::encode_line(storage::ElsewhereLine{place_.at, arrival.fingerprint, ticket}, elsewhere);
  append_line(arrival.customer, std::move(elsewhere));
}

void Fold::append_line(CustomerId customer, std::string line) {
  if (MessageNames* names = names_.find(customer)) ++names->lines;
  batch_->commit.append_history(customer, std::move(line));
}

void Fold::dead_letter(WorkspaceId workspace, ChannelId channel, std::string reason, std::string_view label) {
  static const WorkspaceState nowhere{};
  const WorkspaceState* known = workspaces_.find(workspace);
  storage::Decision& decision = decide(DecisionKind::dead_lettered, known == nullptr ? nowhere : *known);
  decision.channel = channel;
  decision.text = std::move(reason);
  batch_->dead_letters.push_back(label);
}

void Fold::fold_input(const storage::DeadLetterInput& input) {
  dead_letter(input.workspace, input.channel, input.reason, "undecodable_message");
}

void Fold::fold_input(const storage::SkipInput&) {}  // was taken by `skip` before its input was reached

void Fold::fold_input(const storage::RollbackInput& input) {
  static const WorkspaceState nowhere{};
  customers_made_ = std::max(customers_made_, input.customers_up_to);
  tickets_made_ = std::max(tickets_made_, input.tickets_up_to);
  storage::Decision& decision = decide(DecisionKind::shard_rolled_back, nowhere);
  batch_->commit.put_own("rolled", input.to);
  decision.rolled_back_from = input.from;
  decision.rolled_back_to = input.to;
}

const storage::TicketRecord* Fold::open_ticket(TicketId id) const {
  const auto found = open_.find(id);
  return found == open_.end() ? nullptr : &found->second.record;
}

Units Fold::drift() const {
  Units sum;
  for (const auto& workspace : workspaces_.all()) sum += workspace->engine.drift();
  return sum;
}

Batch Fold::take_batch() {
  storage::Commit& commit = batch_->commit;
  for (const CustomerId id : std::exchange(changed_customers_, {})) {
    Customer* customer = customers_.find(id);
    customer->changed = false;
    commit.put_customer(id, customer->record);
  }
  for (const TicketId id : std::exchange(changed_tickets_, {})) {
    const auto found = open_.find(id);
    if (found == open_.end()) continue;  // closed since
    found->second.changed = false;
    const storage::TicketRecord& record = found->second.record;
    const engine::OpenTicket routing = workspaces_.find(record.workspace)->engine.ticket(id).value();
    if (std::exchange(found->second.reopened, false))
      commit.put_reopened(id, record, routing);
    else
      commit.put_open(id, record, routing);
  }
  for (const std::uint64_t both : std::exchange(changed_agents_, {})) {
    const WorkspaceId workspace{static_cast<std::uint32_t>(both >> 32)};
    const AgentId agent{static_cast<std::uint32_t>(both)};
    if (const auto state = workspaces_.find(workspace)->engine.agent(agent))
      commit.put_agent(workspace, agent, {*state, watched_.contains({workspace, agent})});
  }
  for (const std::uint64_t both : std::exchange(changed_groups_, {})) {
    const WorkspaceId workspace{static_cast<std::uint32_t>(both >> 32)};
    const GroupId group{static_cast<std::uint32_t>(both)};
    const engine::GroupState state = workspaces_.find(workspace)->engine.arrivals(group);
    commit.put_group(workspace, group, state.minute, state.arrivals);
  }
  for (const storage::HeldId id : std::exchange(changed_held_, {})) {
    if (const storage::HeldRecord* record = held_.find(id))
      commit.put_held(id, *record);
    else
      commit.drop_held(id);
  }
  put_threads();
  commit.put_own("customers", customers_made_);
  commit.put_own("tickets", tickets_made_);
  prepared_.clear();
  Batch batch = std::move(*batch_);
  batch_ = std::make_unique<Batch>(keys_);
  return batch;
}

}  // namespace switchroom::shard
