#pragma once
// Messages that are filled again and again. Pure: any thread.

#include "connectors/inbound_message.hpp"

namespace switchroom::connectors {

/// Makes `message` equal to a new one, but keeps the storage of its texts up to 1 KiB each.
void make_blank(InboundMessage& message);

}  // namespace switchroom::connectors
