#pragma once
// What a Discord interaction says: command, choice or dialog. Source: "Receiving and Responding to Interactions",
// Discord. Pure: any thread.

#include "connectors/inbound_message.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// Kind, text, payload, media and reply_to of an interaction of type 2 (command), 3 (component) or 5 (dialog); any
/// other type is unsupported.
void read_discord_interaction(const JsonReader& interaction, InboundMessage& message);

}  // namespace switchroom::connectors
