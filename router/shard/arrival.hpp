#pragma once
// What a message is for the rules, and a new ticket for the engine: the same for the owner's fold and for what-if.
// Pure.

#include "connectors/inbound_message.hpp"
#include "router/classify/classifier.hpp"
#include "router/shard/workspaces.hpp"
#include "storage/records/customer_record.hpp"

namespace switchroom::shard {

/// What rules may look at of a message that came at `at`. By reference: valid while channel, message and customer are,
/// and until this thread's next call.
classify::Facts facts_of(const workspace::Channel& channel, const connectors::InboundMessage& message,
                         const storage::CustomerFacts& customer, Instant at);

/// The input for a new ticket of a message on `channel`, which `found` was found in.
engine::Arrive arrival_of(const WorkspaceState& workspace, const workspace::Channel& channel, TicketId ticket,
                          Units units, workspace::Classification found);

}  // namespace switchroom::shard
