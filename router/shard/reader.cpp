#include "router/shard/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "router/shard/ask.hpp"
#include "router/shard/decision_view.hpp"
#include "router/shard/message_states.hpp"
#include "storage/records/history_entry.hpp"
#include "storage/redis/number.hpp"

namespace switchroom::shard {
namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::number;
using redis::Reply;

constexpr std::string_view lines_a_ticket = "2000";
constexpr std::string_view lines_a_customer = "400";
constexpr std::size_t messages_a_customer = 100;

Error missing(std::string_view what, std::string found) {
  return {Fault::not_found, std::string{what}, std::move(found), fmt::format("a {} of this workspace", what)};
}

/// The messages among lines of a customer's history, with what became of them.
std::vector<MessageView> messages_in(const workspace::Numbering& names, std::vector<storage::HistoryLine>& lines) {
  std::vector<MessageView> views;
  for (storage::HistoryLine& line : lines)
    if (auto* message = std::get_if<storage::MessageLine>(&line)) {
      MessageView& view = views.emplace_back();
      view.at = message->at;
      view.ticket = message->ticket;
      view.channel = names.channels.name_of(message->channel.number);
      view.message = std::move(message->message);
    }
  settle_states(views);
  return views;
}

TicketView ticket_view(const workspace::Numbering& names, TicketId id, const storage::TicketRecord& record) {
  TicketView view;
  view.id = id;
  view.state = record.state;
  view.customer = record.customer;
  view.channel = names.channels.name_of(record.channel.number);
  view.group = names.groups.name_of(record.group.number);
  view.agent = names.agents.name_of(record.agent.number);
  view.priority = record.found.priority;
  view.skills = needs_words(names, record.found.skills);
  view.opened = record.opened;
  view.version = record.sequence;
  return view;
}

void add_lines(const workspace::Numbering& names, std::vector<storage::HistoryLine>& lines, TicketView& view) {
  for (MessageView& message : messages_in(names, lines)) {
    if (message.ticket != view.id) continue;
    if (view.conversation.empty()) view.conversation = message.message.conversation;  // colleagues may write later
    view.messages.push_back(std::move(message));
  }
  for (const storage::HistoryLine& line : lines)
    if (const auto* decision = std::get_if<storage::Decision>(&line);
        decision != nullptr && decision->ticket == view.id)
      view.decisions.push_back(decision_view(names, *decision));
}

/// Tickets that he wrote to, his own or not, in the order of his first message to each.
std::vector<TicketId> tickets_in(const std::vector<storage::HistoryLine>& lines) {
  std::vector<TicketId> tickets;
  const auto add = [&tickets](TicketId ticket) {
    if (ticket && std::ranges::find(tickets, ticket) == tickets.end()) tickets.push_back(ticket);
  };
  for (const storage::HistoryLine& line : lines) {
    if (const auto* message = std::get_if<storage::MessageLine>(&line)) add(message->ticket);
    if (const auto* elsewhere = std::get_if<storage::ElsewhereLine>(&line)) add(elsewhere->ticket);
  }
  return tickets;
}

}  // namespace

Result<const WorkspaceState*> Reader::workspace(const std::string& name) const {
  const Fold* fold = shard_.fold();
  if (fold == nullptr)
    return std::unexpected(Error{Fault::not_owner, "shard", "another owner", "the owner to be asked"});
  const WorkspaceState* state = fold->workspaces().find(name);
  if (state == nullptr) return std::unexpected(missing("workspace", name));
  return state;
}

asio::awaitable<Result<storage::TicketRecord>> Reader::record(TicketId id) const {
  if (const Fold* fold = shard_.fold())
    if (const storage::TicketRecord* open = fold->open_ticket(id)) co_return *open;
  const std::string bucket = keys_.closed(id), field = fmt::format_int(id.number).str();
  Command command{"HGET", bucket, field};
  Result<Reply> reply = co_await ask(connection_, std::move(command));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  if (reply->is_nil()) co_return std::unexpected(missing("ticket", field));
  Result<storage::StoredTicket> stored = storage::decode_ticket(reply->text);
  if (!stored) co_return std::unexpected(std::move(stored.error()));
  co_return std::move(stored->record);
}

asio::awaitable<Result<std::vector<storage::HistoryLine>>> Reader::lines_of(CustomerId customer,
                                                                            std::string newest) const {
  const std::string key = keys_.history(customer), first = "-" + newest;
  Command command{"LRANGE", key, first, "-1"};
  Result<Reply> reply = co_await ask(connection_, std::move(command));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  std::vector<storage::HistoryLine> lines;
  for (const Reply& element : reply->elements) {
    Result<storage::HistoryLine> line = storage::decode_line(element.text);
    if (!line) co_return std::unexpected(std::move(line.error()));
    lines.push_back(std::move(*line));
  }
  co_return lines;
}

asio::awaitable<Result<TicketView>> Reader::ticket(std::string name, TicketId id) const {
  Result<const WorkspaceState*> state = workspace(name);
  if (!state) co_return std::unexpected(std::move(state.error()));
  const auto names = (*state)->numbering;
  const WorkspaceId workspace_id = (*state)->id;
  Result<storage::TicketRecord> found = co_await record(id);
  if (!found) co_return std::unexpected(std::move(found.error()));
  if (found->workspace != workspace_id) co_return std::unexpected(missing("ticket", fmt::format("{}", id.number)));
  Result<std::vector<storage::HistoryLine>> lines = co_await lines_of(found->customer, std::string{lines_a_ticket});
  if (!lines) co_return std::unexpected(std::move(lines.error()));
  TicketView view = ticket_view(*names, id, *found);
  add_lines(*names, *lines, view);
  co_return view;
}

asio::awaitable<Result<CustomerView>> Reader::customer(std::string name, std::string identity) const {
  Result<const WorkspaceState*> state = workspace(name);
  if (!state) co_return std::unexpected(std::move(state.error()));
  const auto names = (*state)->numbering;
  const std::string field = storage::identity_field((*state)->id, identity);
  Command command{"HGET", keys_.identities, field};
  Result<Reply> reply = co_await ask(connection_, std::move(command));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  if (reply->is_nil()) co_return std::unexpected(missing("customer", identity));
  CustomerView view;
  view.id = CustomerId{number(reply->text)};
  const std::string own = fmt::format_int(view.id.number).str();
  Command read{"HGET", keys_.customers, own};
  Result<Reply> bytes = co_await ask(connection_, std::move(read));
  if (!bytes) co_return std::unexpected(std::move(bytes.error()));
  Result<storage::CustomerRecord> record = storage::decode_customer(bytes->text);
  if (!record) co_return std::unexpected(std::move(record.error()));
  view.identities = std::move(record->identities);
  if (const Fold* fold = shard_.fold(); fold != nullptr && fold->open_ticket(record->last_ticket) != nullptr)
    view.open_ticket = record->last_ticket;
  Result<std::vector<storage::HistoryLine>> lines = co_await lines_of(view.id, std::string{lines_a_customer});
  if (!lines) co_return std::unexpected(std::move(lines.error()));
  view.facts = std::move(record->facts);
  view.tickets = tickets_in(*lines);
  view.messages = messages_in(*names, *lines);
  if (view.messages.size() > messages_a_customer)
    view.messages.erase(view.messages.begin(), view.messages.end() - messages_a_customer);
  co_return view;
}

asio::awaitable<Result<std::vector<TicketView>>> Reader::tickets_of(std::string name, std::string agent) const {
  Result<const WorkspaceState*> state = workspace(name);
  if (!state) co_return std::unexpected(std::move(state.error()));
  const auto names = (*state)->numbering;
  const AgentId id{names->agents.find(agent)};
  if (!(*state)->engine.agent(id)) co_return std::unexpected(missing("agent", agent));
  const std::string key = keys_.open_of((*state)->id, id);
  Command command{"SMEMBERS", key};
  Result<Reply> reply = co_await ask(connection_, std::move(command));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  std::vector<TicketView> views;
  for (const Reply& member : reply->elements) {
    const TicketId ticket{number(member.text)};
    const Fold* fold = shard_.fold();
    if (const storage::TicketRecord* open = fold == nullptr ? nullptr : fold->open_ticket(ticket))
      views.push_back(ticket_view(*names, ticket, *open));
  }
  std::ranges::sort(views, {}, &TicketView::id);
  co_return views;
}

}  // namespace switchroom::shard
