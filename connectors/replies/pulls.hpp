#pragma once
// How messages are fetched that a delivery only speaks of. Pure: any thread.

#include <chrono>
#include <string>
#include <string_view>

#include "connectors/replies/replies.hpp"

namespace switchroom::replies {

/// What opens the provider's API for a while.
struct AccessToken {
  std::string text;
  std::chrono::seconds valid{};
};

/// The page that is wanted.
struct PageWanted {
  std::string token;    ///< of the errand
  std::string account;  ///< of the errand
  std::string cursor;   ///< of the page before; empty: from the beginning
};

/// The table of functions that is a kind's way to fetch; Connector::read_page reads what `ask_page` got. None throws.
struct Pulls {
  std::string_view kind;
  /// Settings that only pulls need, beside the connector's own.
  std::span<const connectors::SettingRule> settings;
  /// Error `invalid_setting`: a setting that only pulls need is missing.
  Result<Posting> (*ask_token)(const connectors::Credentials& credentials);
  /// Error `undecodable_message`: the provider refused, with its code in `found`.
  Result<AccessToken> (*read_token)(std::string_view body);
  Posting (*ask_page)(const PageWanted& page, const AccessToken& token, const connectors::Credentials& credentials);
};

/// How a kind of channel fetches; null if it does not.
const Pulls* find_pulls(std::string_view kind);

}  // namespace switchroom::replies
