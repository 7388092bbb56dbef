#pragma once
// The configured channels of all workspaces, ready for a webhook: connector, secrets, metrics. One per I/O thread; that
// thread only.

#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/workspace/numbering.hpp"
#include "config/workspace/workspace.hpp"
#include "connectors/connector.hpp"
#include "gateway/operate/metrics.hpp"

namespace switchroom::webhooks {

/// One configured channel.
struct Channel {
  WorkspaceId workspace;
  ChannelId id;
  const connectors::Connector* connector = nullptr;
  connectors::Credentials credentials;
  std::optional<Error> trouble;  ///< a secret that can't be read, a kind this build does not have
  operate::WebhookSeries series;
  std::chrono::steady_clock::time_point certificate_asked{};  ///< when a certificate was last fetched for it
  std::string name{};                                         ///< `<workspace>/<channel>`
};

class ChannelTable {
 public:
  /// `metrics` outlives the table. Relative `file:` references lie in `secrets_directory`.
  ChannelTable(operate::Metrics& metrics, std::string secrets_directory);

  /// Replaces the channels of a workspace. Returns what is wrong with them: those channels answer 503 until a
  /// configuration or a restart mends it. Reads secrets.
  std::vector<Error> configure(WorkspaceId id, const workspace::Workspace& configuration,
                               const workspace::Numbering& numbering);

  /// Every workspace has been configured once: from now on a channel that is not here does not exist.
  void complete() { complete_ = true; }
  bool is_complete() const { return complete_; }

  /// Another number after each `configure`.
  std::uint64_t version() const { return version_; }

  /// All channels by `<workspace>/<channel>`.
  const boost::unordered_flat_map<std::string, std::shared_ptr<Channel>>& all() const { return channels_; }

  /// The channel behind /hooks/<workspace>/<channel>; null if there is none.
  std::shared_ptr<Channel> find(std::string_view workspace, std::string_view channel) const;
  /// The channel with these numbers; null if there is none any more.
  std::shared_ptr<Channel> find(WorkspaceId workspace, ChannelId channel) const;
  /// What people call an agent; empty if he has no name, or is not there any more. Valid until `configure`.
  std::string_view agent_name(WorkspaceId workspace, const std::string& agent) const;

 private:
  Channel make(WorkspaceId id, const std::string& workspace, const workspace::Channel& channel, ChannelId number);

  operate::Metrics& metrics_;
  std::string secrets_directory_;
  bool complete_ = false;
  std::uint64_t version_ = 0;
  boost::unordered_flat_map<std::string, std::shared_ptr<Channel>> channels_;  // `<workspace>/<channel>`
  boost::unordered_flat_map<std::uint32_t, boost::unordered_flat_map<std::string, std::string>>
      agents_;  // by workspace
};

}  // namespace switchroom::webhooks
