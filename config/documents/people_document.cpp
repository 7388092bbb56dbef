// Channels, channel kinds and agents.

#include "config/documents/setting_text.hpp"
#include "config/documents/workspace_document.hpp"
#include "config/documents/workspace_parts.hpp"

namespace switchroom::documents {
namespace {

using workspace::Agent;
using workspace::Channel;

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

void read_requirement(const Node& node, workspace::SkillRequirement& requirement, Findings& findings) {
  if (node.kind != NodeKind::mapping) return read(node, requirement.minimum, findings);
  const Fields fields{node, "rules[].then.require.<skill>", workspace_keys(), findings};
  fields.into("minimum", requirement.minimum);
  fields.into("droppable", requirement.droppable);
  if (const Node* droppable = fields.find("droppable"); droppable && requirement.droppable == 0)
    findings.add(droppable->place, shown(*droppable), "a rank of at least 1, or no `droppable` for a skill that stays");
}

}  // namespace

void decode(const Node& node, Channel& channel, Findings& findings) {
  const Fields fields{node, "channels[]", workspace_keys(), findings};
  channel.place = node.place;
  fields.required_into("id", channel.id);
  fields.required_into("kind", channel.kind);
  fields.into("group", channel.group);
  fields.into("language", channel.language);
  if (const Node* settings = fields.find("settings")) read_settings(*settings, channel, findings);
}

void decode(const Node& node, workspace::KindSettings& kind, Findings& findings) {
  const Fields fields{node, "kinds.<kind>", workspace_keys(), findings};
  kind.place = node.place;
  fields.word_into("family", workspace::family_names, kind.family);
  fields.into("units", kind.units);
  fields.word_into("work_class", workspace::work_class_names, kind.work_class);
  fields.word_into("delivery", workspace::delivery_names, kind.delivery);
  fields.duration_into("accept_within", kind.accept_within_ms);
  fields.word_into("on_loss", workspace::on_loss_names, kind.on_loss);
  fields.into("idle_units", kind.idle_units);
  fields.duration_into("idle_release", kind.idle_release_ms);
  fields.duration_into("subject_window", kind.subject_window_ms);
}

void decode(const Node& node, Agent& agent, Findings& findings) {
  const Fields fields{node, "agents[]", workspace_keys(), findings};
  agent.place = node.place;
  fields.required_into("id", agent.id);
  fields.into("name", agent.name);
  fields.into("groups", agent.groups);
  fields.into("skills", agent.skills);
  fields.into("limit", agent.limit);
  fields.into("kind_limits", agent.kind_limits);
  fields.into("interruptible_limit", agent.interruptible_limit);
  fields.into("first_status", agent.first_status);
  fields.word_into("role", role_names, agent.role);
  fields.word_into("scope", workspace::assignment_scope_names, agent.scope);
  fields.word_into("content", workspace::work_content_names, agent.content);
  fields.into("calendar", agent.calendar);
  fields.duration_into("ramp", agent.ramp_ms);
  fields.duration_into("handling_time", agent.handling_ms);
  fields.into("may_force", agent.may_force);
  fields.into("bot", agent.bot);
}

void read_requirements(const Node& node, std::vector<workspace::SkillRequirement>& require, Findings& findings) {
  if (node.kind != NodeKind::mapping) return findings.add(node.place, shown(node), "a mapping such as {refund: 5}");
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    workspace::SkillRequirement requirement{.skill = node.keys[i].text, .minimum = 1, .place = node.keys[i].place};
    read_requirement(node.items[i], requirement, findings);
    require.push_back(std::move(requirement));
  }
}

}  // namespace switchroom::documents
