#pragma once
// What becomes of a recording under a set of rules. Pure; one thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "router/shard/workspaces.hpp"
#include "router/whatif/recording.hpp"

namespace switchroom::whatif {

/// What became of a ticket that was opened in the window.
struct Journey {
  AgentId agent;  ///< who got it first; empty: nobody
  GroupId group;  ///< for which; of a ticket that nobody got, the one that it waited for
  Instant given{};
  std::int64_t waited_ms = 0;  ///< until then, or until it was closed or the window ended
  std::uint32_t breaches = 0;  ///< of SLA clocks
  engine::Explanation why;     ///< of the first decision about it; if it was given to somebody later, of that one
  workspace::Classification found;
  std::uint64_t config_version = 0;  ///< of `why`
};

/// What an agent had to do, tickets from before the window included.
struct Load {
  std::uint32_t tickets = 0;  ///< that he was given in the window
  std::int64_t unit_ms = 0;   ///< thousandths of a unit × ms that he held
};

/// What a group handed out in the window.
struct Share {
  std::uint32_t tickets = 0;       ///< given or offered for it
  std::map<AgentId, Units> given;  ///< to whom; who got nothing is missing
  std::vector<AgentId> members;    ///< under the rules at the end; ascending
};

struct Course {
  std::vector<Journey> journeys;  ///< by case; only those of tickets that were opened in the window count
  std::map<AgentId, Load> loads;
  std::map<GroupId, Share> shares;  ///< of groups that have members, or handed out something
  std::uint64_t breaches = 0;       ///< of SLA clocks, of all tickets
};

/// Folds a recording. With `rules`: under them from beginning to end. Without: under those that were in force, in turn.
/// `names` adds to explanations up to 20 agents of each filter. Error: a document that can't be read any more.
Result<Course> fold_again(const Recording& recording, const shard::ParseDocument& parse,
                          const std::optional<std::string>& rules, bool names);

}  // namespace switchroom::whatif
