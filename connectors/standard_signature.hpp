#pragma once
// The signatures of Standard Webhooks 1.0.0 (standard-webhooks/spec on GitHub) and of what follows it with other header
// names, such as Svix. Pure: any thread.
//
//   <prefix>id, <prefix>timestamp, <prefix>signature: "v1,<base64> v1a,<base64> …" over id.timestamp.body
//   v1: HMAC-SHA256, key whsec_<base64>    v1a: Ed25519, public key whpk_<base64>

#include <span>
#include <string>
#include <string_view>

#include "connectors/replay_window.hpp"
#include "connectors/request.hpp"

namespace switchroom::connectors {

/// Whether one entry of the signature header fits one of `keys` of its own kind. Entries with other labels are passed
/// over; keys without a known mark count as base64 of an HMAC key. `prefix`: `webhook-` or `svix-`. The timestamp must
/// be digits inside of `window`. Error: `forged_signature`.
Result<void> verify_standard(const Request& request, std::string_view prefix, std::span<const std::string> keys,
                             const ReplayWindow& window, Instant now);

/// `v1,…` under a key `whsec_…`, or `v1a,…` under a private key `whsk_…`; empty text for other keys.
std::string standard_signature(std::string_view id, std::string_view timestamp, std::string_view body,
                               std::string_view key);

}  // namespace switchroom::connectors
