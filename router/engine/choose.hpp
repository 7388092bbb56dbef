#pragma once
// Which member of a group gets a ticket, and how many others fell at which filter. The engine's thread.

#include <cstdint>
#include <limits>
#include <vector>

#include "router/engine/crew.hpp"

namespace switchroom::engine {

inline constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

/// How many members passed each filter, and the best two of those who passed all. Members are indexes of their group.
struct Choice {
  std::uint32_t members = 0;
  std::uint32_t skilled = 0;    ///< of these, with every skill
  std::uint32_t receiving = 0;  ///< of these, in a status that gets work
  std::uint32_t roomy = 0;      ///< of these, with room
  bool group_full = false;      ///< then nobody is chosen
  std::uint32_t winner = nobody;
  std::uint32_t runner_up = nobody;
};

/// Chooses among the `skilled` members of a crew for a ticket of weight number `weight`: least loaded first. Fills in
/// all of the choice but `members`, `skilled` and `group_full`. `candidates` is working memory, kept by the caller for
/// reuse.
void choose(const Crew& crew, const Bits& skilled, std::uint32_t weight, std::vector<Bits::Word>& candidates,
            Choice& choice);

/// Whether any of the `skilled` members receives and has room.
bool is_anyone_free(const Crew& crew, const Bits& skilled, std::uint32_t weight);

}  // namespace switchroom::engine
