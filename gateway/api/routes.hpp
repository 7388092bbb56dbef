#pragma once
// The table of the API: which method on which path, who may, and what does it. Constant: any thread.

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "gateway/api/exchange.hpp"

namespace switchroom::api {

/// A set of roles.
struct Roles {
  bool admin = false;
  bool supervisor = false;
  bool agent = false;
  bool has(Role role) const;
};

struct Route {
  std::string_view method;
  std::string_view pattern;  ///< `/v1/agents/{agent}/status`: a segment in braces is an argument
  Roles roles;
  bool agent_only_himself = false;  ///< an agent may use it for himself only; the first argument is the agent
  std::size_t body_bytes_max = 0;   ///< 0: no body is read
  boost::asio::awaitable<server::Reply> (*run)(const Exchange& exchange);
};

/// All routes.
std::span<const Route> all_routes();

/// A route that fits, with its decoded arguments.
struct Match {
  const Route* route = nullptr;
  std::vector<std::string> arguments;
};

/// The route of a request. Errors: `not_found`; `method_not_allowed` with the methods that the path knows in
/// `expected`.
Result<Match> find_route(std::string_view method, std::string_view path);

// What the routes run, a file per resource. Each answers every error itself.
boost::asio::awaitable<server::Reply> set_status(const Exchange& exchange);
boost::asio::awaitable<server::Reply> list_tickets_of_agent(const Exchange& exchange);
boost::asio::awaitable<server::Reply> show_ticket(const Exchange& exchange);
boost::asio::awaitable<server::Reply> show_decisions(const Exchange& exchange);
boost::asio::awaitable<server::Reply> close_ticket(const Exchange& exchange);
/// POST /v1/tickets/{ticket}/actions/{action}: accept, decline, resolve, reopen, snooze, priority, assign, transfer,
/// flow, flow-done, collaborate, collaboration-done, escalate.
boost::asio::awaitable<server::Reply> act_on_ticket(const Exchange& exchange);
/// POST /v1/agents/{agent}/logout: a supervisor sends an agent home.
boost::asio::awaitable<server::Reply> log_out(const Exchange& exchange);
/// GET /v1/files/{sha256}: a file that came inside a message.
boost::asio::awaitable<server::Reply> show_file(const Exchange& exchange);
/// POST /v1/tickets/{ticket}/replies: answers the customer on the ticket's channel.
boost::asio::awaitable<server::Reply> reply_to_customer(const Exchange& exchange);
/// POST /v1/tickets/{ticket}/typing: the customer may see that somebody writes to him.
boost::asio::awaitable<server::Reply> tell_typing(const Exchange& exchange);
/// GET /v1/groups: what waits in each group, who is there, and how fairly this hour's work was handed out.
boost::asio::awaitable<server::Reply> list_groups(const Exchange& exchange);
boost::asio::awaitable<server::Reply> find_customer(const Exchange& exchange);
/// PUT /v1/customers: what other systems know of a customer, instead of what they knew before.
boost::asio::awaitable<server::Reply> set_customer(const Exchange& exchange);
/// POST /v1/agents/{agent}/presence: a sign of life of an agent's console.
boost::asio::awaitable<server::Reply> tell_presence(const Exchange& exchange);
boost::asio::awaitable<server::Reply> show_configuration(const Exchange& exchange);
boost::asio::awaitable<server::Reply> apply_configuration(const Exchange& exchange);
/// GET /v1/configuration/versions: who put what in force, and whether a draft waits.
boost::asio::awaitable<server::Reply> list_versions(const Exchange& exchange);
boost::asio::awaitable<server::Reply> show_version(const Exchange& exchange);
/// GET /v1/configuration/versions/{version}/difference: what it changes of what is in force, or of the version `from`.
boost::asio::awaitable<server::Reply> compare_version(const Exchange& exchange);
/// POST /v1/configuration/versions/{version}/rollback: its document becomes the newest version.
boost::asio::awaitable<server::Reply> roll_back(const Exchange& exchange);
boost::asio::awaitable<server::Reply> show_draft(const Exchange& exchange);
boost::asio::awaitable<server::Reply> save_draft(const Exchange& exchange);
boost::asio::awaitable<server::Reply> discard_draft(const Exchange& exchange);
boost::asio::awaitable<server::Reply> compare_draft(const Exchange& exchange);
/// POST /v1/configuration/draft/apply: the draft is put in force and is none any more.
boost::asio::awaitable<server::Reply> apply_draft(const Exchange& exchange);
boost::asio::awaitable<server::Reply> show_outcome(const Exchange& exchange);

}  // namespace switchroom::api
