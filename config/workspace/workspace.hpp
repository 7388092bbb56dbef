#pragma once
// What a workspace is: who answers, on which channels, by which rules. Plain structs, made by config/documents.
// Names (`id`) are what people write; numbers are given by Numbering and last for ever. Plain values: any thread.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/vocabulary/units.hpp"
#include "config/vocabulary/words.hpp"

namespace switchroom::workspace {

/// Where in the document something stands; 1-based, 0 if unknown.
struct Place {
  int line = 0;
  int column = 0;
  friend bool operator==(const Place&, const Place&) { return true; }  // moving a rule down a line changes nothing
};

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
  friend bool operator==(const Channel&, const Channel&) = default;
};

struct Group {
  std::string id;
  std::string name;
  std::optional<Units> limit;  ///< most units of open assignments in this group at once; empty: no limit
  std::vector<Status> receives_when{Status::online};  ///< statuses in which its members get work
  Place place;
  friend bool operator==(const Group&, const Group&) = default;
};

struct Agent {
  std::string id;
  std::string name;
  std::vector<std::string> groups;
  std::map<std::string, int> skills;  ///< proficiency 1–10
  Units limit{3000};
  Status first_status = Status::offline;  ///< until the agent sets one
  Place place;
  friend bool operator==(const Agent&, const Agent&) = default;
};

/// Words that a rule looks for in a ticket's first message.
struct Keywords {
  std::vector<std::string> any_of;
  bool whole_word = false;  ///< by UAX #29; scripts without spaces always match anywhere
  Place place;
  friend bool operator==(const Keywords&, const Keywords&) = default;
};

struct SkillRequirement {
  std::string skill;
  int minimum = 1;
  Place place;
  friend bool operator==(const SkillRequirement&, const SkillRequirement&) = default;
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
  std::map<std::string, Units> units_by_kind;  ///< channel kind → cost of a ticket; default 1000
  /// Head start in the queue by priority, in milliseconds of waiting.
  std::array<std::int64_t, 4> head_start_ms{0, 600'000, 1'800'000, 14'400'000};
  friend bool operator==(const Workspace&, const Workspace&) = default;

  /// What a ticket on this channel kind costs.
  Units units_of(const std::string& channel_kind) const {
    const auto found = units_by_kind.find(channel_kind);
    return found == units_by_kind.end() ? Units{1000} : found->second;
  }
};

}  // namespace switchroom::workspace
