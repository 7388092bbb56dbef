#pragma once
// The signature of Vonage's SMS webhooks. Source: "Signed webhooks", Vonage API documentation; nexmo 2.5.2. Any thread.

#include <string>
#include <vector>

#include "connectors/connector.hpp"
#include "connectors/form_reader.hpp"

namespace switchroom::connectors {

/// The parameter `sig` under a value of the setting `signature_secret`, by the account's `signature_method`; and its
/// `timestamp` not older than a day.
Result<void> verify_vonage_sms(const Request& request, const Credentials& credentials, Instant now);

/// The `sig` of all these parameters by the first secret.
std::string vonage_sms_signature(const std::vector<Form::Field>& fields, const Credentials& credentials);

}  // namespace switchroom::connectors
