#pragma once
// The signatures of Twilio's webhooks. Sources: "Webhooks Security", "Sign webhooks with shared keys", Twilio Docs. Any
// thread.

#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.hpp"
#include "connectors/form_reader.hpp"

namespace switchroom::connectors {

/// `X-Twilio-Signature` under a value of the setting `auth_tokens`; or, if the request names a shared key, under the
/// values of `shared_keys` with that name. There is no timestamp: only the message's id tells a replay.
Result<void> verify_twilio_signature(const Request& request, const Credentials& credentials, Instant now);

/// The signature of a form posted to `path` with the first auth token.
std::string twilio_signature(std::string_view path, const std::vector<Form::Field>& fields,
                             const Credentials& credentials);

}  // namespace switchroom::connectors
