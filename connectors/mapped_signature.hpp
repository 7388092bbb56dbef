#pragma once
// Runs a scheme: whether a request is authentic, and how to make one that is. Pure: any thread.

#include <span>

#include "connectors/connector.hpp"
#include "connectors/mapped_scheme.hpp"

namespace switchroom::connectors {

/// The answer to a request that the scheme says is no delivery; empty for others.
std::optional<Result<Answer>> answer_handshake(const Scheme& scheme, const Request& request);

/// An answer as it leaves: what a request wants echoed, or the text that the scheme says.
Answer answer_of(const SchemeAnswer& said, const Request& request);

/// Whether one signature of the request is right under one of `keys` of its kind, and its timestamp in the window. The
/// setting `public_base_url` of `credentials` counts for pieces that are URLs. Error: `forged_signature`.
Result<void> verify_scheme(const Scheme& scheme, const Request& request, std::span<const std::string> keys,
                           const Credentials& credentials, Instant now);

/// Adds timestamp and signature to a request that is otherwise whole, where these stand in headers; with the first kind
/// of the scheme and the first of `keys`. Kinds with public keys stay unsigned.
void sign_by_scheme(const Scheme& scheme, OwnedRequest& request, std::int64_t at_ms, std::span<const std::string> keys,
                    const Credentials& credentials);

}  // namespace switchroom::connectors
