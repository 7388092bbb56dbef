#pragma once
// What the engine decided, with the reason. Plain values; the caller owns and reuses the list.

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/units.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::engine {

/// The filters that an agent has to pass, in the order in which they are asked. An agent is counted at the first that
/// he fails.
enum class Filter : std::uint8_t { not_in_group, no_skill, status, at_limit, group_limit };
inline constexpr std::array<std::string_view, 5> filter_names{"NOT_IN_GROUP", "NO_SKILL", "STATUS", "AT_LIMIT",
                                                              "GROUP_LIMIT"};

/// An agent's figures at the moment of a choice, before it took effect.
struct Figures {
  AgentId agent;  ///< empty: nobody
  Units in_use;
  Units limit;
  Instant last_assigned{};  ///< zero: never
  friend bool operator==(const Figures&, const Figures&) = default;
};

/// Why a choice fell as it did. Counts add up: lost in each filter + candidates = agents of the workspace.
struct Explanation {
  std::uint64_t config_version = 0;
  GroupId group;
  std::array<std::uint32_t, filter_names.size()> lost{};  ///< by Filter
  std::uint32_t candidates = 0;
  Figures winner;
  Figures runner_up;
  std::int64_t waited_ms = 0;  ///< since the ticket entered the queue
  friend bool operator==(const Explanation&, const Explanation&) = default;
};

/// Nobody could take the ticket that entered the queue in this input; it waits.
struct Queued {
  TicketId ticket;
  Explanation why;
};

/// The ticket is the agent's from now on.
struct Started {
  TicketId ticket;
  AgentId agent;
  Explanation why;
};

struct Ended {
  TicketId ticket;
  AgentId agent;
  EndReason reason = EndReason::closed;
};

struct Closed {
  TicketId ticket;
};

/// By the agent, or by a configuration: who is new gets his first status (told even if it is offline), who left is
/// offline.
struct StatusChanged {
  AgentId agent;
  Status from = Status::offline;
  Status to = Status::offline;
};

using Effect = std::variant<Queued, Started, Ended, Closed, StatusChanged>;
using Effects = std::vector<Effect>;

}  // namespace switchroom::engine
