#pragma once
// What the warnings about a workspace share: who is where and can do what. The warnings themselves are told apart by
// topic. Refers to the workspace; one caller's thread.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "config/workspace/findings.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::workspace {

class Advice {
 public:
  /// A workspace without errors.
  Advice(const Workspace& all, FindingList& findings);

  /// Notes a warning at `path`; `of_key`: at its last key.
  void warn(Place place, std::string path, std::string found, std::string expected, bool of_key = false);
  bool full() const { return findings_.full(); }

  bool has_members(std::string_view group) const { return members_.contains(group); }
  std::span<const Agent* const> members(std::string_view group) const;
  const Agent& agent(std::string_view id) const { return *agents_.at(id); }
  const Group& group(std::string_view id) const { return *groups_.at(id); }
  std::string_view kind_of_channel(std::string_view channel) const { return kind_of_.at(channel); }
  /// Whether an agent of `group` (empty: of any) has all of these skills.
  bool somebody(std::string_view group, std::span<const SkillRequirement> needs) const;
  /// Whether tickets of some channel are offered where the group does not say how work is delivered.
  bool offers_by_default() const { return offers_by_default_; }
  /// The largest limit of an agent; 0 without agents.
  Units largest_limit() const { return largest_limit_; }
  /// Supervisors of the group, or an administrator or supervisor of the workspace.
  bool can_escalate(const Group& group) const { return has_leaders_ || !group.supervisors.empty(); }

  const Workspace& workspace;

 private:
  FindingList& findings_;
  std::unordered_map<std::string_view, std::vector<const Agent*>> by_skill_;
  std::unordered_map<std::string_view, std::vector<const Agent*>> members_;
  std::unordered_map<std::string_view, std::string_view> kind_of_;
  std::unordered_map<std::string_view, const Agent*> agents_;
  std::unordered_map<std::string_view, const Group*> groups_;
  Units largest_limit_;
  bool has_leaders_ = false;
  bool offers_by_default_ = false;
};

/// `refund of at least 5`.
std::string words_of(const SkillRequirement& need);

/// Whether a calendar has any open time at all.
bool ever_opens(const Calendar& calendar);

void advise_channels(Advice& advice);
void advise_groups(Advice& advice);
void advise_routes(Advice& advice);
void advise_agents(Advice& advice);
void advise_rules(Advice& advice);
void advise_conditions(Advice& advice);
void advise_clocks(Advice& advice);

}  // namespace switchroom::workspace
