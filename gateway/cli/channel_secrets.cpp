#include "gateway/cli/channel_secrets.hpp"

#include <algorithm>
#include <utility>

#include "config/documents/secret.hpp"
#include "config/documents/workspace_document.hpp"

namespace switchroom::cli {
namespace {

using connectors::Credentials;

Result<Credentials> resolved(const workspace::Channel& channel, std::string_view secrets_directory) {
  Credentials credentials;
  for (const workspace::ChannelSetting& setting : channel.settings) {
    Credentials::Setting known{setting.name, {}};
    for (const std::string& value : setting.values) {
      auto secret = documents::resolve_value(value, secrets_directory);
      if (!secret) return std::unexpected(secret.error());
      known.values.push_back(std::move(*secret));
    }
    credentials.settings.push_back(std::move(known));
  }
  return credentials;
}

void set(Credentials& credentials, const std::string& name, std::string value) {
  const auto known = std::ranges::find(credentials.settings, name, &Credentials::Setting::name);
  if (known != credentials.settings.end())
    known->values = {std::move(value)};
  else
    credentials.settings.push_back({name, {std::move(value)}});
}

}  // namespace

Result<KnownChannel> find_channel(std::string_view document, ChannelChoice choice, std::string_view secrets_directory) {
  const auto workspace = documents::decode_workspace(document, "workspace document");
  if (!workspace) return std::unexpected(workspace.error().front());
  const auto channel = std::ranges::find_if(workspace->channels, [&](const workspace::Channel& each) {
    return each.kind == choice.kind && (choice.id.empty() || each.id == choice.id);
  });
  if (channel == workspace->channels.end())
    return std::unexpected(
        Error{Fault::unknown_channel, "workspace " + workspace->id, "no such channel",
              std::string{choice.id.empty() ? "a channel" : choice.id} + " of kind " + std::string{choice.kind}});
  auto credentials = resolved(*channel, secrets_directory);
  if (!credentials) return std::unexpected(credentials.error());
  return KnownChannel{workspace->id, channel->id, std::move(*credentials)};
}

Result<void> read_secret_files(const std::vector<std::string>& name_and_file, Credentials& credentials) {
  for (const std::string& pair : name_and_file) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos)
      return std::unexpected(
          Error{Fault::invalid_setting, "--secret-file", pair, "NAME=FILE, such as app_secret=/run/app_secret"});
    auto secret = documents::resolve_secret("file:" + pair.substr(equals + 1), ".");
    if (!secret) return std::unexpected(secret.error());
    set(credentials, pair.substr(0, equals), std::move(*secret));
  }
  return {};
}

}  // namespace switchroom::cli
