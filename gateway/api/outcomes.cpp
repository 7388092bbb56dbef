// /v1/actions/{key}: what came of an action whose answer did not come in time.

#include "gateway/api/json_views.hpp"
#include "gateway/api/routes.hpp"

namespace switchroom::api {

boost::asio::awaitable<server::Reply> show_outcome(const Exchange& exchange) {
  const auto outcome = co_await exchange.backend.outcome(exchange.workspace(), exchange.arguments.front());
  if (!outcome) co_return refuse(exchange, outcome.error());
  co_return json_reply(outcome_document(*outcome, exchange.backend.shard_of(exchange.workspace())));
}

}  // namespace switchroom::api
