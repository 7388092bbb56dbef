#pragma once
// Errors as values, and the one table of faults that HTTP answers, metrics, logs and docs/errors.md are made from. Any
// thread.

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace switchroom {

/// Every way in which a request, a document or a dependency can be wrong. One row each in `fault_table()`.
enum class Fault : std::uint8_t {
  malformed_request,
  forged_signature,
  handshake_refused,
  unauthenticated,
  forbidden,
  unknown_channel,
  not_found,
  method_not_allowed,
  request_timeout,
  stale_version,
  payload_too_large,
  expectation_failed,
  invalid_action,
  idempotency_key_reused,
  too_many_requests,
  header_too_large,
  internal,
  not_implemented,
  storage_unavailable,
  storage_not_durable,
  outcome_unknown,
  backlog_full,
  not_owner,
  too_many_connections,
  shutting_down,
  http_version,
  undecodable_message,
  poisoned_input,
  invalid_document,
  invalid_setting,
  kafka_unavailable,
  shard_rolled_back,
  certificate_needed,  // new faults at the end: their numbers are stored
};

/// A row of the table of faults.
struct FaultRow {
  Fault fault;
  std::string_view name;    ///< stable word: problem type, metric label, log field
  int http_status;          ///< 400–599; 200 where the provider must be told that all is well; 0: never an HTTP answer
  std::string_view title;   ///< one line for a person
  std::string_view remedy;  ///< what the reader should do
};

/// All faults in the order of the enumeration.
std::span<const FaultRow> fault_table();

/// The row of one fault.
const FaultRow& row_of(Fault fault);

/// What was wrong, where, and what would be right. Holds no secret and no message text.
struct Error {
  Fault fault = Fault::internal;
  std::string where;     ///< a place: `workspace.yaml:12:7`, `entry[0].changes[1].value`, a header's name
  std::string found;     ///< what was there, shortened
  std::string expected;  ///< what would be right
};

/// `where: found …; expected …` for a log or a terminal.
std::string describe(const Error& error);

template <class Value>
using Result = std::expected<Value, Error>;

}  // namespace switchroom
