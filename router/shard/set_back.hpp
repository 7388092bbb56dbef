#pragma once
// An engine whose clocks are set back. Pure.

#include <span>

#include "router/engine/engine.hpp"

namespace switchroom::shard {

/// Everything that has happened or will happen lies earlier by `step`, so that every clock has as much time left as
/// before; fixed hours (shifts) are for the next Configure to settle.
engine::OpenTicket earlier(engine::OpenTicket ticket, Milliseconds step);
engine::AgentState earlier(engine::AgentState agent, Milliseconds step);

/// `before` at `at`, a time that lies `step` before the one it knows; `open` are its tickets. The same configuration is
/// in force; nothing is told.
engine::Engine set_back(const engine::Engine& before, const engine::Configure& configuration,
                        std::span<const TicketId> open, Instant at, Milliseconds step);

}  // namespace switchroom::shard
