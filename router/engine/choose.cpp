// Counting is one pass of ANDs and popcounts over the members' bits; what is left are the candidates. The best two of
// few are found by a look at each. Of many, the first two in the crew's order are soon met: 2 in 100 members that are
// all candidates. But the candidates may stand at its end, so after a while the walk gives up and looks at each after
// all.

#include "router/engine/choose.hpp"

#include <bit>

namespace switchroom::engine {
namespace {

constexpr int patience = 64;

using Words = std::vector<Bits::Word>;

void count(const Crew& crew, const Bits& skilled, std::uint32_t weight, Words& candidates, Choice& choice) {
  const auto skill = skilled.words(), receiving = crew.receiving(), room = crew.with_room(weight);
  candidates.resize(skill.size());
  for (std::size_t i = 0; i < skill.size(); ++i) {
    const Bits::Word present = skill[i] & receiving[i];
    candidates[i] = present & room[i];
    choice.receiving += static_cast<std::uint32_t>(std::popcount(present));
    choice.roomy += static_cast<std::uint32_t>(std::popcount(candidates[i]));
  }
}

void look_at_each(const Crew& crew, const Words& candidates, Choice& choice) {
  choice.winner = choice.runner_up = nobody;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    for_each_bit(candidates[i], i, [&](std::uint32_t member) {
      const auto beats = [&](std::uint32_t other) { return other == nobody || crew.rank(member) < crew.rank(other); };
      if (beats(choice.winner)) {
        choice.runner_up = choice.winner;
        choice.winner = member;
      } else if (beats(choice.runner_up)) {
        choice.runner_up = member;
      }
    });
}

/// False: patience ended first.
bool walk_in_order(const Crew& crew, const Words& candidates, Choice& choice) {
  int steps = 0;
  crew.walk([&](std::uint32_t member) {
    const bool is_candidate = ((candidates[member / Bits::per_word] >> (member % Bits::per_word)) & 1) != 0;
    if (is_candidate) (choice.winner == nobody ? choice.winner : choice.runner_up) = member;
    return choice.runner_up == nobody && ++steps < patience;
  });
  return choice.runner_up != nobody;
}

}  // namespace

void choose(const Crew& crew, const Bits& skilled, std::uint32_t weight, Words& candidates, Choice& choice) {
  count(crew, skilled, weight, candidates, choice);
  if (choice.roomy == 0 || choice.group_full) return;
  if (choice.roomy > Crew::few && walk_in_order(crew, candidates, choice)) return;
  look_at_each(crew, candidates, choice);
}

bool is_anyone_free(const Crew& crew, const Bits& skilled, std::uint32_t weight) {
  const auto skill = skilled.words(), receiving = crew.receiving(), room = crew.with_room(weight);
  for (std::size_t i = 0; i < skill.size(); ++i)
    if ((skill[i] & receiving[i] & room[i]) != 0) return true;
  return false;
}

}  // namespace switchroom::engine
