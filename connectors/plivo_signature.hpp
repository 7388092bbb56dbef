#pragma once
// The signatures of Plivo's webhooks. Source: "Signature validation", Plivo documentation; plivo 4.63.0. Any thread.

#include <string>
#include <string_view>

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// V3 under a value of the setting `auth_token` where it comes, as it covers everything, else V2; never V2 after V3
/// failed. There is no timestamp.
Result<void> verify_plivo(const Request& request, const Credentials& credentials, Instant now);

/// The V3 signature of `request` with that nonce, by the first token; empty if its parameters can't be read.
std::string plivo_signature(const Request& request, const Credentials& credentials, std::string_view nonce);

}  // namespace switchroom::connectors
