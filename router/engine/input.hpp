#pragma once
// What the engine of one workspace is told. Plain values; the engine's thread.

#include <cstdint>
#include <memory>
#include <variant>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/units.hpp"
#include "config/vocabulary/words.hpp"
#include "config/workspace/classification.hpp"
#include "config/workspace/numbering.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::engine {

/// A configuration takes effect; the first input of all. Waiting tickets are placed anew under it; work in progress
/// stays with its agent, unless the agent is gone: then it goes back to the queue with its age. Agents who are new, and
/// those who come back, get their first status. `numbering` already knows every name of `workspace`.
struct Configure {
  std::shared_ptr<const workspace::Workspace> workspace;
  std::shared_ptr<const workspace::Numbering> numbering;
  std::uint64_t version = 0;
};

/// A new ticket wants an agent. `units` is 0 or more, `ticket` is not open. `channel_group` is where it goes when no
/// rule named a group; empty: the default group.
struct Arrive {
  TicketId ticket;
  Units units;
  GroupId channel_group;
  workspace::Classification found;
};

/// A ticket is done; its units are free again. The ticket is open.
struct Close {
  TicketId ticket;
};

/// An agent says how available he is. The agent is in the configuration.
struct SetStatus {
  AgentId agent;
  Status status = Status::offline;
};

using Input = std::variant<Configure, Arrive, Close, SetStatus>;

}  // namespace switchroom::engine
