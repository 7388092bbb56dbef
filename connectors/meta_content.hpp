#pragma once
// What a message of Messenger or Instagram says. Sources: "Webhook Events Reference", Messenger Platform; "Instagram
// Platform Webhook Notification Examples". Pure: any thread.

#include "connectors/inbound_message.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// Text, media, location, choice and quotation, and the kind that follows from them.
void read_meta_content(const JsonReader& item, InboundMessage& message);

}  // namespace switchroom::connectors
