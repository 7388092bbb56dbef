#pragma once
// A message as JSON: for `switchroom inspect`, Kafka events and the API. Pure: any thread.

#include <string>

#include "connectors/inbound_message.hpp"

namespace switchroom::connectors {

/// Appends `message` as one JSON object on one line, in valid UTF-8 whatever bytes it holds. Always there: provider_id,
/// kind, from, to, account, conversation, at_ms, text; the rest only if set.
void append_json(const InboundMessage& message, std::string& out);

}  // namespace switchroom::connectors
