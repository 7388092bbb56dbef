// /v1/tickets/{ticket}, its decisions, and its close.

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <utility>

#include "gateway/api/actions.hpp"
#include "gateway/api/json_views.hpp"
#include "gateway/api/preconditions.hpp"
#include "gateway/api/routes.hpp"
#include "storage/records/external_id.hpp"

namespace switchroom::api {
namespace {

/// The ticket that the path names. `not_found` for ids of other shards and for what is no id at all: they look alike.
Result<TicketId> ticket_in(const Exchange& exchange) {
  const auto named = storage::parse_ticket_id(exchange.arguments.front());
  if (named && named->shard == exchange.backend.shard_of(exchange.workspace())) return named->id;
  return std::unexpected(Error{Fault::not_found, "ticket", exchange.arguments.front(), "a ticket of this workspace"});
}

Result<ExpectedVersion> version_in(const Exchange& exchange, const boost::json::object& body) {
  if (const auto tag = exchange.call.request.header("If-Match")) return version_of_tag(*tag);
  const boost::json::value* value = body.if_contains("version");
  if (value != nullptr && value->is_int64() && value->get_int64() >= 0)
    return ExpectedVersion{static_cast<std::uint64_t>(value->get_int64())};
  return std::unexpected(Error{Fault::malformed_request, "version", value == nullptr ? "nothing" : "something else",
                               "the ticket's version in If-Match or as `version` in the body; `If-Match: *` for any"});
}

Result<shard::Action> close_action(const Exchange& exchange) {
  static constexpr std::array<std::string_view, 1> known{"version"};
  const auto ticket = ticket_in(exchange);
  if (!ticket) return std::unexpected(ticket.error());
  auto key = idempotency_key(exchange);
  if (!key) return std::unexpected(key.error());
  const auto body = json_body(exchange, known);
  if (!body) return std::unexpected(body.error());
  const auto version = version_in(exchange, *body);
  if (!version) return std::unexpected(version.error());
  shard::Action action = action_of(exchange, shard::ActionKind::close_ticket, std::move(*key));
  action.ticket = *ticket;
  action.version = *version;
  return action;
}

/// `{"id": "order_late", "language": "de", "parameters": ["Ann"]}`; only the id is needed.
Result<shard::Action> with_template(shard::Action action, const boost::json::value& value) {
  constexpr std::size_t parameters_max = 100;
  const Error error{Fault::malformed_request, "template", "something else",
                    "an id, and perhaps a language and up to 100 parameters, all of them texts"};
  if (!value.is_object()) return std::unexpected(error);
  for (const auto& [name, member] : value.get_object()) {
    if ((name == "id" || name == "language") && member.is_string())
      (name == "id" ? action.approved : action.language) = std::string{member.get_string()};
    else if (name != "parameters" || !member.is_array() || member.get_array().size() > parameters_max)
      return std::unexpected(error);
    if (name != "parameters") continue;
    for (const boost::json::value& parameter : member.get_array()) {
      if (!parameter.is_string()) return std::unexpected(error);
      action.parameters.emplace_back(parameter.get_string());
    }
  }
  if (action.approved.empty()) return std::unexpected(error);
  return action;
}

/// What may stand in an envelope and in a header without quotes (RFC 5321, 4.5.3.1.3: 254 octets).
bool is_mail_address(std::string_view text) {
  constexpr std::size_t address_max = 254;
  const std::size_t at = text.find('@');
  return text.size() <= address_max && at != text.npos && at > 0 && at + 1 < text.size() && text.rfind('@') == at &&
         std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || std::string_view{"<>()[],;:\"\\"}.contains(c);
         });
}

/// `"cc": ["bob@example.org"]`: what no mail server would take is refused here, who they may be is the shard's matter.
Result<void> read_cc(const boost::json::object& body, shard::Action& action) {
  constexpr std::size_t copies_max = 20;
  const boost::json::value* value = body.if_contains("cc");
  if (value == nullptr) return {};
  const Error error{Fault::malformed_request, "cc", "something else", "up to 20 addresses, such as ann@example.org"};
  if (!value->is_array() || value->get_array().size() > copies_max) return std::unexpected(error);
  action.cc.emplace();
  for (const boost::json::value& address : value->get_array()) {
    if (!address.is_string() || !is_mail_address(address.get_string())) return std::unexpected(error);
    action.cc->emplace_back(address.get_string());
  }
  return {};
}

Result<shard::Action> reply_action(const Exchange& exchange) {
  static constexpr std::array<std::string_view, 3> known{"text", "template", "cc"};
  const auto ticket = ticket_in(exchange);
  if (!ticket) return std::unexpected(ticket.error());
  auto key = idempotency_key(exchange);
  if (!key) return std::unexpected(key.error());
  const auto body = json_body(exchange, known);
  if (!body) return std::unexpected(body.error());
  shard::Action action = action_of(exchange, shard::ActionKind::reply, std::move(*key));
  action.ticket = *ticket;
  if (const Result<void> read = read_cc(*body, action); !read) return std::unexpected(read.error());
  const boost::json::value* text = body->if_contains("text");
  const boost::json::value* approved = body->if_contains("template");
  if ((text == nullptr) == (approved == nullptr))
    return std::unexpected(Error{Fault::malformed_request, "text", text == nullptr ? "nothing" : "a template besides",
                                 "either text or template"});
  if (approved != nullptr) return with_template(std::move(action), *approved);
  if (!text->is_string() || text->get_string().empty())
    return std::unexpected(Error{Fault::malformed_request, "text", "something else", "the text of the answer"});
  action.document = std::string{text->get_string()};
  return action;
}

boost::asio::awaitable<Result<shard::TicketView>> read_ticket(const Exchange& exchange) {
  const auto id = ticket_in(exchange);
  if (!id) co_return std::unexpected(id.error());
  co_return co_await exchange.backend.ticket(exchange.workspace(), *id);
}

}  // namespace

boost::asio::awaitable<server::Reply> show_ticket(const Exchange& exchange) {
  const auto ticket = co_await read_ticket(exchange);
  if (!ticket) co_return refuse(exchange, ticket.error());
  server::Reply reply = json_reply(ticket_document(*ticket, exchange.backend.shard_of(exchange.workspace())));
  add_header(reply, "ETag", entity_tag(ticket->version));
  co_return reply;
}

boost::asio::awaitable<server::Reply> show_decisions(const Exchange& exchange) {
  const auto ticket = co_await read_ticket(exchange);
  if (!ticket) co_return refuse(exchange, ticket.error());
  boost::json::array decisions;
  for (const shard::DecisionView& decision : ticket->decisions) decisions.push_back(decision_document(decision));
  co_return json_reply(
      boost::json::object{{"ticket", exchange.arguments.front()}, {"decisions", std::move(decisions)}});
}

boost::asio::awaitable<server::Reply> close_ticket(const Exchange& exchange) {
  auto action = close_action(exchange);
  if (!action) co_return refuse(exchange, action.error());
  co_return co_await carry_out(exchange, std::move(*action));
}

boost::asio::awaitable<server::Reply> reply_to_customer(const Exchange& exchange) {
  auto action = reply_action(exchange);
  if (!action) co_return refuse(exchange, action.error());
  co_return co_await carry_out(exchange, std::move(*action));
}

boost::asio::awaitable<server::Reply> tell_typing(const Exchange& exchange) {
  const auto ticket = ticket_in(exchange);
  if (!ticket) co_return refuse(exchange, ticket.error());
  std::string agent = exchange.token.role == Role::agent ? exchange.token.agent : std::string{};
  const auto told = co_await exchange.backend.typing(exchange.workspace(), *ticket, std::move(agent));
  if (!told) co_return refuse(exchange, told.error());
  co_return server::Reply{.status = 204};
}

}  // namespace switchroom::api
