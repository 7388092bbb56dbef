#pragma once
// The parts of a workspace document, each read by a file of its own. One document's thread.

#include <string_view>
#include <vector>

#include "config/documents/fields.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::documents {

/// Each reads a mapping of the document into an empty struct and notes what is wrong.
void decode(const Node& node, workspace::Channel& channel, Findings& findings);
void decode(const Node& node, workspace::KindSettings& kind, Findings& findings);
void decode(const Node& node, workspace::Group& group, Findings& findings);
void decode(const Node& node, workspace::Agent& agent, Findings& findings);
void decode(const Node& node, workspace::Rule& rule, Findings& findings);
void decode(const Node& node, workspace::Calendar& calendar, Findings& findings);
void decode(const Node& node, workspace::SlaClass& sla, Findings& findings);
void decode(const Node& node, workspace::Flow& flow, Findings& findings);
void decode(const Node& node, workspace::Collaboration& collaboration, Findings& findings);
void decode(const Node& node, workspace::Template& text, Findings& findings);

/// The conditions under `when`: what stands at its top goes into the rule's lists, all else into `rule.when`.
void decode_when(const Node& node, workspace::Rule& rule, Findings& findings);

/// `{refund: 5, english: {minimum: 3, droppable: 1}}`.
void read_requirements(const Node& node, std::vector<workspace::SkillRequirement>& require, Findings& findings);

/// The elements of a list under `key`, each decoded.
template <class Item>
void decode_list(const Fields& fields, std::string_view key, std::vector<Item>& items, Findings& findings) {
  const Node* node = fields.find(key);
  if (!node) return;
  for (const Node& element : elements(*node, findings)) decode(element, items.emplace_back(), findings);
}

}  // namespace switchroom::documents
