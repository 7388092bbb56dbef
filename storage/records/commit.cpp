#include "storage/records/commit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "storage/records/scripts.hpp"

namespace switchroom::storage {
namespace {

// Lua's unpack ends near 8,000 values.
constexpr std::size_t arguments_max = 4000;
constexpr std::string_view outcome_seconds = "172800";

/// Collects keys and arguments of the call; numbers become text that lives here.
class Call {
 public:
  std::string_view number(std::uint64_t value) { return texts_.emplace_back(fmt::format_int(value).str()); }

  void operation(std::string_view command, std::string_view key, std::span<const std::string> arguments) {
    const std::string_view index = number(index_of(key));
    for (; !arguments.empty(); arguments = arguments.subspan(std::min(arguments.size(), arguments_max))) {
      const auto part = arguments.first(std::min(arguments.size(), arguments_max));
      words.insert(words.end(), {command, index, number(part.size())});
      words.insert(words.end(), part.begin(), part.end());
    }
  }

  std::vector<std::string_view> keys;
  std::vector<std::string_view> words;

 private:
  std::size_t index_of(std::string_view key) {
    // The fixed keys and the one named just before are the only ones that repeat.
    const auto fixed = std::find(
        keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(keys.size(), 10)), key);
    if (fixed != keys.end() && *fixed == key) return static_cast<std::size_t>(fixed - keys.begin()) + 1;
    if (keys.back() != key) keys.push_back(key);
    return keys.size();
  }

  std::deque<std::string> texts_;
};

}  // namespace

std::string identity_field(WorkspaceId workspace, std::string_view identity) {
  return fmt::format("{} {}", workspace.number, identity);
}

std::string agent_field(WorkspaceId workspace, AgentId agent) {
  return fmt::format("{}:{}", workspace.number, agent.number);
}

std::string cursor_field(WorkspaceId workspace, ChannelId channel, std::string_view account) {
  return fmt::format("{}:{}:{}", workspace.number, channel.number, account);
}

std::string outcome_field(WorkspaceId workspace, std::string_view key) {
  return fmt::format("{} {}", workspace.number, key);
}

Commit::Arguments& Commit::hash(const std::string& key) {
  for (auto& [known, arguments] : hashes_)
    if (known == key) return arguments;
  return hashes_.emplace_back(key, Arguments{}).second;
}

void Commit::put_identity(WorkspaceId workspace, std::string_view identity, CustomerId customer) {
  Arguments& fields = hash(keys_.identities);
  fields.push_back(identity_field(workspace, identity));
  fields.push_back(fmt::format_int(customer.number).str());
}

void Commit::put_customer(CustomerId customer, const CustomerRecord& record) {
  Arguments& fields = hash(keys_.customers);
  fields.push_back(fmt::format_int(customer.number).str());
  fields.push_back(encode(record));
}

void Commit::append_history(CustomerId customer, std::string line) {
  histories_[customer.number].push_back(std::move(line));
}

void Commit::put_open(TicketId ticket, const TicketRecord& record, const engine::OpenTicket& routing) {
  Arguments& fields = hash(keys_.open);
  fields.push_back(fmt::format_int(ticket.number).str());
  fields.push_back(encode(record, routing));
}

void Commit::put_closed(TicketId ticket, const TicketRecord& record, const engine::OpenTicket& routing) {
  const std::string number = fmt::format_int(ticket.number).str();
  operations_.push_back({"HDEL", keys_.open, {number}});
  operations_.push_back({"HSET", keys_.closed(ticket), {number, encode(record, routing)}});
}

void Commit::put_reopened(TicketId ticket, const TicketRecord& record, const engine::OpenTicket& routing) {
  const std::string number = fmt::format_int(ticket.number).str();
  operations_.push_back({"HDEL", keys_.closed(ticket), {number}});
  operations_.push_back({"HSET", keys_.open, {number, encode(record, routing)}});
}

void Commit::assign(WorkspaceId workspace, AgentId agent, TicketId ticket) {
  operations_.push_back({"SADD", keys_.open_of(workspace, agent), {fmt::format_int(ticket.number).str()}});
}

void Commit::unassign(WorkspaceId workspace, AgentId agent, TicketId ticket) {
  operations_.push_back({"SREM", keys_.open_of(workspace, agent), {fmt::format_int(ticket.number).str()}});
}

void Commit::put_agent(WorkspaceId workspace, AgentId agent, const AgentRecord& record) {
  Arguments& fields = hash(keys_.agents);
  fields.push_back(agent_field(workspace, agent));
  fields.push_back(encode(record));
}

void Commit::put_group(WorkspaceId workspace, GroupId group, std::int64_t minute, std::uint32_t arrivals) {
  Arguments& fields = hash(keys_.groups);
  fields.push_back(fmt::format("{}:{}", workspace.number, group.number));
  fields.push_back(fmt::format("{} {}", minute, arrivals));
}

void Commit::put_config(WorkspaceId workspace, const ConfigRecord& record) {
  Arguments& fields = hash(keys_.configs);
  fields.push_back(fmt::format_int(workspace.number).str());
  fields.push_back(encode(record));
}

void Commit::put_version(WorkspaceId workspace, std::uint64_t version, const VersionRecord& record) {
  const std::string versions = keys_.versions(workspace);
  operations_.push_back({"HSET", versions, {fmt::format_int(version).str(), encode(record)}});
  if (version > versions_kept)
    operations_.push_back({"HDEL", versions, {fmt::format_int(version - versions_kept).str()}});
}

void Commit::put_note(WorkspaceId workspace, std::uint64_t version, const VersionNote& note) {
  const std::string notes = keys_.notes(workspace);
  operations_.push_back({"HSET", notes, {fmt::format_int(version).str(), encode(note)}});
  if (version > versions_kept) operations_.push_back({"HDEL", notes, {fmt::format_int(version - versions_kept).str()}});
}

void Commit::put_draft(WorkspaceId workspace, const DraftRecord& record) {
  operations_.push_back({"HSET", keys_.drafts, {fmt::format_int(workspace.number).str(), encode(record)}});
}

void Commit::drop_draft(WorkspaceId workspace) {
  operations_.push_back({"HDEL", keys_.drafts, {fmt::format_int(workspace.number).str()}});
}

void Commit::put_route(TicketId ticket, const RouteRecord& record) {
  Arguments& fields = hash(keys_.routes(ticket));
  fields.push_back(fmt::format_int(ticket.number).str());
  fields.push_back(encode(record));
}

void Commit::put_thread(TicketId ticket, const ThreadRecord& record) {
  Arguments& fields = hash(keys_.threads);
  fields.push_back(fmt::format_int(ticket.number).str());
  fields.push_back(encode(record));
}

void Commit::drop_thread(TicketId ticket) {
  operations_.push_back({"HDEL", keys_.threads, {fmt::format_int(ticket.number).str()}});
}

void Commit::put_errand(ErrandId id, const ErrandRecord& record) {
  Arguments& fields = hash(keys_.errands);
  fields.push_back(to_text(id));
  fields.push_back(encode(record));
}

void Commit::drop_errand(ErrandId id) {
  operations_.push_back({"HDEL", keys_.errands, {to_text(id)}});
  operations_.push_back({"HDEL", keys_.claims, {to_text(id)}});
}

void Commit::put_held(HeldId id, const HeldRecord& record) {
  Arguments& fields = hash(keys_.held);
  fields.push_back(to_text(id));
  fields.push_back(encode(record));
}

void Commit::drop_held(HeldId id) { operations_.push_back({"HDEL", keys_.held, {to_text(id)}}); }

void Commit::put_cursor(WorkspaceId workspace, ChannelId channel, std::string_view account, std::string cursor) {
  Arguments& fields = hash(keys_.cursors);
  fields.push_back(cursor_field(workspace, channel, account));
  fields.push_back(std::move(cursor));
}

void Commit::put_outcome(Instant at, WorkspaceId workspace, std::string_view key, std::string outcome) {
  const std::string bucket = keys_.outcomes(at);
  operations_.push_back({"HSET", bucket, {outcome_field(workspace, key), std::move(outcome)}});
  operations_.push_back({"EXPIRE", bucket, {std::string{outcome_seconds}}});
}

void Commit::put_own(std::string_view field, std::uint64_t value) { put_own(field, fmt::format_int(value).str()); }

void Commit::put_own(std::string_view field, std::string value) {
  Arguments& fields = hash(keys_.own);
  fields.emplace_back(field);
  fields.push_back(std::move(value));
}

redis::Command Commit::build(const Fence& fence, std::string_view decisions) const {
  Call call;
  call.keys = {keys_.own, keys_.inbox, keys_.out, keys_.head};
  call.words = {fence.incarnation, call.number(fence.position), call.number(fence.next), decisions,
                fence.trim_below == 0 ? std::string_view{} : call.number(fence.trim_below)};
  for (const auto& [key, arguments] : hashes_) call.operation("HSET", key, arguments);
  std::deque<std::string> history_keys;
  for (const auto& [customer, lines] : histories_)
    call.operation("RPUSH", history_keys.emplace_back(keys_.history(CustomerId{customer})), lines);
  for (const Operation& operation : operations_) call.operation(operation.command, operation.key, operation.arguments);
  return redis::Command::call(scripts().commit, call.keys, call.words);
}

}  // namespace switchroom::storage
