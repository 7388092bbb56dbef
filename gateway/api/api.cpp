#include "gateway/api/api.hpp"

#include <string>
#include <utility>

#include "gateway/api/exchange.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/server/problem.hpp"

namespace switchroom::api {
namespace {

server::Reply refuse_route(const server::Call& call, const Error& error) {
  server::Reply reply = server::problem(error, call.request_id);
  if (error.fault == Fault::method_not_allowed) add_header(reply, "Allow", error.expected);
  return reply;
}

/// Puts the token's agent in the place of `me`, and keeps an agent to himself where the route wants it.
Result<void> settle_agent(const Route& route, Exchange& exchange) {
  if (!route.agent_only_himself) return {};
  std::string& agent = exchange.arguments.front();
  if (agent == "me" && exchange.token.agent.empty())
    return std::unexpected(Error{Fault::invalid_action, "path", "`me`, but the token is no agent's", "an agent's id"});
  if (agent == "me") agent = exchange.token.agent;
  if (exchange.token.role == Role::agent && agent != exchange.token.agent)
    return std::unexpected(Error{Fault::forbidden, "path", "another agent", "`me`, or the role supervisor or admin"});
  return {};
}

Result<void> allow(const Route& route, Exchange& exchange) {
  if (route.roles.has(exchange.token.role)) return settle_agent(route, exchange);
  const std::string_view expected = route.roles.supervisor ? "supervisor or admin" : "admin";
  return std::unexpected(
      Error{Fault::forbidden, "role", std::string{word_of(role_names, exchange.token.role)}, std::string{expected}});
}

}  // namespace

std::expected<std::size_t, server::Reply> Api::admit(const server::Call& call) const {
  const auto match = find_route(call.request.method, call.request.path);
  if (!match) return std::unexpected(refuse_route(call, match.error()));
  return match->route->body_bytes_max;
}

boost::asio::awaitable<server::Reply> Api::answer(server::Call call, std::chrono::steady_clock::time_point now) {
  if (const auto match = find_route(call.request.method, call.request.path); !match)
    co_return refuse_route(call, match.error());
  auto token = co_await authenticate(call);
  if (!token) co_return refuse_stranger(call, token.error(), now);
  co_return co_await answer_as(call, std::move(*token));
}

boost::asio::awaitable<server::Reply> Api::answer_as(server::Call call, TokenRecord who) {
  auto match = find_route(call.request.method, call.request.path);
  if (!match) co_return refuse_route(call, match.error());
  Exchange exchange{backend_, call, std::move(who), std::move(match->arguments)};
  const auto allowed = allow(*match->route, exchange);
  if (!allowed) co_return refuse(exchange, allowed.error());
  co_return co_await match->route->run(exchange);
}

boost::asio::awaitable<Result<TokenRecord>> Api::authenticate(const server::Call& call) {
  const auto token = bearer_token(call.request.header("Authorization"));
  if (!token) co_return std::unexpected(token.error());
  auto record = co_await backend_.token(sha256_hex(*token));
  if (!record) co_return std::unexpected(record.error());
  if (!*record)
    co_return std::unexpected(
        Error{Fault::unauthenticated, "Authorization", "an unknown or revoked token", "a live one"});
  co_return std::move(**record);
}

server::Reply Api::refuse_stranger(const server::Call& call, const Error& error,
                                   std::chrono::steady_clock::time_point now) {
  if (error.fault != Fault::unauthenticated) return server::problem(error, call.request_id);
  const auto wait = failed_->count(call.remote_address, now);
  if (!wait) return server::problem(error, call.request_id);
  server::Reply reply =
      server::problem({Fault::too_many_requests, error.where, error.found, error.expected}, call.request_id);
  add_header(reply, "Retry-After", std::to_string(wait->count()));
  return reply;
}

}  // namespace switchroom::api
