// /v1/groups: how each group stands.

#include <boost/json/array.hpp>

#include "gateway/api/json_views.hpp"
#include "gateway/api/routes.hpp"

namespace switchroom::api {

boost::asio::awaitable<server::Reply> list_groups(const Exchange& exchange) {
  const auto groups = co_await exchange.backend.groups(exchange.workspace());
  if (!groups) co_return refuse(exchange, groups.error());
  boost::json::array list;
  for (const shard::GroupView& group : *groups) list.push_back(group_document(group));
  co_return json_reply(boost::json::object{{"groups", std::move(list)}});
}

}  // namespace switchroom::api
