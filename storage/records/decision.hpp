#pragma once
// A committed decision: the compact form that waits in `out` until Kafka has its event. Everything an event says comes
// from here, from the names of the workspace, or from the inbox entry that caused it, so an event rendered after a
// crash has the same bytes. Plain values: any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/words.hpp"
#include "config/workspace/classification.hpp"
#include "router/engine/effect.hpp"

namespace switchroom::storage {

enum class DecisionKind : std::uint8_t {
  ticket_queued = 1,
  assignment_started,
  assignment_ended,
  ticket_closed,
  message_recorded,  ///< the message itself is input `input` of frame `frame`
  agent_status_changed,
  configuration_applied,
  shard_rolled_back,
  dead_lettered,  ///< the request is input `input` of frame `frame`
  offer_created,
  routed,            ///< anything else that the engine tells: `label` and `members`
  message_released,  ///< as message_recorded, of a message that waited or was joined: `message` holds it
  message_given_up,  ///< what waited for a message that did not come, as a dead letter: `message` and `text`
};

/// Whether a decision tells of a message in the history.
constexpr bool tells_message(DecisionKind kind) {
  return kind == DecisionKind::message_recorded || kind == DecisionKind::message_released;
}

/// Where a decision stands: shard, incarnation of the commit that made it, inbox entry, and its place among that
/// entry's events.
struct EventPlace {
  std::uint32_t shard = 0;
  std::string incarnation;  ///< 32 hex digits
  std::uint64_t frame = 0;
  std::uint32_t index = 0;
};

struct Decision {
  DecisionKind kind = DecisionKind::ticket_queued;
  std::uint64_t frame = 0;  ///< number of the inbox entry
  std::uint32_t index = 0;  ///< 0, 1, 2 … among the events of that entry
  std::uint32_t input = 0;  ///< which input of the entry
  Instant at{};
  WorkspaceId workspace;
  std::uint64_t config_version = 0;
  TicketId ticket;
  CustomerId customer;
  std::uint64_t sequence = 0;  ///< gap-free per ticket and topic, from 1; 0: the event belongs to no ticket
  // kind-specific; the rest stays empty
  bool opened = false;  ///< first event of a new ticket
  ChannelId channel;
  AgentId agent;
  EndReason reason = EndReason::closed;
  Status from = Status::offline;
  Status to = Status::offline;
  Priority priority = Priority::normal;
  engine::Explanation why;
  workspace::Classification found;
  std::uint64_t rolled_back_from = 0;  ///< shard_rolled_back: Redis's position
  std::uint64_t rolled_back_to = 0;    ///< shard_rolled_back: the highest position that Kafka had seen
  Instant until{};                     ///< offer_created: when it lapses
  std::string label;                   ///< routed: the event's type without `switchroom.` and version
  std::vector<std::pair<std::string, std::string>> members;  ///< routed: names and JSON values of its data
  std::string message{};  ///< message_released, message_given_up: encode(MessageInput)
  std::string text;       ///< dead_lettered, message_given_up: reason; configuration_applied: the difference in words
};

/// Appends `decisions` to `bytes`: version byte, count, then each with the fields of its kind (little-endian, varints).
void encode(const std::vector<Decision>& decisions, std::string& bytes);
/// The reverse. Error `internal` with the offset for bytes that `encode` never made; never throws, never reads outside.
Result<std::vector<Decision>> decode_decisions(std::string_view bytes);

}  // namespace switchroom::storage
