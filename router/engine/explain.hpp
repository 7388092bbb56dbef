#pragma once
// A choice in the words of a supervisor. Pure; any thread.

#include "router/engine/choose.hpp"
#include "router/engine/effect.hpp"
#include "router/engine/roster.hpp"
#include "router/engine/tickets.hpp"

namespace switchroom::engine {

/// Why `choice` fell for `ticket` at `at`; the caller adds the figures of winner and runner-up, and names.
Explanation explain(const Choice& choice, const Ticket& ticket, const Roster& roster, Instant at);

}  // namespace switchroom::engine
