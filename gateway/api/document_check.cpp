#include "gateway/api/document_check.hpp"

#include <vector>

#include "connectors/registry.hpp"
#include "connectors/replies/pulls.hpp"
#include "connectors/replies/replies.hpp"

namespace switchroom::api {
namespace {

void add(std::span<const connectors::SettingRule> settings, workspace::ChannelKindRules& rules) {
  for (const connectors::SettingRule& setting : settings)
    rules.settings.push_back({std::string{setting.name}, setting.required, setting.secret});
}

workspace::ChannelKindRules rules_of(const connectors::Connector& connector) {
  workspace::ChannelKindRules rules{std::string{connector.kind}, {}};
  add(connector.settings, rules);
  if (const replies::Replies* way = replies::find_replies(connector.kind)) {
    add(way->settings, rules);
    add(replies::common_settings(), rules);
  }
  if (const replies::Pulls* way = replies::find_pulls(connector.kind)) add(way->settings, rules);
  return rules;
}

std::vector<workspace::ChannelKindRules> rules_of_all() {
  std::vector<workspace::ChannelKindRules> all;
  for (const connectors::Connector* connector : connectors::all_connectors()) all.push_back(rules_of(*connector));
  return all;
}

}  // namespace

std::span<const workspace::ChannelKindRules> channel_kinds() {
  static const std::vector<workspace::ChannelKindRules> kinds = rules_of_all();
  return kinds;
}

documents::CheckedWorkspace check_document(std::string_view text, const std::string& file) {
  return documents::check_workspace(text, file, channel_kinds());
}

}  // namespace switchroom::api
