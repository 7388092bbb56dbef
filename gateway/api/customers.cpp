// /v1/customers?identity=whatsapp:%2B4917…

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>

#include "gateway/api/actions.hpp"
#include "gateway/api/json_views.hpp"
#include "gateway/api/routes.hpp"
#include "storage/records/customer_record.hpp"

namespace switchroom::api {
namespace {

constexpr std::size_t facts_max = 100;  // tags, and attributes

Result<std::string> identity_in(const Exchange& exchange) {
  auto identity = query_parameter(exchange.call.request.query, "identity");
  if (identity && identity->contains(':') && !identity->starts_with(':') && !identity->ends_with(':'))
    return *std::move(identity);
  return std::unexpected(Error{Fault::malformed_request, "identity", identity ? "something else" : "nothing",
                               "`?identity=<channel kind>:<address>`, such as `whatsapp:%2B4915112345678`"});
}

Result<void> read_attributes(const boost::json::object& body, storage::CustomerFacts& facts) {
  const boost::json::value* attributes = body.if_contains("attributes");
  if (attributes == nullptr) return {};
  const Error wanted{Fault::malformed_request, "attributes", "something else", "an object of at most 100 texts"};
  if (!attributes->is_object() || attributes->get_object().size() > facts_max) return std::unexpected(wanted);
  for (const auto& [name, value] : attributes->get_object()) {
    if (!value.is_string()) return std::unexpected(wanted);
    facts.attributes.emplace_back(name, value.get_string());
  }
  std::ranges::sort(facts.attributes);
  return {};
}

Result<storage::CustomerFacts> facts_in(const boost::json::object& body) {
  storage::CustomerFacts facts;
  for (const auto& [name, target] :
       {std::pair{std::string_view{"level"}, &facts.level}, {"language", &facts.language}}) {
    auto text = text_in(body, name);
    if (!text) return std::unexpected(text.error());
    *target = *std::move(text);
  }
  if (body.contains("tags")) {
    auto tags = texts_in(body, "tags");
    if (!tags) return std::unexpected(tags.error());
    if (tags->size() > facts_max)
      return std::unexpected(Error{Fault::malformed_request, "tags", std::to_string(tags->size()), "at most 100"});
    facts.tags = *std::move(tags);
  }
  if (const auto read = read_attributes(body, facts); !read) return std::unexpected(read.error());
  return facts;
}

Result<shard::Action> facts_action(const Exchange& exchange) {
  static constexpr std::array<std::string_view, 4> known{"level", "language", "tags", "attributes"};
  auto identity = identity_in(exchange);
  if (!identity) return std::unexpected(identity.error());
  auto key = idempotency_key_or_random(exchange);
  if (!key) return std::unexpected(key.error());
  const auto body = json_body(exchange, known);
  if (!body) return std::unexpected(body.error());
  const auto facts = facts_in(*body);
  if (!facts) return std::unexpected(facts.error());
  shard::Action action = action_of(exchange, shard::ActionKind::set_customer, std::move(*key));
  action.identity = *std::move(identity);
  action.document = encode(*facts);
  return action;
}

}  // namespace

boost::asio::awaitable<server::Reply> find_customer(const Exchange& exchange) {
  const auto identity = identity_in(exchange);
  if (!identity) co_return refuse(exchange, identity.error());
  const auto customer = co_await exchange.backend.customer(exchange.workspace(), *identity);
  if (!customer) co_return refuse(exchange, customer.error());
  co_return json_reply(customer_document(*customer, exchange.backend.shard_of(exchange.workspace())));
}

boost::asio::awaitable<server::Reply> set_customer(const Exchange& exchange) {
  auto action = facts_action(exchange);
  if (!action) co_return refuse(exchange, action.error());
  co_return co_await carry_out(exchange, std::move(*action));
}

}  // namespace switchroom::api
