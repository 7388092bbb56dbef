#pragma once
// From a request to an action, and from its outcome to an answer: the same for each resource that changes something.

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/exchange.hpp"
#include "router/shard/action.hpp"

namespace switchroom::api {

/// The Idempotency-Key header. Error `malformed_request`: it is missing, comes twice, or is not 1–255 printable ASCII
/// bytes.
Result<std::string> idempotency_key(const Exchange& exchange);

/// The same, or a key drawn at random if the header is missing: for actions whose repetition changes nothing by itself.
Result<std::string> idempotency_key_or_random(const Exchange& exchange);

/// The body as a JSON object with no members but `known`; an empty body is an empty object. Error `malformed_request`.
Result<boost::json::object> json_body(const Exchange& exchange, std::span<const std::string_view> known);

/// A member that is a text; empty if there is none. Error `malformed_request`: it is something else.
Result<std::string> text_in(const boost::json::object& body, std::string_view name);

/// A member that is a list of texts, each once, ascending. Error `malformed_request`: there is none, or something else.
Result<std::vector<std::string>> texts_in(const boost::json::object& body, std::string_view name);

/// An action by this token in its workspace.
shard::Action action_of(const Exchange& exchange, shard::ActionKind kind, std::string key);

/// Has the action done and answers: 200 with `document_of` the outcome, 409 with the current state, another problem, or
/// 202 with Location when the owner's answer does not come in time.
boost::asio::awaitable<server::Reply> carry_out(const Exchange& exchange, shard::Action action);

/// The answer to an outcome that has come.
server::Reply reply_to(const Exchange& exchange, const shard::Outcome& outcome);

}  // namespace switchroom::api
