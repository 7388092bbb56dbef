#pragma once
// An InboundMessage as bytes, the same in inbox frames and in the history. Pure; any thread.

#include "connectors/inbound_message.hpp"
#include "storage/records/codec.hpp"

namespace switchroom::storage {

/// Appends a message: a bit set of the fields that are there, then those fields. A field that repeats another (the
/// conversation of a one-to-one chat is its sender) is a bit.
void encode(const connectors::InboundMessage& message, ByteWriter& bytes);

/// The reverse; `bytes.ok()` says whether they were a message.
connectors::InboundMessage decode_message(ByteReader& bytes);

}  // namespace switchroom::storage
