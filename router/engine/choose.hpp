#pragma once
// Which member of a pool gets a ticket, and how many others fell at which filter. The engine's thread.

#include <array>
#include <cstdint>
#include <vector>

#include "router/engine/crew.hpp"
#include "router/engine/effect.hpp"
#include "router/engine/need_classes.hpp"

namespace switchroom::engine {

/// How many members were left after each filter, and the best two of those who passed all. Members are indexes of their
/// pool.
struct Choice {
  std::uint32_t pool = nobody;
  std::array<std::uint32_t, filter_names.size()> left{};  ///< by Filter
  bool group_full = false;                                ///< then nobody is chosen
  bool preferred = false;                                 ///< the winner was asked before the others
  std::uint32_t winner = nobody;
  std::uint32_t runner_up = nobody;
};

/// A question to a pool: for a ticket of this class and weight, by this strategy. `roster` and `pool` give the members'
/// proficiencies.
struct Question {
  const Crew& crew;
  const NeedClasses& classes;
  const Roster& roster;
  std::uint32_t pool = 0;
  std::uint32_t need_class = 0;
  std::uint32_t weight = 0;
  workspace::Strategy strategy = workspace::Strategy::least_loaded;
};

/// Answers it: fills in `left`, winner and runner-up. `candidates` is working memory, kept by the caller for reuse.
void choose(const Question& question, std::vector<Bits::Word>& candidates, Choice& choice);

/// Whether any member passes all filters; the group is not asked.
bool is_anyone_free(const Crew& crew, const NeedClasses& classes, std::uint32_t need_class, std::uint32_t weight);

/// Whether a member passes all filters; the group is not asked.
bool is_free(const Crew& crew, const NeedClasses& classes, std::uint32_t need_class, std::uint32_t weight,
             std::uint32_t member);

}  // namespace switchroom::engine
