#pragma once
// A decision as its event: CloudEvents 1.0, structured JSON. Deterministic: the same decision with the same names and
// the same cause has the same bytes, in every process and after every crash. Pure; any thread. Source:
// CloudEvents 1.0.2 core specification, JSON event format, Kafka protocol binding, distributed tracing extension.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocabulary/instant.hpp"
#include "config/workspace/numbering.hpp"
#include "connectors/inbound_message.hpp"
#include "storage/records/decision.hpp"
#include "storage/records/frame.hpp"

namespace switchroom::storage {

/// The topics, without the prefix that is a setting.
enum class Topic : std::uint8_t { assignments, messages, agents, audit, dead_letters };
inline constexpr std::array<std::string_view, 5> topic_names{"assignments", "messages", "agents", "audit",
                                                             "dead-letters"};

/// No event is larger, in bytes of its JSON.
inline constexpr std::size_t event_bytes_max = 256 * 1024;

/// What the events of messages tell: everything, no content (neither text, payload, place, names nor where files are),
/// or nothing.
enum class MessageEvents : std::uint8_t { full, references, off };
inline constexpr std::array<std::string_view, 3> message_events_names{"full", "references", "off"};

/// What turns the numbers of a decision into names. `numbering` knows every number in it; both outlive the call.
struct Names {
  std::string_view workspace;  ///< its id; empty: the event is about the shard
  const workspace::Numbering* numbering = nullptr;
};

/// The inbox input that caused a decision, as far as events tell of it. By reference: outlives the call.
struct EventCause {
  const connectors::InboundMessage* message =
      nullptr;               ///< needed for what tells of a message; names the conversation of a new ticket
  std::string_view request;  ///< needed for dead_lettered: the recorded request
  TraceContext trace;
};

/// What events tell of an input of the inbox.
EventCause cause_of(const FrameInput& input);

/// An event, ready to be sent. Reusable: `render` overwrites everything.
struct Event {
  Topic topic = Topic::assignments;
  std::string_view type;  ///< `switchroom.assignment.started.v1`; static text
  std::string key;        ///< events with one key keep their order
  std::string id;         ///< `<shard>.<incarnation>.<n>.<index>`
  std::string bytes;      ///< the JSON
  Instant at{};
  std::uint32_t type_at = 0;  ///< where in `bytes` the member `type` begins
  std::uint32_t data_at = 0;  ///< where in `bytes` the member `data` begins
};

/// Makes the event of a decision in `event`. False: this decision has none, because message events are off.
/// `event.bytes` is at most `event_bytes_max` long: texts are cut to what 64 KiB of JSON hold and lists end early, with
/// `"truncated": true` beside them. Throws std::logic_error if the cause that the decision's kind needs is missing.
bool render(const Decision& decision, const EventPlace& place, const Names& names, const EventCause& cause,
            MessageEvents messages, Event& event);

/// What is sent instead of an event that Kafka refuses for ever: same topic, key, id, time and sequence; type
/// `switchroom.event.dead.v1`; data tells the type, the size and `reason`.
Event dead_event(const Event& refused, std::string_view reason);

}  // namespace switchroom::storage
