#include "storage/kafka/event_data.hpp"

#include <stdexcept>

#include "config/vocabulary/words.hpp"
#include "storage/kafka/message_json.hpp"
#include "storage/kafka/padded.hpp"
#include "storage/records/external_id.hpp"

// Why an event stays below 256 KiB: one long text takes at most 64 KiB of JSON, a name at most what a document allows,
// a message at most 200 KiB (message_json), and a list ends early once it took 64 KiB.

namespace switchroom::storage {
namespace {

constexpr std::size_t text_bytes_max = 64 * 1024;
constexpr std::size_t list_bytes_max = 64 * 1024;
constexpr std::size_t name_bytes_max = 1024;

/// A name of the workspace; nothing for the number 0.
void write_name(std::string_view field, const workspace::NameTable& table, std::uint32_t number, JsonWriter& json) {
  if (number == 0) return;
  json.key(field);
  json.value_cut(name_or_number(table, number), name_bytes_max);
}

/// Units as a decimal number: 2, 2.5, 0.125.
void write_units(std::string_view field, Units units, JsonWriter& json) {
  json.key(field);
  std::string& out = json.value_by_hand();
  if (units.milli < 0) out.push_back('-');
  const std::uint64_t milli =
      units.milli < 0 ? 0 - static_cast<std::uint64_t>(units.milli) : static_cast<std::uint64_t>(units.milli);
  append_padded(milli / 1000, 1, out);
  if (milli % 1000 == 0) return;
  out.push_back('.');
  append_padded(milli % 1000, 3, out);
  while (out.back() == '0') out.pop_back();
}

void write_time(std::string_view field, Instant at, JsonWriter& json) {
  json.key(field);
  std::string& out = json.value_by_hand();
  out.push_back('"');
  append_time(at, out);
  out.push_back('"');
}

/// Texts longer than their share are cut, and the object says so.
void write_text(std::string_view field, std::string_view text, JsonWriter& json) {
  json.key(field);
  if (!json.value_cut(text, text_bytes_max)) json.member("truncated", true);
}

void write_place(const EventSource& source, JsonWriter& json) {
  const auto& [decision, place, names, cause, messages] = source;
  if (decision.ticket) json.member("ticket", external_id(place.shard, decision.ticket));
  if (decision.customer) json.member("customer", external_id(place.shard, decision.customer));
  write_name("channel", names.numbering->channels, decision.channel.number, json);
}

void write_rule(const workspace::RuleMatch& match, const Names& names, JsonWriter& json) {
  json.open_object();
  write_name("rule", names.numbering->rules, match.rule.number, json);
  if (!match.keyword.empty()) {
    json.key("keyword");
    json.value_cut(match.keyword, name_bytes_max);
    json.member("begin", match.begin);
    json.member("end", match.end);
  }
  json.close_object();
}

void write_skill(const workspace::SkillNeed& need, const Names& names, JsonWriter& json) {
  json.open_object();
  write_name("skill", names.numbering->skills, need.skill.number, json);
  json.member("minimum", need.minimum);
  json.close_object();
}

/// A list of what was found, ended early where it would take more than its share. False if it was.
template <class Item>
bool write_list(std::string_view field, const std::vector<Item>& items, const Names& names, JsonWriter& json,
                void (*write_item)(const Item&, const Names&, JsonWriter&)) {
  json.key(field);
  json.open_array();
  const std::size_t start = json.size();
  bool whole = true;
  for (const Item& item : items) {
    whole = json.size() - start < list_bytes_max;
    if (!whole) break;
    write_item(item, names, json);
  }
  json.close_array();
  return whole;
}

void write_lost(const engine::Explanation& why, JsonWriter& json) {
  json.key("lost");
  json.open_object();
  for (std::size_t filter = 0; filter < why.lost.size(); ++filter)
    if (why.lost[filter] != 0) json.member(engine::filter_names[filter], why.lost[filter]);
  json.close_object();
}

void write_lost_names(const engine::Explanation& why, const Names& names, JsonWriter& json) {
  if (why.names == nullptr) return;
  json.key("lost_agents");
  json.open_object();
  for (std::size_t filter = 0; filter < why.names->lost.size(); ++filter) {
    if (why.names->lost[filter].empty()) continue;
    json.key(engine::filter_names[filter]);
    json.open_array();
    for (const AgentId agent : why.names->lost[filter]) json.value(names.numbering->agents.name_of(agent.number));
    json.close_array();
  }
  json.close_object();
}

void write_figures(std::string_view field, const engine::Figures& figures, const Names& names, JsonWriter& json) {
  if (!figures.agent) return;
  json.key(field);
  json.open_object();
  write_name("agent", names.numbering->agents, figures.agent.number, json);
  write_units("units_in_use", figures.in_use, json);
  write_units("units_limit", figures.limit, json);
  if (figures.last_assigned != Instant{}) write_time("last_assigned", figures.last_assigned, json);
  json.close_object();
}

void write_explanation(const Decision& decision, const Names& names, JsonWriter& json) {
  const engine::Explanation& why = decision.why;
  json.key("decision");
  json.open_object();
  json.member("config_version", why.config_version);
  const bool all_rules = write_list("rules", decision.found.matches, names, json, write_rule);
  const bool all_skills = write_list("skills", decision.found.skills, names, json, write_skill);
  if (!all_rules || !all_skills) json.member("truncated", true);
  write_lost(why, json);
  write_lost_names(why, names, json);
  json.member("candidates", why.candidates);
  json.member("waited_ms", why.waited_ms);
  json.member("score_ms", why.score_ms);
  json.member("step", std::uint64_t{why.step});
  if (why.preferred) json.member("preferred", true);
  write_figures("winner", why.winner, names, json);
  write_figures("runner_up", why.runner_up, names, json);
  json.close_object();
}

void write_choice(const EventSource& source, JsonWriter& json) {
  const auto& [decision, place, names, cause, messages] = source;
  if (decision.opened && cause.message != nullptr) {
    json.key("conversation");
    json.value_cut(cause.message->conversation, name_bytes_max);
  }
  write_name("agent", names.numbering->agents, decision.agent.number, json);
  write_name("group", names.numbering->groups, decision.why.group.number, json);
  json.member("priority", word_of(priority_names, decision.priority));
  json.member("opened", decision.opened);
  write_explanation(decision, names, json);
}

void write_ended(const EventSource& source, JsonWriter& json) {
  write_name("agent", source.names.numbering->agents, source.decision.agent.number, json);
  json.member("reason", word_of(end_reason_names, source.decision.reason));
}

void write_status(const EventSource& source, JsonWriter& json) {
  write_name("agent", source.names.numbering->agents, source.decision.agent.number, json);
  json.member("from", word_of(status_names, source.decision.from));
  json.member("to", word_of(status_names, source.decision.to));
}

void write_configuration(const Decision& decision, JsonWriter& json) {
  json.member("version", decision.config_version);
  write_text("changes", decision.text, json);
}

void write_rollback(const EventSource& source, JsonWriter& json) {
  json.member("shard", source.place.shard);
  json.member("from", source.decision.rolled_back_from);
  json.member("to", source.decision.rolled_back_to);
}

void write_dead_letter(const EventSource& source, JsonWriter& json) {
  json.key("reason");
  json.value_cut(source.decision.text, text_bytes_max);
  write_text("request", source.cause.request, json);
}

/// No request is left of it: what was understood of it is told instead.
void write_given_up(const EventSource& source, JsonWriter& json) {
  json.key("reason");
  json.value_cut(source.decision.text, text_bytes_max);
  json.member("request", "");
  if (source.cause.message == nullptr) throw std::logic_error("the event of a message without the message");
  const bool content = source.messages == MessageEvents::full;
  write_message(*source.cause.message, content ? MessageEvents::full : MessageEvents::references, json);
}

void write_routed(const Decision& decision, JsonWriter& json) {
  for (const auto& [name, value] : decision.members) {
    json.key(name);
    json.raw(value);
  }
}

void write_fields(const EventSource& source, JsonWriter& json) {
  switch (source.decision.kind) {
    case DecisionKind::ticket_queued:
    case DecisionKind::assignment_started:
      return write_choice(source, json);
    case DecisionKind::assignment_ended:
      return write_ended(source, json);
    case DecisionKind::ticket_closed:
      return;
    case DecisionKind::message_recorded:
    case DecisionKind::message_released:
      return write_message(*source.cause.message, source.messages, json);
    case DecisionKind::agent_status_changed:
      return write_status(source, json);
    case DecisionKind::configuration_applied:
      return write_configuration(source.decision, json);
    case DecisionKind::shard_rolled_back:
      return write_rollback(source, json);
    case DecisionKind::offer_created:
      write_time("until", source.decision.until, json);
      return write_choice(source, json);
    case DecisionKind::routed:
      return write_routed(source.decision, json);
    case DecisionKind::dead_lettered:
      return write_dead_letter(source, json);
    case DecisionKind::message_given_up:
      return write_given_up(source, json);
  }
}

}  // namespace

std::string name_or_number(const workspace::NameTable& table, std::uint32_t number) {
  const std::string_view name = table.name_of(number);
  return name.empty() ? "#" + std::to_string(number) : std::string{name};
}

void write_data(const EventSource& source, JsonWriter& json) {
  json.open_object();
  write_place(source, json);
  write_fields(source, json);
  json.close_object();
}

}  // namespace switchroom::storage
