#pragma once
// A command of a console on Kafka as the request to the API that it stands for. Pure; any thread.

#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "connectors/request.hpp"
#include "gateway/api/tokens.hpp"

namespace switchroom::commands {

struct Command {
  api::TokenRecord who;
  connectors::OwnedRequest request;
};

/// Reads `{"workspace": …, "actor": …, "action": …, "ticket": …, …}`. Actions are those of the API: `reply`, `close`,
/// `status`, and each of /v1/tickets/{ticket}/actions/{action}; whatever else stands in the object is the request's
/// body. With an `actor` it is that agent's, else a supervisor's. `key` is its Idempotency-Key. Error
/// `malformed_request` with the member that is wrong.
Result<Command> command_of(std::string_view json, std::string key);

}  // namespace switchroom::commands
