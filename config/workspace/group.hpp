#pragma once
// A group: whose work it is, in which steps it finds an agent, and what bounds it. Plain values: any thread.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/units.hpp"
#include "config/vocabulary/words.hpp"
#include "config/workspace/condition.hpp"
#include "config/workspace/kinds.hpp"

namespace switchroom::workspace {

/// Who of those who may take a ticket gets it.
enum class Strategy : std::uint8_t { least_loaded, longest_idle, round_robin, most_proficient };
inline constexpr std::array<std::string_view, 4> strategy_names{"least_loaded", "longest_idle", "round_robin",
                                                                "most_proficient"};

/// What the last step of a route does when its time comes.
enum class LastStep : std::uint8_t { anyone, hold, escalate };
inline constexpr std::array<std::string_view, 3> last_step_names{"anyone", "hold", "escalate"};

/// What a full group does with a new ticket.
enum class WhenFull : std::uint8_t { park, overflow, refuse };
inline constexpr std::array<std::string_view, 3> when_full_names{"park", "overflow", "refuse"};

struct SkillRequirement {
  std::string skill;
  int minimum = 1;  ///< proficiency 1–10
  Place place;
  int droppable = 0;  ///< 0: required; else its rank: 1 is the first to leave
  friend bool operator==(const SkillRequirement&, const SkillRequirement&) = default;
};

/// A step of a ticket's route. The ticket takes it up `at_ms` after it entered the queue.
struct StepRule {
  std::int64_t at_ms = 0;
  std::vector<std::string> groups{};        ///< empty: the ticket's own
  std::vector<SkillRequirement> require{};  ///< instead of the ticket's own; empty: the ticket's own
  int drop_ranks = 0;                       ///< droppable skills of this rank and below are not asked for
  std::vector<std::string> prefer{};        ///< agents, asked first in this order
  std::optional<Strategy> strategy{};       ///< empty: the group's
  std::optional<LastStep> last{};           ///< on the last step only
  Place place{};
  friend bool operator==(const StepRule&, const StepRule&) = default;
};

/// After `count` assignments in a row of at least this priority an agent is paused for `pause_ms`, or until
/// `until_closed` of his tickets are closed; 0: not by that. Both: by what comes first.
struct Fatigue {
  int count = 0;
  Priority priority = Priority::urgent;
  std::int64_t pause_ms = 0;
  int until_closed = 0;
  Place place{};
  friend bool operator==(const Fatigue&, const Fatigue&) = default;
};

struct Group {
  std::string id;
  std::string name;
  std::optional<Units> limit;                         ///< most units of open assignments at once; empty: no limit
  std::vector<Status> receives_when{Status::online};  ///< statuses in which its members get work
  Place place;

  std::optional<int> offers_limit{};         ///< offers outstanding
  std::optional<int> waiting_limit{};        ///< tickets that wait
  std::optional<int> arrivals_per_minute{};  ///< new tickets in a minute of the inbox's time
  WhenFull when_full = WhenFull::park;       ///< at the two limits before
  std::vector<std::string> overflow{};       ///< groups to try in this order
  std::string full_reply{};                  ///< template: what a refused customer reads

  std::optional<Delivery> delivery{};                      ///< instead of the channel kind's
  std::map<std::string, std::int64_t> accept_within_ms{};  ///< by channel kind, instead of the kind's
  int lapses_until_away = 3;                               ///< offers in a row; then the agent is away, reason `missed`
  Strategy strategy = Strategy::least_loaded;

  std::optional<std::int64_t> first_reply_ms{};  ///< of an assignment; after it `on_no_reply`
  std::optional<std::int64_t> next_reply_ms{};   ///< after each message of the customer
  std::optional<std::int64_t> reminder_ms{};     ///< so long before the two
  bool reassign_on_no_reply = true;              ///< else: escalate
  std::int64_t wrap_up_ms = 0;                   ///< units are held so long after closing

  std::int64_t previous_agent_within_ms = 72LL * 3'600'000;
  std::int64_t wait_for_previous_ms = 0;
  std::int64_t reopen_within_ms = 72LL * 3'600'000;
  std::int64_t reopen_wait_for_agent_ms = 300'000;

  std::optional<Fatigue> fatigue{};
  std::vector<std::string> supervisors{};     ///< agents: whom it escalates to
  std::string fallback{};                     ///< group
  std::optional<std::int64_t> max_wait_ms{};  ///< the simple form of steps
  std::vector<StepRule> steps{};              ///< empty: one step, or those of the simple form
  Units guaranteed{};                         ///< what each member can take at least
  std::string calendar{};                     ///< of older documents: no effect, refused when it is checked
  friend bool operator==(const Group&, const Group&) = default;
};

}  // namespace switchroom::workspace
