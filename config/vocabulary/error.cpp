#include "config/vocabulary/error.hpp"

#include <array>
#include <stdexcept>

namespace switchroom {
namespace {

constexpr std::array<FaultRow, 33> rows{{
    {Fault::malformed_request, "malformed_request", 400, "The request is not well-formed",
     "Correct the request; sending it again unchanged will fail again."},
    {Fault::forged_signature, "forged_signature", 401, "The signature does not match",
     "Check the channel's secret; sign the raw bytes of the body."},
    {Fault::handshake_refused, "handshake_refused", 403, "The verification token does not match",
     "Enter the channel's verify token at the provider."},
    {Fault::unauthenticated, "unauthenticated", 401, "A valid bearer token is needed",
     "Send `Authorization: Bearer …`; make a token with `switchroom token`."},
    {Fault::forbidden, "forbidden", 403, "This token may not do that",
     "Use a token with the role that the message names."},
    {Fault::unknown_channel, "unknown_channel", 404, "No such channel",
     "Check the workspace and the channel in the URL; `switchroom status` lists them."},
    {Fault::not_found, "not_found", 404, "Nothing is here", "Check the address."},
    {Fault::method_not_allowed, "method_not_allowed", 405, "This method is not allowed here",
     "Use a method named in the Allow header."},
    {Fault::request_timeout, "request_timeout", 408, "The request did not arrive in time",
     "Send the whole request at once; look at the network between."},
    {Fault::stale_version, "stale_version", 409, "It changed meanwhile",
     "Read the current state in the answer and decide again."},
    {Fault::payload_too_large, "payload_too_large", 413, "The body is too large",
     "Stay below `listen.body_bytes_max`."},
    {Fault::expectation_failed, "expectation_failed", 417, "This expectation can't be met",
     "Send no Expect header, or `100-continue`."},
    {Fault::invalid_action, "invalid_action", 422, "The action is not possible",
     "Correct the field that the answer names."},
    {Fault::idempotency_key_reused, "idempotency_key_reused", 422, "The Idempotency-Key was used for another action",
     "Draw a new key for each action."},
    {Fault::too_many_requests, "too_many_requests", 429, "Too many failed attempts",
     "Wait as long as Retry-After says."},
    {Fault::header_too_large, "header_too_large", 431, "The header is too large",
     "Stay below `listen.header_bytes_max`."},
    {Fault::internal, "internal", 500, "Switchroom failed", "Report it with the request id."},
    {Fault::not_implemented, "not_implemented", 501, "This method or coding is not known",
     "Send plain or chunked bodies with a known method."},
    {Fault::storage_unavailable, "storage_unavailable", 503, "Redis can't be reached",
     "Send it again after Retry-After; operators: see /readyz?verbose."},
    {Fault::storage_not_durable, "storage_not_durable", 503, "Redis is less durable than configured",
     "Set Redis as `redis.durability` asks, or lower that setting."},
    {Fault::outcome_unknown, "outcome_unknown", 503, "Redis did not answer in time",
     "Send it again: a message that was stored is recognised and not doubled."},
    {Fault::backlog_full, "backlog_full", 503, "Too much is waiting to be routed or published",
     "Send it again after Retry-After; operators: see /readyz?verbose."},
    {Fault::not_owner, "not_owner", 503, "Another process owns this shard", "Send it again; the owner answers."},
    {Fault::too_many_connections, "too_many_connections", 503, "Too many connections",
     "Reuse connections, or raise `listen.connections_max`."},
    {Fault::shutting_down, "shutting_down", 503, "Switchroom is stopping", "Send it again after Retry-After."},
    {Fault::http_version, "http_version", 505, "Only HTTP/1.0 and HTTP/1.1 are spoken here", "Use HTTP/1.1."},
    {Fault::undecodable_message, "undecodable_message", 200, "An authentic message could not be decoded",
     "Look at the dead letter: it names the place and holds the request."},
    {Fault::poisoned_input, "poisoned_input", 0, "An inbox entry stopped the router three times and was skipped",
     "Look at the dead letter and report it."},
    {Fault::invalid_document, "invalid_document", 422, "The workspace document is not valid",
     "Correct the places that the answer names."},
    {Fault::invalid_setting, "invalid_setting", 0, "A setting of the process is not valid",
     "Correct the setting that the message names."},
    {Fault::kafka_unavailable, "kafka_unavailable", 0, "Kafka can't be reached",
     "Events wait in Redis and are sent when it is back; see /readyz?verbose."},
    {Fault::shard_rolled_back, "shard_rolled_back", 0, "Redis came back older than Kafka",
     "Find out why Redis lost writes; the event names the exact range."},
    {Fault::certificate_needed, "certificate_needed", 503, "The certificate that signs this delivery is not here yet",
     "Send it again after Retry-After; operators: the gateway must reach the certificate's host."},
}};

}  // namespace

std::span<const FaultRow> fault_table() { return rows; }

const FaultRow& row_of(Fault fault) {
  const FaultRow& row = rows.at(static_cast<std::size_t>(fault));
  if (row.fault != fault) throw std::logic_error("the table of faults is out of order");
  return row;
}

std::string describe(const Error& error) {
  std::string text = error.where.empty() ? std::string{row_of(error.fault).title} : error.where;
  if (!error.found.empty()) text += ": found " + error.found;
  if (!error.expected.empty()) text += (error.found.empty() ? ": expected " : "; expected ") + error.expected;
  return text;
}

}  // namespace switchroom
