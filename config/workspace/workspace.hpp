#pragma once
// What a workspace is: who answers, on which channels, by which rules. Plain structs, made by config/documents.
// Names (`id`) are what people write; numbers are given by Numbering and last for ever. Plain values: any thread.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/units.hpp"
#include "config/vocabulary/words.hpp"
#include "config/workspace/calendars.hpp"
#include "config/workspace/clocks.hpp"
#include "config/workspace/condition.hpp"
#include "config/workspace/group.hpp"
#include "config/workspace/kinds.hpp"

namespace switchroom::workspace {

/// A setting's values as written: `env:NAME`, `file:PATH`, or plain text for what is no secret.
struct ChannelSetting {
  std::string name;
  std::vector<std::string> values;
  Place place;
  friend bool operator==(const ChannelSetting&, const ChannelSetting&) = default;
};

/// One configured connection to a provider; its webhook is /hooks/<workspace>/<id>.
struct Channel {
  std::string id;
  std::string kind;
  std::string group;  ///< where its tickets go when no rule says otherwise; empty: the workspace's default group
  std::vector<ChannelSetting> settings;
  Place place;
  std::string language{};  ///< BCP 47 in small letters, instead of detecting it; empty: detect
  friend bool operator==(const Channel&, const Channel&) = default;
};

/// Whom an agent may give work to.
enum class AssignmentScope : std::uint8_t { all, own_groups };
inline constexpr std::array<std::string_view, 2> assignment_scope_names{"all", "own_groups"};

/// Which work an agent gets.
enum class WorkContent : std::uint8_t { everything, tickets_only };
inline constexpr std::array<std::string_view, 2> work_content_names{"everything", "tickets_only"};

struct Agent {
  std::string id;
  std::string name;
  std::vector<std::string> groups;
  std::map<std::string, int> skills;  ///< proficiency 1–10
  Units limit{3000};
  Status first_status = Status::offline;  ///< until the agent sets one
  Place place;

  std::map<std::string, int> kind_limits{};    ///< channel kind → most tickets of it at once
  std::optional<Units> interruptible_limit{};  ///< most units of interruptible work; empty: `limit`
  Role role = Role::agent;
  AssignmentScope scope = AssignmentScope::own_groups;
  WorkContent content = WorkContent::everything;  ///< tickets_only: nothing of the family chat
  std::string calendar{};                         ///< shifts; empty: always on shift
  std::int64_t ramp_ms = 0;  ///< after a login, a return or a raised limit one unit more each so often; 0: all at once
  std::int64_t handling_ms = 0;  ///< average handling time of a ticket, for least_loaded; 0: not counted
  bool may_force = false;        ///< may assign above limits
  bool bot = false;              ///< a program that hands over to people
  friend bool operator==(const Agent&, const Agent&) = default;
};

/// `when` holds if every part that is set holds; a rule without conditions always holds.
struct Rule {
  std::string id;
  std::optional<Keywords> keywords;
  std::vector<std::string> channels;       ///< channel ids; empty: all
  std::vector<std::string> channel_kinds;  ///< empty: all
  std::vector<SkillRequirement> require;   ///< of several minima for one skill the highest counts
  std::string group;                       ///< the first matching rule that names one decides
  std::optional<Priority> priority;        ///< the highest of the matching rules counts
  bool stop = false;                       ///< later rules are not asked
  Place place;

  std::optional<Condition> when{};    ///< holds too; empty: nothing more is asked
  bool on_every_message = false;      ///< not only on the first message of a ticket
  std::vector<std::string> tags{};    ///< tags of all matching rules are added
  std::string type{};                 ///< of the ticket; the first matching rule that names one decides
  std::string sla{};                  ///< class; the first decides
  std::vector<std::string> agents{};  ///< preferred; the first rule that names some decides
  std::string auto_reply{};           ///< template; the first decides
  std::string bot{};                  ///< agent that is a bot; the first decides
  friend bool operator==(const Rule&, const Rule&) = default;
};

struct Workspace {
  std::string id;
  std::string name;
  std::string default_group;
  std::vector<std::string> skills;
  std::vector<Channel> channels;
  std::vector<Group> groups;
  std::vector<Agent> agents;
  std::vector<Rule> rules;
  std::map<std::string, Units> units_by_kind;  ///< the short form of `kinds.<kind>.units`, which goes before it
  /// Head start in the queue by priority, in milliseconds of waiting.
  std::array<std::int64_t, 4> head_start_ms{0, 600'000, 1'800'000, 14'400'000};

  std::map<std::string, KindSettings> kinds{};  ///< by channel kind
  std::vector<Calendar> calendars{};
  std::vector<SlaClass> sla{};
  std::string default_sla{};  ///< class of tickets that no rule gives one; empty: none
  std::vector<Flow> flows{};
  std::vector<Template> templates{};
  Collaboration collaboration{};
  bool language_skills = false;  ///< the detected language asks for the skill `language:xx`
  std::int64_t presence_grace_ms = 30'000;
  std::vector<std::string> ticket_types{};
  std::vector<std::string> customer_levels{};
  friend bool operator==(const Workspace&, const Workspace&) = default;

  /// What holds for a channel kind.
  KindRules kind_rules(const std::string& channel_kind) const;
  /// What a ticket on this channel kind costs.
  Units units_of(const std::string& channel_kind) const { return kind_rules(channel_kind).units; }
};

}  // namespace switchroom::workspace
