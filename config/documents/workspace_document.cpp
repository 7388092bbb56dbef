#include "config/documents/workspace_document.hpp"

#include <algorithm>
#include <tuple>

#include "config/documents/workspace_parts.hpp"
#include "config/documents/yaml_document.hpp"

namespace switchroom::documents {
namespace {

using workspace::Workspace;

void decode_head_start(const Node& node, Workspace& workspace, Findings& findings) {
  const Fields fields{node, "head_start", workspace_keys(), findings};
  for (std::size_t i = 0; i < priority_names.size(); ++i)
    if (const Node* duration = fields.find(priority_names[i]))
      read_duration(*duration, workspace.head_start_ms[i], findings);
}

void decode_kinds(const Node& node, Workspace& workspace, Findings& findings) {
  if (node.kind != NodeKind::mapping)
    return findings.add(node.place, shown(node), "a mapping such as {webchat: {delivery: offer}}");
  for (std::size_t i = 0; i < node.keys.size(); ++i)
    decode(node.items[i], workspace.kinds[node.keys[i].text], findings);
}

void decode_whole(const Fields& document, Workspace& workspace, Findings& findings) {
  document.required_into("workspace", workspace.id);
  document.into("name", workspace.name);
  document.required_into("default_group", workspace.default_group);
  document.into("skills", workspace.skills);
  document.into("language_skills", workspace.language_skills);
  document.into("ticket_types", workspace.ticket_types);
  document.into("customer_levels", workspace.customer_levels);
  document.into("default_sla", workspace.default_sla);
  document.duration_into("presence_grace", workspace.presence_grace_ms);
  document.into("units", workspace.units_by_kind);
  if (const Node* head_start = document.find("head_start")) decode_head_start(*head_start, workspace, findings);
  if (const Node* kinds = document.find("kinds")) decode_kinds(*kinds, workspace, findings);
  if (const Node* asked = document.find("collaboration")) decode(*asked, workspace.collaboration, findings);
}

Workspace decode(const Node& root, Findings& findings) {
  Workspace workspace;
  const Fields document{root, "", workspace_keys(), findings};
  decode_whole(document, workspace, findings);
  decode_list(document, "channels", workspace.channels, findings);
  decode_list(document, "groups", workspace.groups, findings);
  decode_list(document, "agents", workspace.agents, findings);
  decode_list(document, "rules", workspace.rules, findings);
  decode_list(document, "calendars", workspace.calendars, findings);
  decode_list(document, "sla", workspace.sla, findings);
  decode_list(document, "flows", workspace.flows, findings);
  decode_list(document, "templates", workspace.templates, findings);
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

/// What the laws say of a workspace that was read from `root`; what was wrong with reading it if anything was.
CheckedWorkspace judge(const Node& root, Workspace workspace, const Findings& findings,
                       std::span<const workspace::ChannelKindRules> kinds) {
  if (!findings.empty()) return {.workspace = {}, .errors = findings.errors(), .warnings = {}};
  std::vector<workspace::Finding> found = workspace::validate(workspace, kinds);
  for (workspace::Finding& finding : found) finding.place = place_of(root, finding.path, finding.of_key);
  std::ranges::sort(found, {}, [](const workspace::Finding& finding) {
    return std::tuple{finding.place.line, finding.place.column, finding.path};
  });

  CheckedWorkspace checked;
  for (workspace::Finding& finding : found) {
    auto& list = finding.severity == workspace::Severity::error ? checked.errors : checked.warnings;
    list.push_back({Fault::invalid_document, findings.where(finding.place), std::move(finding.found),
                    std::move(finding.expected)});
  }
  if (checked.errors.empty()) checked.workspace = std::move(workspace);
  return checked;
}

}  // namespace

std::expected<Workspace, std::vector<Error>> decode_workspace(std::string_view text, const std::string& file) {
  Decoded decoded = decode_document(text, file);
  if (!decoded.findings.empty()) return std::unexpected(decoded.findings.errors());
  return std::move(decoded.workspace);
}

CheckedWorkspace check_workspace(const Node& root, const std::string& file,
                                 std::span<const workspace::ChannelKindRules> kinds) {
  Findings findings{file};
  Workspace workspace = decode(root, findings);
  return judge(root, std::move(workspace), findings, kinds);
}

CheckedWorkspace check_workspace(std::string_view text, const std::string& file,
                                 std::span<const workspace::ChannelKindRules> kinds) {
  Decoded decoded = decode_document(text, file);
  if (!decoded.root) return {.workspace = {}, .errors = decoded.findings.errors(), .warnings = {}};
  return judge(*decoded.root, std::move(decoded.workspace), decoded.findings, kinds);
}

}  // namespace switchroom::documents
