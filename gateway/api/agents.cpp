// /v1/agents/{agent}/status, /v1/agents/{agent}/presence and /v1/agents/{agent}/tickets.

#include <array>
#include <boost/json/array.hpp>
#include <utility>

#include "gateway/api/actions.hpp"
#include "gateway/api/json_views.hpp"
#include "gateway/api/routes.hpp"

namespace switchroom::api {
namespace {

Result<Status> status_in(const boost::json::object& body) {
  const boost::json::value* value = body.if_contains("status");
  if (value != nullptr && value->is_string())
    if (const auto status = from_word<Status>(status_names, value->get_string())) return *status;
  return std::unexpected(Error{Fault::malformed_request, "status", value == nullptr ? "nothing" : "something else",
                               "`online`, `busy`, `away` or `offline`"});
}

Result<shard::Action> status_action(const Exchange& exchange) {
  static constexpr std::array<std::string_view, 1> known{"status"};
  auto key = idempotency_key_or_random(exchange);
  if (!key) return std::unexpected(key.error());
  const auto body = json_body(exchange, known);
  if (!body) return std::unexpected(body.error());
  const auto status = status_in(*body);
  if (!status) return std::unexpected(status.error());
  shard::Action action = action_of(exchange, shard::ActionKind::set_status, std::move(*key));
  action.agent = exchange.arguments.front();
  action.status = *status;
  return action;
}

}  // namespace

boost::asio::awaitable<server::Reply> set_status(const Exchange& exchange) {
  auto action = status_action(exchange);
  if (!action) co_return refuse(exchange, action.error());
  co_return co_await carry_out(exchange, std::move(*action));
}

boost::asio::awaitable<server::Reply> tell_presence(const Exchange& exchange) {
  const auto silence = co_await exchange.backend.present(exchange.workspace(), exchange.arguments.front());
  if (!silence) co_return refuse(exchange, silence.error());
  co_return json_reply(
      boost::json::object{{"agent", exchange.arguments.front()}, {"again_within_ms", silence->count()}});
}

boost::asio::awaitable<server::Reply> list_tickets_of_agent(const Exchange& exchange) {
  const auto tickets = co_await exchange.backend.tickets_of(exchange.workspace(), exchange.arguments.front());
  if (!tickets) co_return refuse(exchange, tickets.error());
  boost::json::array list;
  for (const shard::TicketView& ticket : *tickets)
    list.push_back(ticket_summary(ticket, exchange.backend.shard_of(exchange.workspace())));
  co_return json_reply(boost::json::object{{"agent", exchange.arguments.front()}, {"tickets", std::move(list)}});
}

}  // namespace switchroom::api
