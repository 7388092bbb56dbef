#include "config/documents/workspace_document.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "config/documents/setting_text.hpp"
#include "config/documents/yaml_document.hpp"

namespace switchroom::documents {
namespace {

using workspace::Agent;
using workspace::Channel;
using workspace::Group;
using workspace::Rule;
using workspace::Workspace;

constexpr std::array<KeyRow, 32> keys{{
    {"workspace", "id", "required"},
    {"name", "text", ""},
    {"default_group", "id of a group", "required"},
    {"skills", "list of ids", "[]"},
    {"units", "mapping: channel kind to units", "{}"},
    {"head_start.low", "duration", "0s"},
    {"head_start.normal", "duration", "10m"},
    {"head_start.high", "duration", "30m"},
    {"head_start.urgent", "duration", "4h"},
    {"channels[].id", "id", "required"},
    {"channels[].kind", "channel kind", "required"},
    {"channels[].group", "id of a group", "the default group"},
    {"channels[].settings", "mapping: setting to value, list of values or description", "{}"},
    {"groups[].id", "id", "required"},
    {"groups[].name", "text", ""},
    {"groups[].limit", "units", "no limit"},
    {"groups[].receives_when", "list of statuses", "[online]"},
    {"agents[].id", "id", "required"},
    {"agents[].name", "text", ""},
    {"agents[].groups", "list of ids of groups", "[]"},
    {"agents[].skills", "mapping: skill to proficiency 1 to 10", "{}"},
    {"agents[].limit", "units", "3"},
    {"agents[].first_status", "status", "offline"},
    {"rules[].id", "id", "required"},
    {"rules[].when.keywords", "list of texts", "any text"},
    {"rules[].when.whole_word", "true or false", "false"},
    {"rules[].when.channel", "list of ids of channels", "any channel"},
    {"rules[].when.channel_kind", "list of channel kinds", "any channel kind"},
    {"rules[].then.require", "mapping: skill to proficiency 1 to 10", "{}"},
    {"rules[].then.group", "id of a group", "no say"},
    {"rules[].then.priority", "priority", "no say"},
    {"rules[].then.stop", "true or false", "false"},
}};

void read_settings(const Node& node, Channel& channel, Findings& findings) {
  if (node.kind != NodeKind::mapping)
    return findings.add(node.place, shown(node), "a mapping such as {app_secret: file:whatsapp_app_secret}");
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    workspace::ChannelSetting setting{.name = node.keys[i].text, .values = {}, .place = node.keys[i].place};
    if (node.items[i].kind == NodeKind::mapping)
      setting.values = {json_text_of(node.items[i])};
    else
      read(node.items[i], setting.values, findings);
    channel.settings.push_back(std::move(setting));
  }
}

void decode(const Node& node, Channel& channel, Findings& findings) {
  const Fields fields{node, "channels[]", keys, findings};
  channel.place = node.place;
  fields.required_into("id", channel.id);
  fields.required_into("kind", channel.kind);
  fields.into("group", channel.group);
  if (const Node* settings = fields.find("settings")) read_settings(*settings, channel, findings);
}

void decode(const Node& node, Group& group, Findings& findings) {
  const Fields fields{node, "groups[]", keys, findings};
  group.place = node.place;
  fields.required_into("id", group.id);
  fields.into("name", group.name);
  fields.into("limit", group.limit);
  fields.into("receives_when", group.receives_when);
}

void decode(const Node& node, Agent& agent, Findings& findings) {
  const Fields fields{node, "agents[]", keys, findings};
  agent.place = node.place;
  fields.required_into("id", agent.id);
  fields.into("name", agent.name);
  fields.into("groups", agent.groups);
  fields.into("skills", agent.skills);
  fields.into("limit", agent.limit);
  fields.into("first_status", agent.first_status);
}

void decode_when(const Node& node, Rule& rule, Findings& findings) {
  const Fields fields{node, "rules[].when", keys, findings};
  bool whole_word = false;
  fields.into("whole_word", whole_word);
  if (const Node* keywords = fields.find("keywords")) {
    rule.keywords.emplace();
    rule.keywords->place = keywords->place;
    rule.keywords->whole_word = whole_word;
    read(*keywords, rule.keywords->any_of, findings);
  } else if (whole_word) {
    findings.add(fields.find("whole_word")->place, "whole_word without keywords", "keywords beside it");
  }
  fields.into("channel", rule.channels);
  fields.into("channel_kind", rule.channel_kinds);
}

void read_requirements(const Node& node, Rule& rule, Findings& findings) {
  if (node.kind != NodeKind::mapping) return findings.add(node.place, shown(node), "a mapping such as {refund: 5}");
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    workspace::SkillRequirement requirement{.skill = node.keys[i].text, .minimum = 1, .place = node.keys[i].place};
    read(node.items[i], requirement.minimum, findings);
    rule.require.push_back(std::move(requirement));
  }
}

void decode_then(const Node& node, Rule& rule, Findings& findings) {
  const Fields fields{node, "rules[].then", keys, findings};
  if (const Node* require = fields.find("require")) read_requirements(*require, rule, findings);
  fields.into("group", rule.group);
  fields.into("priority", rule.priority);
  fields.into("stop", rule.stop);
}

void decode(const Node& node, Rule& rule, Findings& findings) {
  const Fields fields{node, "rules[]", keys, findings};
  rule.place = node.place;
  fields.required_into("id", rule.id);
  if (const Node* when = fields.find("when")) decode_when(*when, rule, findings);
  if (const Node* then = fields.find("then")) decode_then(*then, rule, findings);
}

template <class Item>
void decode_list(const Fields& document, std::string_view key, std::vector<Item>& items, Findings& findings) {
  const Node* node = document.find(key);
  if (!node) return;
  for (const Node& element : elements(*node, findings)) decode(element, items.emplace_back(), findings);
}

void decode_head_start(const Node& node, Workspace& workspace, Findings& findings) {
  const Fields fields{node, "head_start", keys, findings};
  for (std::size_t i = 0; i < priority_names.size(); ++i)
    if (const Node* duration = fields.find(priority_names[i]))
      read_duration(*duration, workspace.head_start_ms[i], findings);
}

Workspace decode(const Node& root, Findings& findings) {
  Workspace workspace;
  const Fields document{root, "", keys, findings};
  document.required_into("workspace", workspace.id);
  document.into("name", workspace.name);
  document.required_into("default_group", workspace.default_group);
  document.into("skills", workspace.skills);
  document.into("units", workspace.units_by_kind);
  if (const Node* head_start = document.find("head_start")) decode_head_start(*head_start, workspace, findings);
  decode_list(document, "channels", workspace.channels, findings);
  decode_list(document, "groups", workspace.groups, findings);
  decode_list(document, "agents", workspace.agents, findings);
  decode_list(document, "rules", workspace.rules, findings);
  return workspace;
}

struct Decoded {
  std::optional<Node> root;
  Workspace workspace;
  Findings findings;
};

Decoded decode_document(std::string_view text, const std::string& file) {
  Decoded decoded{.root = std::nullopt, .workspace = {}, .findings = Findings{file}};
  decoded.root = parse_yaml(text, decoded.findings);
  if (decoded.root) decoded.workspace = decode(*decoded.root, decoded.findings);
  return decoded;
}

}  // namespace

std::span<const KeyRow> workspace_keys() { return keys; }

std::expected<Workspace, std::vector<Error>> decode_workspace(std::string_view text, const std::string& file) {
  Decoded decoded = decode_document(text, file);
  if (!decoded.findings.empty()) return std::unexpected(decoded.findings.errors());
  return std::move(decoded.workspace);
}

CheckedWorkspace check_workspace(std::string_view text, const std::string& file,
                                 std::span<const workspace::ChannelKindRules> kinds) {
  Decoded decoded = decode_document(text, file);
  if (!decoded.findings.empty()) return {.workspace = {}, .errors = decoded.findings.errors(), .warnings = {}};
  std::vector<workspace::Finding> found = workspace::validate(decoded.workspace, kinds);
  for (workspace::Finding& finding : found) finding.place = place_of(*decoded.root, finding.path, finding.of_key);
  std::ranges::sort(found, {}, [](const workspace::Finding& finding) {
    return std::tuple{finding.place.line, finding.place.column, finding.path};
  });

  CheckedWorkspace checked;
  for (workspace::Finding& finding : found) {
    auto& list = finding.severity == workspace::Severity::error ? checked.errors : checked.warnings;
    list.push_back({Fault::invalid_document, decoded.findings.where(finding.place), std::move(finding.found),
                    std::move(finding.expected)});
  }
  if (checked.errors.empty()) checked.workspace = std::move(decoded.workspace);
  return checked;
}

}  // namespace switchroom::documents
