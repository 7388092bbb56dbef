#pragma once
// The access tokens of the channels whose providers give them for a while. One is drawn when it is first needed and
// kept until a minute before it runs out. The owner's thread.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "config/vocabulary/ids.hpp"
#include "connectors/replies/access_token.hpp"

namespace switchroom::errands {

/// Asks a provider and gives the body of its answer, at most 16 MiB. Error `internal`: there was none with status 200.
boost::asio::awaitable<Result<std::string>> body_from(replies::Posting posting, std::chrono::milliseconds patience);

class AccessTokens {
 public:
  /// `patience`: with one request.
  explicit AccessTokens(std::chrono::milliseconds patience) : patience_(patience) {}

  /// A channel's token. Errors: those of `way`; `internal`: the provider did not answer.
  boost::asio::awaitable<Result<replies::AccessToken>> of(WorkspaceId workspace, ChannelId channel,
                                                          const replies::TokenWay& way,
                                                          const connectors::Credentials& credentials);
  /// The provider refused it: the next one is drawn anew.
  void forget(WorkspaceId workspace, ChannelId channel) { known_.erase({workspace, channel}); }

 private:
  struct Known {
    replies::AccessToken token;
    std::chrono::steady_clock::time_point until;
  };
  std::chrono::milliseconds patience_;
  std::map<std::pair<WorkspaceId, ChannelId>, Known> known_;
};

}  // namespace switchroom::errands
