#include "tests/router/stories/workspace_lines.hpp"

#include <algorithm>
#include <stdexcept>

#include "router/scenario/sentence.hpp"
#include "tests/router/stories/words.hpp"

namespace switchroom::stories {
namespace {

template <class Enum, std::size_t count>
Enum word_to(const std::array<std::string_view, count>& words, const std::string& word) {
  const auto found = from_word<Enum>(words, word);
  if (!found) throw std::invalid_argument("unknown word " + word);
  return *found;
}

workspace::Group group_of(const std::vector<std::string>& words) {
  const Clauses line(words, {"group", "limit", "receives"});
  workspace::Group group;
  group.id = line.one("group");
  if (line.has("limit")) group.limit = units_of(line.one("limit"));
  if (line.has("receives")) group.receives_when.clear();
  for (const std::string& status : line.of("receives"))
    group.receives_when.push_back(word_to<Status>(status_names, status));
  return group;
}

workspace::Agent agent_of(const std::vector<std::string>& words) {
  const Clauses line(words, {"agent", "in", "limit", "skills"});
  workspace::Agent agent;
  agent.id = line.one("agent");
  agent.first_status = word_to<Status>(status_names, line.of("agent").at(1));
  agent.groups = line.of("in");
  if (line.has("limit")) agent.limit = units_of(line.one("limit"));
  const std::vector<std::string> skills = line.of("skills");
  for (std::size_t i = 0; i + 1 < skills.size(); i += 2) agent.skills[skills[i]] = std::stoi(skills[i + 1]);
  return agent;
}

workspace::Rule rule_of(const std::vector<std::string>& words) {
  const Clauses line(words, {"rule", "words", "whole", "on", "kinds", "needs", "to", "priority", "stop"});
  workspace::Rule rule;
  rule.id = line.one("rule");
  if (line.has("words")) rule.keywords = workspace::Keywords{line.of("words"), line.has("whole"), {}};
  rule.channels = line.of("on");
  rule.channel_kinds = line.of("kinds");
  const std::vector<std::string> needs = line.of("needs");
  for (std::size_t i = 0; i + 1 < needs.size(); i += 2) rule.require.push_back({needs[i], std::stoi(needs[i + 1]), {}});
  rule.group = line.one("to");
  if (line.has("priority")) rule.priority = word_to<Priority>(priority_names, line.one("priority"));
  rule.stop = line.has("stop");
  return rule;
}

void add_channel(const std::vector<std::string>& words, workspace::Workspace& workspace) {
  const Clauses line(words, {"channel", "kind", "group", "units"});
  workspace::Channel channel;
  channel.id = line.one("channel");
  channel.kind = line.has("kind") ? line.one("kind") : channel.id;
  channel.group = line.one("group");
  if (line.has("units")) workspace.units_by_kind[channel.kind] = units_of(line.one("units"));
  workspace.channels.push_back(std::move(channel));
}

void add_line(const std::vector<std::string>& words, workspace::Workspace& workspace) {
  const std::string& kind = words.at(0);
  if (kind == "group") {
    workspace.groups.push_back(group_of(words));
  } else if (kind == "agent") {
    workspace.agents.push_back(agent_of(words));
  } else if (kind == "channel") {
    add_channel(words, workspace);
  } else if (kind == "rule") {
    workspace.rules.push_back(rule_of(words));
  } else if (kind == "head-start") {
    workspace.head_start_ms.at(static_cast<std::size_t>(word_to<Priority>(priority_names, words.at(1)))) =
        milliseconds_of(words.at(2));
  } else {
    throw std::invalid_argument("unknown line " + kind);
  }
}

}  // namespace

workspace::Workspace workspace_of(const std::vector<std::string>& lines) {
  workspace::Workspace workspace;
  for (const std::string& line : lines) add_line(scenario::words_of(line), workspace);
  workspace.default_group = workspace.groups.at(0).id;
  for (const workspace::Agent& agent : workspace.agents)
    for (const auto& [skill, _] : agent.skills)
      if (std::ranges::find(workspace.skills, skill) == workspace.skills.end()) workspace.skills.push_back(skill);
  for (const workspace::Rule& rule : workspace.rules)
    for (const workspace::SkillRequirement& need : rule.require)
      if (std::ranges::find(workspace.skills, need.skill) == workspace.skills.end())
        workspace.skills.push_back(need.skill);
  return workspace;
}

}  // namespace switchroom::stories
