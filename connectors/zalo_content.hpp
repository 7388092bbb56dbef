#pragma once
// What a message of a Zalo Official Account says, apart from who wrote it. Source: "Webhook", Zalo for Developers. Any
// thread.

#include <string_view>

#include "connectors/inbound_message.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// Id, kind, text, media, location and quote of `message` in an event `user_send_<what>`. An unknown `what` becomes
/// `unsupported`. Errors stay with the reader's document.
void read_zalo_content(const JsonReader& item, std::string_view what, InboundMessage& message);

}  // namespace switchroom::connectors
