#pragma once
// What a visitor's page sends, whichever way it comes (docs/channels/webchat.md). Pure: any thread.

#include <string>
#include <string_view>

#include "connectors/inbound_message.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// Reads a `message`, `typing`, `delivered` or `read` of the visitor at `address`. Refuses, at their places: an id that
/// is not 1–64 letters, digits or `._:-`; a message without words; another type.
void read_chat_message(const JsonReader& frame, std::string_view address, InboundMessage& message);

/// Whether a text can be the id that a page gives a message.
bool is_chat_id(std::string_view id);

}  // namespace switchroom::connectors
