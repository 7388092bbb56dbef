#pragma once
// What the API needs of the router and of the storage; the program implements it over the shard. Calls come on the
// thread that serves the request; an implementation that lives on another thread posts there itself. Arguments are
// taken by value.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "gateway/api/tokens.hpp"
#include "router/shard/action.hpp"
#include "router/shard/views.hpp"

namespace switchroom::api {

/// A workspace's configuration as it was applied.
struct ConfigurationView {
  std::uint64_t version = 0;
  std::string document;  ///< the YAML text
};

class Backend {
 public:
  virtual ~Backend() = default;

  /// The shard that holds a workspace: part of its external ids (`t<shard>-<number>`).
  virtual std::uint32_t shard_of(std::string_view workspace) const = 0;

  /// Puts an action into the inbox and waits for the owner's answer. Empty: it is stored, but the answer did not come
  /// in time; `outcome` tells later. Errors: what kept it from being stored (`storage_unavailable`, `backlog_full` …),
  /// `outcome_unknown`. The owner refuses with `forbidden` an agent who closes another agent's ticket: only it knows
  /// whose the ticket is now.
  virtual boost::asio::awaitable<Result<std::optional<shard::Outcome>>> act(shard::Action action) = 0;

  /// The outcome stored under an idempotency key. Error `not_found`: no such key, or not folded yet.
  virtual boost::asio::awaitable<Result<shard::Outcome>> outcome(std::string workspace, std::string key) = 0;

  /// A ticket with its messages and decisions. Error `not_found`, also for a ticket of another workspace.
  virtual boost::asio::awaitable<Result<shard::TicketView>> ticket(std::string workspace, TicketId id) = 0;

  /// An agent writes an answer: whoever shows the customer's conversation may show that too. Nothing is stored. An
  /// empty `agent` may write on every ticket. Errors `not_found`, `forbidden` (another agent's ticket), `not_owner`.
  virtual boost::asio::awaitable<Result<void>> typing(std::string workspace, TicketId id, std::string agent) = 0;

  /// A customer by identity (`whatsapp:+4917…`). Error `not_found`, also for a customer of another workspace.
  virtual boost::asio::awaitable<Result<shard::CustomerView>> customer(std::string workspace, std::string identity) = 0;

  /// An agent's open tickets, by number, without messages and decisions. Error `not_found`: no such agent.
  virtual boost::asio::awaitable<Result<std::vector<shard::TicketView>>> tickets_of(std::string workspace,
                                                                                    std::string agent) = 0;

  /// An agent's console is there. How soon it must say so again, or the agent's presence is lost. Errors `not_found`,
  /// `not_owner`.
  virtual boost::asio::awaitable<Result<std::chrono::milliseconds>> present(std::string workspace,
                                                                            std::string agent) = 0;

  /// How the groups stand, by number. Errors `not_found`: no configuration was ever applied; `not_owner`.
  virtual boost::asio::awaitable<Result<std::vector<shard::GroupView>>> groups(std::string workspace) = 0;

  /// The configuration in force. Error `not_found`: none was ever applied.
  virtual boost::asio::awaitable<Result<ConfigurationView>> configuration(std::string workspace) = 0;

  /// The configurations that are kept, without their documents. Errors as above; `not_owner`.
  virtual boost::asio::awaitable<Result<shard::HistoryView>> history(std::string workspace) = 0;
  /// The document of a version. Errors `not_found` (also if it is not kept any more), `not_owner`.
  virtual boost::asio::awaitable<Result<std::string>> document(std::string workspace, std::uint64_t version) = 0;
  /// The document that waits. Errors `not_found` (also if there is none), `not_owner`.
  virtual boost::asio::awaitable<Result<storage::DraftRecord>> draft(std::string workspace) = 0;

  /// The bytes of a file that came inside a message of the workspace. Error `not_found`.
  virtual boost::asio::awaitable<Result<std::string>> file(std::string workspace, std::string sha256) = 0;

  /// The record stored under a token's SHA-256 (64 hex digits); empty if there is none. At most a second old.
  virtual boost::asio::awaitable<Result<std::optional<TokenRecord>>> token(std::string sha256_hex) = 0;
};

}  // namespace switchroom::api
