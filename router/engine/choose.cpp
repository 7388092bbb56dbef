// Counting is a pass of ANDs and popcounts over the members' bits for each filter at which anybody fails; what is left
// are the candidates. The best two of few are found by a look at each. Of many, the first two in the crew's order are
// soon met: 2 in 100 members that are all candidates. But the candidates may stand at its end, so after a while the
// walk gives up and looks at each after all.

#include "router/engine/choose.hpp"

#include <algorithm>
#include <bit>

namespace switchroom::engine {
namespace {

using workspace::Strategy;
using Words = std::vector<Bits::Word>;

constexpr int patience = 64;

std::uint32_t keep(Words& candidates, std::span<const Bits::Word> passing) {
  std::uint32_t left = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    candidates[i] &= passing[i];
    left += static_cast<std::uint32_t>(std::popcount(candidates[i]));
  }
  return left;
}

std::uint32_t keep_out(Words& candidates, std::span<const Bits::Word> barred) {
  std::uint32_t left = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    candidates[i] &= ~barred[i];
    left += static_cast<std::uint32_t>(std::popcount(candidates[i]));
  }
  return left;
}

struct FilteredGate {
  Gate gate;
  Filter filter;
};
constexpr FilteredGate before_group[] = {{Gate::status, Filter::status},
                                         {Gate::on_shift, Filter::off_shift},
                                         {Gate::work_kind, Filter::work_kind},
                                         {Gate::room, Filter::at_limit},
                                         {Gate::kind_room, Filter::at_kind_limit}};

/// Fills in `left`; gives the number of candidates.
std::uint32_t count(const Question& ask, Words& candidates, Choice& choice) {
  const std::span<const Bits::Word> skilled = ask.classes.skilled(ask.need_class).words();
  candidates.assign(skilled.begin(), skilled.end());
  std::uint32_t left = ask.classes.skilled_count(ask.need_class);
  const auto note = [&](Filter filter) { choice.left[static_cast<std::size_t>(filter)] = left; };
  choice.left[static_cast<std::size_t>(Filter::not_in_group)] = ask.crew.size();
  note(Filter::no_skill);
  const auto pass = [&](Gate gate) {
    if (left > 0 && ask.crew.failing(gate, ask.weight) > 0) left = keep(candidates, ask.crew.passing(gate, ask.weight));
  };
  for (const auto& [gate, filter] : before_group) pass(gate), note(filter);
  if (choice.group_full) left = 0;
  note(Filter::group_limit);
  pass(Gate::ready);
  note(Filter::paused);
  const auto tried = ask.classes.tried(ask.need_class).words();
  if (left > 0 && !tried.empty()) left = keep_out(candidates, tried);
  note(Filter::declined_before);
  const auto held_for = ask.classes.held_for(ask.need_class).words();
  if (left > 0 && !held_for.empty()) left = keep(candidates, held_for);
  note(Filter::scope);
  return left;
}

/// The best two candidates by `key`, the smaller the better. Keys end with the member, in 32 bits. No branch depends on
/// a comparison, as it would be guessed wrong too often.
template <class Key>
void look_at_each(const Words& candidates, Key&& key, Choice& choice) {
  Order best = ~Order{0}, second = ~Order{0};
  for (std::size_t i = 0; i < candidates.size(); ++i)
    for_each_bit(candidates[i], i, [&](std::uint32_t member) {
      const Order one = key(member);
      second = std::min(second, std::max(best, one));
      best = std::min(best, one);
    });
  choice.winner = static_cast<std::uint32_t>(best);
  choice.runner_up = static_cast<std::uint32_t>(second);
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

/// In turn by AgentId, beginning after the member who had the last assignment.
void take_turns(const Crew& crew, const Words& candidates, Choice& choice) {
  const std::uint32_t begin = crew.turn() == nobody ? 0 : crew.turn() + 1;
  const auto key = [&](std::uint32_t member) { return Order{member < begin} << 32U | member; };
  look_at_each(candidates, key, choice);
}

void most_proficient(const Question& ask, const Words& candidates, Choice& choice) {
  const std::vector<std::uint32_t>& members = ask.roster.pools()[ask.pool].members;
  const auto needs = ask.classes.needs(ask.need_class);
  const auto key = [&](std::uint32_t member) {
    const std::uint32_t sum = proficiency(ask.roster.agents()[members[member]].skills, needs);
    return Order{~sum} << 96U | (ask.crew.order(member) & without_load);
  };
  look_at_each(candidates, key, choice);
}

}  // namespace

void choose(const Question& ask, Words& candidates, Choice& choice) {
  const std::uint32_t left = count(ask, candidates, choice);
  if (left == 0) return;
  if (ask.strategy == Strategy::round_robin) return take_turns(ask.crew, candidates, choice);
  if (ask.strategy == Strategy::most_proficient) return most_proficient(ask, candidates, choice);
  const bool is_kept_order = ask.strategy == ask.crew.strategy();
  if (is_kept_order && left > Crew::few && walk_in_order(ask.crew, candidates, choice)) return;
  const Order asked = ask.strategy == Strategy::least_loaded ? ~Order{0} : without_load;
  look_at_each(candidates, [&](std::uint32_t member) { return ask.crew.order(member) & asked; }, choice);
}

bool is_anyone_free(const Crew& crew, const NeedClasses& classes, std::uint32_t need_class, std::uint32_t weight) {
  const auto skilled = classes.skilled(need_class).words(), free = crew.free(weight);
  const auto tried = classes.tried(need_class).words(), held_for = classes.held_for(need_class).words();
  for (std::size_t i = 0; i < skilled.size(); ++i) {
    Bits::Word left = skilled[i] & free[i];
    if (!tried.empty()) left &= ~tried[i];
    if (!held_for.empty()) left &= held_for[i];
    if (left != 0) return true;
  }
  return false;
}

bool is_free(const Crew& crew, const NeedClasses& classes, std::uint32_t need_class, std::uint32_t weight,
             std::uint32_t member) {
  const Bits &tried = classes.tried(need_class), &held_for = classes.held_for(need_class);
  return crew.may_take(member, weight) && classes.skilled(need_class).contains(member) &&
         (tried.words().empty() || !tried.contains(member)) && (held_for.words().empty() || held_for.contains(member));
}

}  // namespace switchroom::engine
