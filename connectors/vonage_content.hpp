#pragma once
// What a message of the Vonage Messages API says. Source: "Inbound message", Messages API reference, Vonage. Any
// thread.

#include <string>
#include <string_view>

#include "connectors/inbound_message.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// An address of a `channel`: a number in E.164 for sms, mms, whatsapp, viber_service and rcs, else an id as it is.
/// Also of the older form `{"type":…,"number"|"id":…}`.
std::string vonage_address(const JsonReader& party, std::string_view channel);

/// Kind, text, payload, media and location by `message_type`; an unknown one becomes `unsupported`. Errors stay with
/// the reader's document.
void read_vonage_content(const JsonReader& event, InboundMessage& message);

}  // namespace switchroom::connectors
