#include "config/documents/workspace_document.hpp"
#include "config/documents/workspace_parts.hpp"

namespace switchroom::documents {
namespace {

using workspace::Fatigue;
using workspace::Group;
using workspace::StepRule;

/// Stored documents of earlier versions may still have them.
constexpr std::array<std::string_view, 1> gone_keys{"calendar"};

constexpr std::array<std::string_view, 2> on_no_reply_words{"reassign", "escalate"};

void decode_fatigue(const Node& node, Fatigue& fatigue, Findings& findings) {
  const Fields fields{node, "groups[].fatigue", workspace_keys(), findings};
  fatigue.place = node.place;
  fields.required_into("after", fatigue.count);
  fields.into("priority", fatigue.priority);
  fields.duration_into("pause", fatigue.pause_ms);
  fields.into("until_closed", fatigue.until_closed);
}

void read_bounds(const Fields& fields, Group& group) {
  fields.into("limit", group.limit);
  fields.into("offers_limit", group.offers_limit);
  fields.into("waiting_limit", group.waiting_limit);
  fields.into("arrivals_per_minute", group.arrivals_per_minute);
  fields.word_into("when_full", workspace::when_full_names, group.when_full);
  fields.into("overflow", group.overflow);
  fields.into("full_reply", group.full_reply);
  fields.into("guaranteed", group.guaranteed);
}

void read_offers(const Fields& fields, Group& group, Findings& findings) {
  fields.word_into("delivery", workspace::delivery_names, group.delivery);
  if (const Node* accept = fields.find("accept_within")) read_durations(*accept, group.accept_within_ms, findings);
  fields.into("lapses_until_away", group.lapses_until_away);
}

void read_times(const Fields& fields, Group& group) {
  fields.duration_into("first_reply", group.first_reply_ms);
  fields.duration_into("next_reply", group.next_reply_ms);
  fields.duration_into("reminder", group.reminder_ms);
  std::size_t on_no_reply = group.reassign_on_no_reply ? 0 : 1;
  fields.word_into("on_no_reply", on_no_reply_words, on_no_reply);
  group.reassign_on_no_reply = on_no_reply == 0;
  fields.duration_into("wrap_up", group.wrap_up_ms);
  fields.duration_into("previous_agent_within", group.previous_agent_within_ms);
  fields.duration_into("wait_for_previous", group.wait_for_previous_ms);
  fields.duration_into("reopen_within", group.reopen_within_ms);
  fields.duration_into("reopen_wait", group.reopen_wait_for_agent_ms);
}

void decode(const Node& node, StepRule& step, Findings& findings) {
  const Fields fields{node, "groups[].steps[]", workspace_keys(), findings};
  step.place = node.place;
  fields.duration_into("at", step.at_ms);
  fields.into("groups", step.groups);
  if (const Node* require = fields.find("require")) read_requirements(*require, step.require, findings);
  fields.into("drop_ranks", step.drop_ranks);
  fields.into("prefer", step.prefer);
  fields.word_into("strategy", workspace::strategy_names, step.strategy);
  fields.word_into("last", workspace::last_step_names, step.last);
}

void read_steps(const Fields& fields, Group& group, Findings& findings) {
  fields.duration_into("max_wait", group.max_wait_ms);
  fields.into("fallback", group.fallback);
  fields.into("supervisors", group.supervisors);
  fields.word_into("strategy", workspace::strategy_names, group.strategy);
  const Node* steps = fields.find("steps");
  if (!steps) return;
  for (const Node& step : elements(*steps, findings)) decode(step, group.steps.emplace_back(), findings);
}

}  // namespace

void decode(const Node& node, Group& group, Findings& findings) {
  const Fields fields{node, "groups[]", workspace_keys(), findings, gone_keys};
  group.place = node.place;
  fields.required_into("id", group.id);
  fields.into("name", group.name);
  fields.into("receives_when", group.receives_when);
  if (const Node* gone = node.find("calendar")) read(*gone, group.calendar, findings);
  read_bounds(fields, group);
  read_offers(fields, group, findings);
  read_times(fields, group);
  read_steps(fields, group, findings);
  if (const Node* fatigue = fields.find("fatigue")) decode_fatigue(*fatigue, group.fatigue.emplace(), findings);
}

}  // namespace switchroom::documents
