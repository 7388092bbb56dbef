#include "gateway/api/json_views.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <chrono>

#include "storage/records/external_id.hpp"

namespace switchroom::api {
namespace {

namespace json = boost::json;
using connectors::InboundMessage;

/// Adds a member only if it says something.
void add_if_set(json::object& object, std::string_view name, std::string_view text) {
  if (!text.empty()) object[name] = text;
}

double units_of(Units units) { return static_cast<double>(units.milli) / 1000; }

template <class Range, class Convert>
json::array array_of(const Range& range, Convert convert) {
  json::array array;
  for (const auto& element : range) array.push_back(convert(element));
  return array;
}

json::object figures_document(const shard::FiguresView& view) {
  json::object object{{"agent", view.agent},
                      {"units_in_use", units_of(view.figures.in_use)},
                      {"units_limit", units_of(view.figures.limit)}};
  add_if_set(object, "last_assigned", rfc3339(view.figures.last_assigned));
  return object;
}

json::object match_document(const shard::MatchView& match) {
  json::object object{{"rule", match.rule}};
  if (match.keyword.empty()) return object;
  object["keyword"] = match.keyword;
  object["begin"] = match.begin;
  object["end"] = match.end;
  return object;
}

json::object lost_document(const shard::DecisionView& decision) {
  json::object lost;
  for (std::size_t filter = 0; filter < engine::filter_names.size(); ++filter)
    if (decision.lost[filter] != 0) lost[engine::filter_names[filter]] = decision.lost[filter];
  return lost;
}

json::object lost_agents_document(const shard::DecisionView& decision) {
  json::object lost;
  for (std::size_t filter = 0; filter < engine::filter_names.size(); ++filter)
    if (!decision.lost_agents[filter].empty())
      lost[engine::filter_names[filter]] =
          array_of(decision.lost_agents[filter], [](const std::string& agent) { return json::value(agent); });
  return lost;
}

bool is_choice(const shard::DecisionView& decision) {
  return decision.type == "ticket.queued" || decision.type == "assignment.started" || decision.type == "offer.created";
}

json::object attachment_document(const connectors::Attachment& attachment) {
  json::object object{{"kind", word_of(connectors::message_kind_names, attachment.kind)}};
  add_if_set(object, "id", attachment.id);
  add_if_set(object, "url", attachment.url);
  add_if_set(object, "mime_type", attachment.mime_type);
  add_if_set(object, "sha256", attachment.sha256);
  add_if_set(object, "filename", attachment.filename);
  return object;
}

json::object location_document(const connectors::Location& location) {
  json::object object{{"latitude", location.latitude}, {"longitude", location.longitude}};
  add_if_set(object, "name", location.name);
  add_if_set(object, "address", location.address);
  return object;
}

void add_message(json::object& object, const InboundMessage& message) {
  object["provider_id"] = message.provider_id;
  object["kind"] = word_of(connectors::message_kind_names, message.kind);
  object["from"] = message.from;
  object["text"] = message.text;
  add_if_set(object, "name", message.name);
  add_if_set(object, "to", message.to);
  add_if_set(object, "sent", rfc3339(instant_of_ms(message.at_ms)));
  add_if_set(object, "payload", message.payload);
  add_if_set(object, "ref", message.ref);
  add_if_set(object, "reply_to", message.reply_to);
  add_if_set(object, "thread", message.thread);
  add_if_set(object, "status", word_of(connectors::delivery_status_names, message.status));
  add_if_set(object, "error", message.error);
  add_if_set(object, "phone", message.phone);
  add_if_set(object, "language", message.language);
  add_if_set(object, "subject", message.subject);
  if (!message.recipients.empty())
    object["recipients"] = json::array(message.recipients.begin(), message.recipients.end());
  if (!message.media.empty()) object["media"] = array_of(message.media, attachment_document);
  if (message.location.present) object["location"] = location_document(message.location);
}

}  // namespace

std::string rfc3339(Instant at) {
  const std::int64_t ms = ms_of(at);
  if (ms <= 0 || ms > 253'402'300'799'999) return {};  // never, or past the year 9999: what a provider made up
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(ms / 1000)), ms % 1000);
}

json::object message_document(const shard::MessageView& view, std::uint32_t shard) {
  json::object object{{"received", rfc3339(view.at)}, {"channel", view.channel}};
  if (view.ticket) object["ticket"] = storage::external_id(shard, view.ticket);
  add_message(object, view.message);
  add_if_set(object, "delivery", word_of(connectors::delivery_status_names, view.delivery));
  if (view.edited_ms != 0) object["edited"] = rfc3339(instant_of_ms(view.edited_ms));
  if (view.deleted) object["deleted"] = true;
  return object;
}

json::object decision_document(const shard::DecisionView& decision) {
  json::object object{{"type", decision.type}, {"at", rfc3339(decision.at)}, {"sequence", decision.sequence}};
  add_if_set(object, "agent", decision.agent);
  add_if_set(object, "group", decision.group);
  add_if_set(object, "reason", decision.reason);
  for (const auto& [name, value] : decision.members) object[name] = json::parse(value);
  if (!is_choice(decision)) return object;
  object["config_version"] = decision.config_version;
  object["rules"] = array_of(decision.matches, match_document);
  object["skills"] = array_of(decision.skills, [](const std::string& skill) { return json::value(skill); });
  object["waited_ms"] = decision.waited_ms;
  object["score_ms"] = decision.score_ms;
  object["step"] = decision.step;
  if (decision.preferred) object["preferred"] = true;
  object["lost"] = lost_document(decision);
  if (json::object agents = lost_agents_document(decision); !agents.empty()) object["lost_agents"] = std::move(agents);
  object["candidates"] = decision.candidates;
  if (!decision.winner.agent.empty()) object["winner"] = figures_document(decision.winner);
  if (!decision.runner_up.agent.empty()) object["runner_up"] = figures_document(decision.runner_up);
  return object;
}

json::object ticket_summary(const shard::TicketView& ticket, std::uint32_t shard) {
  json::object object{{"id", storage::external_id(shard, ticket.id)},
                      {"version", ticket.version},
                      {"state", word_of(ticket_state_names, ticket.state)},
                      {"customer", storage::external_id(shard, ticket.customer)},
                      {"channel", ticket.channel},
                      {"conversation", ticket.conversation},
                      {"group", ticket.group},
                      {"priority", word_of(priority_names, ticket.priority)}};
  add_if_set(object, "agent", ticket.agent);
  object["skills"] = array_of(ticket.skills, [](const std::string& skill) { return json::value(skill); });
  object["opened"] = rfc3339(ticket.opened);
  return object;
}

json::object ticket_document(const shard::TicketView& ticket, std::uint32_t shard) {
  json::object object = ticket_summary(ticket, shard);
  object["messages"] = array_of(ticket.messages, [&](const auto& message) { return message_document(message, shard); });
  object["decisions"] = array_of(ticket.decisions, decision_document);
  return object;
}

json::object customer_document(const shard::CustomerView& customer, std::uint32_t shard) {
  json::object object{{"id", storage::external_id(shard, customer.id)}};
  object["identities"] =
      array_of(customer.identities, [](const std::string& identity) { return json::value(identity); });
  add_if_set(object, "level", customer.facts.level);
  add_if_set(object, "language", customer.facts.language);
  object["tags"] = array_of(customer.facts.tags, [](const std::string& tag) { return json::value(tag); });
  json::object& attributes = object["attributes"].emplace_object();
  for (const auto& [name, value] : customer.facts.attributes) attributes[name] = value;
  if (customer.open_ticket) object["open_ticket"] = storage::external_id(shard, customer.open_ticket);
  object["tickets"] =
      array_of(customer.tickets, [&](TicketId id) { return json::value(storage::external_id(shard, id)); });
  object["messages"] =
      array_of(customer.messages, [&](const auto& message) { return message_document(message, shard); });
  return object;
}

json::object group_document(const shard::GroupView& group) {
  json::object agents;
  for (std::size_t status = 0; status < status_names.size(); ++status)
    agents[status_names[status]] = group.agents[status];
  json::object object{{"group", group.group},
                      {"waiting", group.state.waiting},
                      {"parked", group.state.parked},
                      {"offers", group.state.offers},
                      {"assigned", group.state.assigned},
                      {"units_in_use", units_of(group.state.in_use)},
                      {"units_limit", units_of(group.limit)},
                      {"agents", std::move(agents)}};
  add_if_set(object, "oldest_waiting", rfc3339(group.state.oldest));
  const engine::GroupFairness& fair = group.fairness;
  object["this_hour"] = json::object{{"assignments", fair.assignments},
                                     {"jain", fair.jain_milli / 1000.0},
                                     {"largest_gap_units", units_of(fair.largest_gap)},
                                     {"wait_p50_ms", fair.wait_p50_ms},
                                     {"wait_p95_ms", fair.wait_p95_ms},
                                     {"wait_max_ms", fair.wait_max_ms}};
  object["sla_at_risk"] = fair.sla_at_risk;
  return object;
}

void add_note(json::object& object, const storage::VersionNote& note) {
  if (note.at == Instant{}) return;
  object["at"] = rfc3339(note.at);
  object["by"] = note.actor;
  object["role"] = word_of(role_names, note.role);
  if (!note.note.empty()) object["note"] = note.note;
}

json::object error_document(const Error& error) {
  const FaultRow& row = row_of(error.fault);
  json::object object{{"fault", row.name}, {"title", row.title}, {"detail", describe(error)}, {"remedy", row.remedy}};
  add_if_set(object, "where", error.where);
  add_if_set(object, "found", error.found);
  add_if_set(object, "expected", error.expected);
  return object;
}

json::object outcome_document(const shard::Outcome& outcome, std::uint32_t shard) {
  json::object object{{"done", !outcome.refused}};
  if (outcome.ticket) {
    object["ticket"] = storage::external_id(shard, outcome.ticket);
    object["state"] = word_of(ticket_state_names, outcome.state);
  }
  if (outcome.version != 0) object["version"] = outcome.version;
  add_if_set(object, outcome.ticket ? "reply" : "difference", outcome.words);
  if (outcome.refused) object["refused"] = error_document(*outcome.refused);
  return object;
}

}  // namespace switchroom::api
