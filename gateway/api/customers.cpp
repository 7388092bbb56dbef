// /v1/customers?identity=whatsapp:%2B4917…

#include "gateway/api/json_views.hpp"
#include "gateway/api/routes.hpp"

namespace switchroom::api {

boost::asio::awaitable<server::Reply> find_customer(const Exchange& exchange) {
  const auto identity = query_parameter(exchange.call.request.query, "identity");
  if (!identity || !identity->contains(':')) {
    const Error error{Fault::malformed_request, "identity", identity ? "something else" : "nothing",
                      "`?identity=<channel kind>:<address>`, such as `whatsapp:%2B4915112345678`"};
    co_return refuse(exchange, error);
  }
  const auto customer = co_await exchange.backend.customer(exchange.workspace(), *identity);
  if (!customer) co_return refuse(exchange, customer.error());
  co_return json_reply(customer_document(*customer, exchange.backend.shard_of(exchange.workspace())));
}

}  // namespace switchroom::api
