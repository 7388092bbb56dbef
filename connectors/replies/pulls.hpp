#pragma once
// How messages are fetched that a delivery only speaks of. Pure: any thread.

#include <span>
#include <string>
#include <string_view>

#include "connectors/connector.hpp"
#include "connectors/replies/access_token.hpp"
#include "connectors/replies/posting.hpp"

namespace switchroom::replies {

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
  const TokenWay* token = nullptr;  ///< never null
  Posting (*ask_page)(const PageWanted& page, const AccessToken& token, const connectors::Credentials& credentials);
};

/// How a kind of channel fetches; null if it does not.
const Pulls* find_pulls(std::string_view kind);

}  // namespace switchroom::replies
