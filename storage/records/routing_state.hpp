#pragma once
// The engine's state of tickets and agents, and what classify found, as bytes inside other records. Pure; any thread.

#include <cstdint>

#include "config/workspace/classification.hpp"
#include "router/engine/engine.hpp"
#include "storage/records/codec.hpp"

namespace switchroom::storage {

/// What classify found. `version` 1 is of the first records, without tags, type, class, agents, language and ranks.
void encode(const workspace::Classification& found, ByteWriter& bytes);
workspace::Classification decode_classification(ByteReader& bytes, std::uint8_t version);

/// All of an open ticket but its id, group, skills, priority, units, agent and state, which the record around it has.
void encode(const engine::OpenTicket& ticket, ByteWriter& bytes);
void decode(ByteReader& bytes, engine::OpenTicket& ticket);

/// All of an agent but his id and what follows from tickets and configuration.
void encode(const engine::AgentState& agent, ByteWriter& bytes);
engine::AgentState decode_agent_state(ByteReader& bytes);

}  // namespace switchroom::storage
