#pragma once
// What a message to Twilio's webhooks says. Sources: "Twilio's Request to your Webhook URL", "Advanced Opt-Out", Twilio
// Docs. Pure: any thread.

#include <optional>
#include <string_view>

#include "connectors/form_reader.hpp"
#include "connectors/inbound_message.hpp"

namespace switchroom::connectors {

/// Reads kind, text and all that hangs on the kind. Error: a number or place that can't be read.
std::optional<Error> read_twilio_content(const Form& form, InboundMessage& message);

/// The other end and ours, WhatsApp's and RCS's prefixes taken off the addresses. The thread keeps Twilio's spelling:
/// an answer must go out the same way.
void read_twilio_parties(std::string_view customer, std::string_view ours, InboundMessage& message);

}  // namespace switchroom::connectors
