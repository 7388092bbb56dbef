#include "storage/kafka/event.hpp"

#include <array>
#include <span>
#include <stdexcept>

#include "storage/kafka/event_data.hpp"
#include "storage/kafka/json_writer.hpp"
#include "storage/kafka/padded.hpp"
#include "storage/records/external_id.hpp"

// {"specversion":"1.0","id":…,"source":…,"type":…,"subject":…,"time":…,"datacontenttype":"application/json","sequence":…,
//  "workspace":…,"configversion":…,"traceparent":…,"data":{…}}
// subject, sequence, workspace and traceparent are left out where there is none.

namespace switchroom::storage {
namespace {

constexpr std::array<std::string_view, 29> routed_types{"switchroom.offer.accepted.v1",
                                                        "switchroom.offer.declined.v1",
                                                        "switchroom.offer.lapsed.v1",
                                                        "switchroom.offer.withdrawn.v1",
                                                        "switchroom.ticket.state_changed.v1",
                                                        "switchroom.ticket.step_entered.v1",
                                                        "switchroom.ticket.escalated.v1",
                                                        "switchroom.clock.set.v1",
                                                        "switchroom.clock.warned.v1",
                                                        "switchroom.clock.breached.v1",
                                                        "switchroom.ticket.parked.v1",
                                                        "switchroom.ticket.overflowed.v1",
                                                        "switchroom.ticket.reminder.v1",
                                                        "switchroom.agent.paused.v1",
                                                        "switchroom.agent.resumed.v1",
                                                        "switchroom.agent.shift_changed.v1",
                                                        "switchroom.flow.entered.v1",
                                                        "switchroom.flow.returned.v1",
                                                        "switchroom.collaboration.requested.v1",
                                                        "switchroom.collaboration.reminded.v1",
                                                        "switchroom.collaboration.ended.v1",
                                                        "switchroom.ticket.bounced_back.v1",
                                                        "switchroom.ticket.reopened.v1",
                                                        "switchroom.ticket.priority_changed.v1",
                                                        "switchroom.ticket.skills_changed.v1",
                                                        "switchroom.ticket.auto_reply.v1",
                                                        "switchroom.ticket.linked.v1",
                                                        "switchroom.ticket.tags_changed.v1",
                                                        "switchroom.agent.wrap_up_ended.v1"};

struct Kind {
  Topic topic;
  std::string_view type;
};

/// The type of a message's event; what the customer wrote is `received`.
std::string_view message_type(connectors::MessageKind kind) {
  using enum connectors::MessageKind;
  if (connectors::opens_ticket(kind)) return "switchroom.message.received.v1";
  switch (kind) {
    case edit:
      return "switchroom.message.edited.v1";
    case deletion:
      return "switchroom.message.deleted.v1";
    case reaction:
      return "switchroom.message.reaction.v1";
    case status:
      return "switchroom.message.status.v1";
    case echo:
      return "switchroom.message.sent.v1";
    default:
      return "switchroom.message.system.v1";
  }
}

/// Event::type points to text that lives for ever.
std::string_view routed_type(std::string_view label) {
  for (const std::string_view type : routed_types)
    if (type.substr(type.find('.') + 1, label.size()) == label && type.size() == label.size() + 14) return type;
  throw std::logic_error("an event of no type");
}

Kind kind_of(const Decision& decision, const EventCause& cause) {
  switch (decision.kind) {
    case DecisionKind::ticket_queued:
      return {Topic::assignments, "switchroom.ticket.queued.v1"};
    case DecisionKind::assignment_started:
      return {Topic::assignments, "switchroom.assignment.started.v1"};
    case DecisionKind::assignment_ended:
      return {Topic::assignments, "switchroom.assignment.ended.v1"};
    case DecisionKind::ticket_closed:
      return {Topic::assignments, "switchroom.ticket.closed.v1"};
    case DecisionKind::message_recorded:
    case DecisionKind::message_released:
      if (cause.message == nullptr) throw std::logic_error("the event of a message without the message");
      return {Topic::messages, message_type(cause.message->kind)};
    case DecisionKind::agent_status_changed:
      return {Topic::agents, "switchroom.agent.status_changed.v1"};
    case DecisionKind::configuration_applied:
      return {Topic::audit, "switchroom.configuration.applied.v1"};
    case DecisionKind::shard_rolled_back:
      return {Topic::audit, "switchroom.shard.rolled_back.v1"};
    case DecisionKind::offer_created:
      return {Topic::assignments, "switchroom.offer.created.v1"};
    case DecisionKind::routed:
      return {decision.ticket ? Topic::assignments : Topic::agents, routed_type(decision.label)};
    case DecisionKind::dead_lettered:
    case DecisionKind::message_given_up:
      return {Topic::dead_letters, "switchroom.message.dead_lettered.v1"};
  }
  throw std::logic_error("a decision of no kind");
}

/// What the event is about: a ticket, else an agent, else a customer; empty for what concerns the whole workspace or
/// shard.
std::string subject_of(const Decision& decision, const EventPlace& place, const Names& names) {
  if (decision.ticket) return external_id(place.shard, decision.ticket);
  if (decision.agent) return name_or_number(names.numbering->agents, decision.agent.number);
  if (decision.customer) return external_id(place.shard, decision.customer);
  return {};
}

std::string key_of(std::string_view subject, const Decision& decision, const EventPlace& place, const Names& names) {
  if (!subject.empty()) return std::string{subject};
  if (decision.kind == DecisionKind::shard_rolled_back) return "shard-" + std::to_string(place.shard);
  return std::string{names.workspace};
}

void append_hex(std::span<const std::uint8_t> bytes, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const std::uint8_t byte : bytes) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 0xF]);
  }
}

/// W3C Trace Context, version 00.
std::string traceparent(const TraceContext& trace) {
  std::string text = "00-";
  append_hex(trace.trace_id, text);
  text.push_back('-');
  append_hex(trace.parent_id, text);
  return text.append(trace.sampled ? "-01" : "-00");
}

void set_id(const EventPlace& place, std::string& id) {
  id.assign(std::to_string(place.shard)).append(1, '.').append(place.incarnation);
  id.append(1, '.').append(std::to_string(place.frame)).append(1, '.').append(std::to_string(place.index));
}

std::string source_of(const Names& names) {
  return names.workspace.empty() ? "/switchroom" : std::string{"/switchroom/"}.append(names.workspace);
}

void write_attributes(const EventSource& source, std::string_view subject, Event& event, JsonWriter& json) {
  const Decision& decision = source.decision;
  json.member("specversion", "1.0");
  json.member("id", event.id);
  json.member("source", source_of(source.names));
  event.type_at = static_cast<std::uint32_t>(event.bytes.size() + 1);
  json.member("type", event.type);
  if (!subject.empty()) json.member("subject", subject);
  std::string time;
  append_time(decision.at, time);
  json.member("time", time);
  json.member("datacontenttype", "application/json");
  if (decision.sequence != 0) {
    std::string sequence;
    append_padded(decision.sequence, 20, sequence);
    json.member("sequence", sequence);
  }
  if (!source.names.workspace.empty()) json.member("workspace", source.names.workspace);
  json.member("configversion", decision.config_version);
  if (source.cause.trace) json.member("traceparent", traceparent(source.cause.trace));
}

}  // namespace

EventCause cause_of(const FrameInput& input) {
  if (const auto* message = std::get_if<MessageInput>(&input))
    return {.message = &message->message, .request = {}, .trace = message->trace};
  if (const auto* letter = std::get_if<DeadLetterInput>(&input))
    return {.message = nullptr, .request = letter->request, .trace = {}};
  return {};
}

bool render(const Decision& decision, const EventPlace& place, const Names& names, const EventCause& cause,
            MessageEvents messages, Event& event) {
  if (tells_message(decision.kind) && messages == MessageEvents::off) return false;
  const Kind kind = kind_of(decision, cause);
  const std::string subject = subject_of(decision, place, names);
  event.topic = kind.topic;
  event.type = kind.type;
  event.key = key_of(subject, decision, place, names);
  event.at = decision.at;
  set_id(place, event.id);
  event.bytes.clear();
  const EventSource source{decision, place, names, cause, messages};
  JsonWriter json{event.bytes};
  json.open_object();
  write_attributes(source, subject, event, json);
  event.data_at = static_cast<std::uint32_t>(event.bytes.size() + 1);
  json.key("data");
  write_data(source, json);
  json.close_object();
  if (event.bytes.size() > event_bytes_max) throw std::logic_error("an event is larger than events can be");
  return true;
}

Event dead_event(const Event& refused, std::string_view reason) {
  constexpr std::string_view type = "switchroom.event.dead.v1";
  const std::string_view bytes = refused.bytes;
  const std::size_t type_end = bytes.find(',', refused.type_at);
  Event event{
      .topic = refused.topic, .type = type, .key = refused.key, .id = refused.id, .bytes = {}, .at = refused.at};
  event.type_at = refused.type_at;
  event.bytes.append(bytes.substr(0, refused.type_at)).append("\"type\":\"").append(type).append("\"");
  event.bytes.append(bytes.substr(type_end, refused.data_at - 1 - type_end)).append(",");
  event.data_at = static_cast<std::uint32_t>(event.bytes.size());
  JsonWriter json{event.bytes};
  json.key("data");
  json.open_object();
  json.member("type", refused.type);
  json.member("bytes", refused.bytes.size());
  json.member("reason", reason);
  json.close_object();
  json.close_object();
  return event;
}

}  // namespace switchroom::storage
