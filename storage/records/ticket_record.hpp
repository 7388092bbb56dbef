#pragma once
// What is stored of a ticket, an agent and a configuration. Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/units.hpp"
#include "config/vocabulary/words.hpp"
#include "config/workspace/classification.hpp"
#include "router/engine/engine.hpp"

namespace switchroom::storage {

struct TicketRecord {
  TicketState state = TicketState::queued;
  WorkspaceId workspace;
  CustomerId customer;
  ChannelId channel;
  GroupId group;
  AgentId agent;  ///< empty while queued; who had it last once closed
  Units units;
  Instant opened{};
  std::uint64_t sequence = 0;          ///< of its last event on the assignments topic; the ticket's version
  std::uint64_t message_sequence = 0;  ///< of its last event on the messages topic
  workspace::Classification found;     ///< `found.priority` and `found.skills` are the ticket's
};

/// A ticket as it is stored: `routing` is the engine's, of a closed ticket as it was before.
struct StoredTicket {
  TicketRecord record;
  engine::OpenTicket routing;
};

std::string encode(const TicketRecord& record, const engine::OpenTicket& routing);
/// Version 1, of before there were clocks, loads too.
Result<StoredTicket> decode_ticket(std::string_view bytes);

struct AgentRecord {
  engine::AgentState state;  ///< but for the id and what follows from tickets and configuration
  bool watched = false;      ///< his console shows signs of life, and is missed when it stops
};

std::string encode(const AgentRecord& record);
Result<AgentRecord> decode_agent(std::string_view bytes);

/// The configuration in force in a workspace at the shard's position.
struct ConfigRecord {
  std::string name;
  std::uint64_t version = 0;
  std::string numbering;  ///< workspace::encode(Numbering)
  std::string document;   ///< YAML as applied
};

std::string encode(const ConfigRecord& record);
Result<ConfigRecord> decode_config(std::string_view bytes);

/// A configuration that was in force from `at` on.
struct VersionRecord {
  Instant at{};
  std::string document;  ///< YAML as applied
};

std::string encode(const VersionRecord& record);
Result<VersionRecord> decode_version(std::string_view bytes);

}  // namespace switchroom::storage
