#pragma once
// What a batch of inputs changed, gathered and then turned into one call of commit.lua. Pure; the owner's thread.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/records/customer_record.hpp"
#include "storage/records/errand_record.hpp"
#include "storage/records/held_record.hpp"
#include "storage/records/keys.hpp"
#include "storage/records/thread_record.hpp"
#include "storage/records/ticket_record.hpp"
#include "storage/records/version_note.hpp"
#include "storage/redis/command.hpp"

namespace switchroom::storage {

/// So many configurations of a workspace are kept, the one in force included.
inline constexpr std::uint64_t versions_kept = 20;

/// What commit.lua compares and moves.
struct Fence {
  std::string incarnation;       ///< 32 hex digits, drawn at the takeover
  std::uint64_t position = 0;    ///< expected: the last entry committed
  std::uint64_t next = 0;        ///< new position; equal to `position` for a commit without inputs
  std::uint64_t trim_below = 0;  ///< entries below are removed from inbox and out; 0: none
};

/// A batch. Records are written once, however often they changed: put them when the batch is complete.
class Commit {
 public:
  explicit Commit(const Keys& keys) : keys_(keys) {}

  void put_identity(WorkspaceId workspace, std::string_view identity, CustomerId customer);
  void put_customer(CustomerId customer, const CustomerRecord& record);
  /// One line of history (HistoryLine bytes), in order per customer.
  void append_history(CustomerId customer, std::string line);
  void put_open(TicketId ticket, const TicketRecord& record, const engine::OpenTicket& routing);
  /// The ticket leaves the open ones.
  void put_closed(TicketId ticket, const TicketRecord& record, const engine::OpenTicket& routing);
  /// A closed ticket is open again, whatever this batch put before.
  void put_reopened(TicketId ticket, const TicketRecord& record, const engine::OpenTicket& routing);
  void assign(WorkspaceId workspace, AgentId agent, TicketId ticket);
  void unassign(WorkspaceId workspace, AgentId agent, TicketId ticket);
  void put_agent(WorkspaceId workspace, AgentId agent, const AgentRecord& record);
  void put_group(WorkspaceId workspace, GroupId group, std::int64_t minute, std::uint32_t arrivals);
  void put_config(WorkspaceId workspace, const ConfigRecord& record);
  /// The same under its own number, for a look back; the one `versions_kept` before it leaves.
  void put_version(WorkspaceId workspace, std::uint64_t version, const VersionRecord& record);
  /// Who put that version in force; kept as long as the version.
  void put_note(WorkspaceId workspace, std::uint64_t version, const VersionNote& note);
  void put_draft(WorkspaceId workspace, const DraftRecord& record);
  void drop_draft(WorkspaceId workspace);
  void put_route(TicketId ticket, const RouteRecord& record);
  void put_thread(TicketId ticket, const ThreadRecord& record);
  /// No mail belongs to the ticket any more.
  void drop_thread(TicketId ticket);
  void put_errand(ErrandId id, const ErrandRecord& record);
  /// Its outcome is known.
  void drop_errand(ErrandId id);
  void put_held(HeldId id, const HeldRecord& record);
  /// It waits no longer.
  void drop_held(HeldId id);
  /// Where the next pull of a channel's account goes on.
  void put_cursor(WorkspaceId workspace, ChannelId channel, std::string_view account, std::string cursor);
  /// The outcome of an action, kept for two days.
  void put_outcome(Instant at, WorkspaceId workspace, std::string_view key, std::string outcome);
  /// A field of `own` besides those that the script writes itself.
  void put_own(std::string_view field, std::uint64_t value);
  void put_own(std::string_view field, std::string value);

  bool empty() const { return operations_.empty() && hashes_.empty() && histories_.empty(); }
  /// The call of commit.lua; `decisions` is empty or what `encode(decisions)` made.
  redis::Command build(const Fence& fence, std::string_view decisions) const;

 private:
  using Arguments = std::vector<std::string>;
  struct Operation {
    std::string_view command;
    std::string key;
    Arguments arguments;
  };
  Arguments& hash(const std::string& key);

  const Keys& keys_;
  std::vector<std::pair<std::string, Arguments>> hashes_;  // key → field, value, field, value …
  boost::unordered_flat_map<std::uint64_t, Arguments> histories_;
  std::vector<Operation> operations_;  // in order, after the hashes
};

/// The field of `identities` for one address.
std::string identity_field(WorkspaceId workspace, std::string_view identity);
/// The field of `agents`.
std::string agent_field(WorkspaceId workspace, AgentId agent);
/// The field of `cursors`.
std::string cursor_field(WorkspaceId workspace, ChannelId channel, std::string_view account);
/// The field of `outcomes`.
std::string outcome_field(WorkspaceId workspace, std::string_view key);

}  // namespace switchroom::storage
