#include "gateway/webhooks/channel_table.hpp"

#include <fmt/format.h>

#include "config/documents/secret.hpp"
#include "connectors/registry.hpp"

namespace switchroom::webhooks {

ChannelTable::ChannelTable(operate::Metrics& metrics, std::string secrets_directory)
    : metrics_(metrics), secrets_directory_(std::move(secrets_directory)) {}

std::vector<Error> ChannelTable::configure(WorkspaceId id, const workspace::Workspace& configuration,
                                           const workspace::Numbering& numbering) {
  std::vector<Error> troubles;
  ++version_;
  boost::unordered::erase_if(channels_, [id](const auto& entry) { return entry.second->workspace == id; });
  auto& agents = agents_[id.number];
  agents.clear();
  for (const workspace::Agent& agent : configuration.agents) agents.emplace(agent.id, agent.name);
  for (const workspace::Channel& channel : configuration.channels) {
    Channel made = make(id, configuration.id, channel, ChannelId{numbering.channels.find(channel.id)});
    if (made.trouble) troubles.push_back(*made.trouble);
    channels_.emplace(fmt::format("{}/{}", configuration.id, channel.id), std::make_shared<Channel>(std::move(made)));
  }
  return troubles;
}

Channel ChannelTable::make(WorkspaceId id, const std::string& workspace, const workspace::Channel& channel,
                           ChannelId number) {
  const std::string name = fmt::format("{}/{}", workspace, channel.id);
  Channel made{id, number, connectors::find_connector(channel.kind), {}, std::nullopt, metrics_.webhook(name),
               {}, name};
  if (made.connector == nullptr)
    made.trouble =
        Error{Fault::invalid_setting, "channel " + name, "kind " + channel.kind, "a kind that this build has"};
  for (const workspace::ChannelSetting& setting : channel.settings) {
    connectors::Credentials::Setting resolved{setting.name, {}};
    for (const std::string& value : setting.values) {
      Result<std::string> text = documents::resolve_value(value, secrets_directory_);
      if (text)
        resolved.values.push_back(std::move(*text));
      else
        made.trouble =
            Error{text.error().fault, fmt::format("channel {}, {}: {}", name, setting.name, text.error().where),
                  text.error().found, text.error().expected};
    }
    made.credentials.settings.push_back(std::move(resolved));
  }
  return made;
}

std::shared_ptr<Channel> ChannelTable::find(std::string_view workspace, std::string_view channel) const {
  thread_local std::string name;
  name.assign(workspace).append("/").append(channel);
  const auto found = channels_.find(name);
  return found == channels_.end() ? nullptr : found->second;
}

std::string_view ChannelTable::agent_name(WorkspaceId workspace, const std::string& agent) const {
  const auto agents = agents_.find(workspace.number);
  if (agents == agents_.end()) return {};
  const auto found = agents->second.find(agent);
  return found == agents->second.end() ? std::string_view{} : std::string_view{found->second};
}

std::shared_ptr<Channel> ChannelTable::find(WorkspaceId workspace, ChannelId channel) const {
  for (const auto& [name, one] : channels_)
    if (one->workspace == workspace && one->id == channel) return one;
  return nullptr;
}

}  // namespace switchroom::webhooks
