#pragma once
// The message inside an event of `messages`, never longer than its share of the event. Pure; any thread.

#include <optional>

#include "connectors/inbound_message.hpp"
#include "storage/kafka/event.hpp"
#include "storage/kafka/json_writer.hpp"

namespace switchroom::storage {

/// Writes the member `message`, and `"truncated": true` after it if something had to be cut. At most 200 KiB. `how` is
/// not `off`.
void write_message(const connectors::InboundMessage& message, MessageEvents how, JsonWriter& json);

/// The message without its content: no text, payload, place, names, nor where files are. Ids, addresses, kinds and
/// times stay.
connectors::InboundMessage reference_of(const connectors::InboundMessage& message);

/// A copy whose JSON has at most 200 KiB; empty if the message itself is short enough.
std::optional<connectors::InboundMessage> shortened(const connectors::InboundMessage& message);

}  // namespace switchroom::storage
