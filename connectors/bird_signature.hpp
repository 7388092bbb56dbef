#pragma once
// The four generations of signatures of Bird (MessageBird before). Which one counts is the setting `scheme`; after a
// failure no other is tried. Sources: "Verifying a webhook subscription", docs.bird.com; messagebird 2.2.0
// (PyPI), 4.0.1 (npm); "Webhooks & events", bird.com. Pure: any thread.

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// By the settings `scheme` (`v2`, `jwt`, `legacy`, `standard`), `signing_key` and `public_base_url`.
Result<void> verify_bird(const Request& request, const Credentials& credentials, Instant now);

/// Adds the headers of the scheme to a request that is otherwise whole, signed at `seconds` since 1970.
void sign_bird(OwnedRequest& request, std::string_view id, std::int64_t seconds, const Credentials& credentials);

}  // namespace switchroom::connectors
