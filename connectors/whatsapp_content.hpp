#pragma once
// What a WhatsApp message says. Source: "messages webhook reference", WhatsApp Business Platform. Pure: any thread.

#include "connectors/inbound_message.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// Kind, text, payload, ref, media and location. What we don't know is shown to the agent as unsupported; the payload
/// says what it was: Meta's error code, or the type.
void read_whatsapp_content(const JsonReader& item, InboundMessage& message);

}  // namespace switchroom::connectors
