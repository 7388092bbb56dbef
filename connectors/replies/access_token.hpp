#pragma once
// What opens a provider's API for a while, where a key alone does not. Pure: any thread.

#include <chrono>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "connectors/connector.hpp"
#include "connectors/replies/posting.hpp"

namespace switchroom::replies {

/// What opens the provider's API for a while.
struct AccessToken {
  std::string text;
  std::chrono::seconds valid{};
};

/// How a token is drawn. None throws on any input.
struct TokenWay {
  /// Error `invalid_setting`: a setting that only this needs is missing.
  Result<Posting> (*ask)(const connectors::Credentials& credentials);
  /// Error `undecodable_message`: the provider refused, with its code in `found`.
  Result<AccessToken> (*read)(std::string_view body);
};

}  // namespace switchroom::replies
