#pragma once
// Reads of a shard in people's words: open tickets from the owner's memory, history and closed tickets from Redis.
// The owner's thread.

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "router/shard/shard.hpp"
#include "router/shard/views.hpp"
#include "storage/records/history_entry.hpp"

namespace switchroom::shard {

/// How the groups of a workspace stand at `now`, by number.
std::vector<GroupView> group_views(const WorkspaceState& workspace, Instant now);

class Reader {
 public:
  /// Everything given by reference outlives the reader.
  Reader(const Shard& shard, redis::Connection& connection, const storage::Keys& keys)
      : shard_(shard), connection_(connection), keys_(keys) {}

  /// A ticket with its messages and decisions (those among the customer's newest 2,000 lines). Errors: not_found, also
  /// for a ticket of another workspace; not_owner; of Redis.
  boost::asio::awaitable<Result<TicketView>> ticket(std::string workspace, TicketId id) const;
  /// A customer by `<kind>:<address>`, with the newest 100 messages. Errors as above.
  boost::asio::awaitable<Result<CustomerView>> customer(std::string workspace, std::string identity) const;
  /// An agent's open tickets by number, without messages and decisions. Errors: not_found, not_owner, of Redis.
  boost::asio::awaitable<Result<std::vector<TicketView>>> tickets_of(std::string workspace, std::string agent) const;

  /// The configurations of a workspace that are kept, without their documents. Errors: not_found, not_owner, of Redis.
  boost::asio::awaitable<Result<HistoryView>> history(std::string workspace) const;
  /// The document of a version. Errors as above; not_found also for a version that was never there or is not kept.
  boost::asio::awaitable<Result<std::string>> document(std::string workspace, std::uint64_t version) const;
  /// The draft. Errors as above; not_found also if there is none.
  boost::asio::awaitable<Result<storage::DraftRecord>> draft(std::string workspace) const;

  /// The groups of a workspace by number. Errors: not_found, not_owner.
  Result<std::vector<GroupView>> groups(const std::string& workspace) const;

 private:
  Result<const WorkspaceState*> workspace(const std::string& name) const;
  boost::asio::awaitable<Result<storage::TicketRecord>> record(TicketId id) const;
  boost::asio::awaitable<Result<std::vector<storage::HistoryLine>>> lines_of(CustomerId customer,
                                                                             std::string newest) const;

  const Shard& shard_;
  redis::Connection& connection_;
  const storage::Keys& keys_;
};

}  // namespace switchroom::shard
