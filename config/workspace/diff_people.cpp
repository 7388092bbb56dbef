// Differences of channels, channel kinds, groups and agents.

#include "config/workspace/diff_lines.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::array<std::string_view, 2> on_no_reply_words{"escalate", "reassign"};

std::vector<std::string> status_words(const std::vector<Status>& statuses) {
  std::vector<std::string> words;
  for (const Status status : statuses) words.emplace_back(word_of(status_names, status));
  return words;
}

std::string step_text(const StepRule& step) {
  std::string text = "at " + duration_text(step.at_ms);
  if (!step.groups.empty()) text += ", groups " + joined(step.groups);
  if (!step.require.empty()) text += ", require " + requirements_text(step.require);
  if (step.drop_ranks > 0) text += ", drop_ranks " + std::to_string(step.drop_ranks);
  if (!step.prefer.empty()) text += ", prefer " + joined(step.prefer);
  if (step.strategy) text += ", strategy " + std::string{word_of(strategy_names, *step.strategy)};
  if (step.last) text += ", last " + std::string{word_of(last_step_names, *step.last)};
  return text;
}

std::string steps_text(const std::vector<StepRule>& steps) {
  std::string text;
  for (const StepRule& step : steps) text += (text.empty() ? "" : "; ") + step_text(step);
  return text;
}

std::string fatigue_text(const std::optional<Fatigue>& fatigue) {
  if (!fatigue) return {};
  return "after " + std::to_string(fatigue->count) + ' ' + std::string{word_of(priority_names, fatigue->priority)} +
         ", pause " + duration_text(fatigue->pause_ms) + ", until_closed " + std::to_string(fatigue->until_closed);
}

void compare_bounds(const Group& before, const Group& after, Lines& lines) {
  lines.change_units("limit", before.limit, after.limit);
  lines.change_number("offers_limit", before.offers_limit, after.offers_limit);
  lines.change_number("waiting_limit", before.waiting_limit, after.waiting_limit);
  lines.change_number("arrivals_per_minute", before.arrivals_per_minute, after.arrivals_per_minute);
  lines.change_word<WhenFull>("when_full", when_full_names, before.when_full, after.when_full);
  lines.change_list("overflow", before.overflow, after.overflow, true);
  lines.change("full_reply", before.full_reply, after.full_reply);
  lines.change_units("guaranteed", before.guaranteed, after.guaranteed);
}

void compare_times(const Group& before, const Group& after, Lines& lines) {
  lines.change_duration("first_reply", before.first_reply_ms, after.first_reply_ms);
  lines.change_duration("next_reply", before.next_reply_ms, after.next_reply_ms);
  lines.change_duration("reminder", before.reminder_ms, after.reminder_ms);
  lines.change("on_no_reply", std::string{on_no_reply_words.at(before.reassign_on_no_reply ? 1 : 0)},
               std::string{on_no_reply_words.at(after.reassign_on_no_reply ? 1 : 0)});
  lines.change_duration("wrap_up", before.wrap_up_ms, after.wrap_up_ms);
  lines.change_duration("previous_agent_within", before.previous_agent_within_ms, after.previous_agent_within_ms);
  lines.change_duration("wait_for_previous", before.wait_for_previous_ms, after.wait_for_previous_ms);
  lines.change_duration("reopen_within", before.reopen_within_ms, after.reopen_within_ms);
  lines.change_duration("reopen_wait", before.reopen_wait_for_agent_ms, after.reopen_wait_for_agent_ms);
  lines.change("fatigue", fatigue_text(before.fatigue), fatigue_text(after.fatigue));
}

void compare_route(const Group& before, const Group& after, Lines& lines) {
  lines.change_word<Delivery>("delivery", delivery_names, before.delivery, after.delivery);
  lines.change_map("accept_within", before.accept_within_ms, after.accept_within_ms, duration_text);
  lines.change_number("lapses_until_away", before.lapses_until_away, after.lapses_until_away);
  lines.change_word<Strategy>("strategy", strategy_names, before.strategy, after.strategy);
  lines.change_duration("max_wait", before.max_wait_ms, after.max_wait_ms);
  lines.change("fallback", before.fallback, after.fallback);
  lines.change_list("supervisors", before.supervisors, after.supervisors, true);
  lines.change("steps", steps_text(before.steps), steps_text(after.steps));
}

}  // namespace

void compare(const Channel& before, const Channel& after, Lines lines) {
  lines.change("kind", before.kind, after.kind);
  lines.change("group", before.group, after.group);
  lines.change("language", before.language, after.language);
  std::map<std::string, std::vector<std::string>> old;
  for (const ChannelSetting& setting : before.settings) old[setting.name] = setting.values;
  for (const ChannelSetting& setting : after.settings) {
    const auto found = old.find(setting.name);
    if (found == old.end())
      lines.say("setting " + setting.name + " added");
    else if (found->second != setting.values)
      lines.say("setting " + setting.name + " changed");
    old.erase(setting.name);
  }
  for (const auto& [name, values] : old) lines.say("setting " + name + " removed");
}

void compare(const KindSettings& before, const KindSettings& after, Lines lines) {
  lines.change_word<Family>("family", family_names, before.family, after.family);
  lines.change_units("units", before.units, after.units);
  lines.change_word<WorkClass>("work_class", work_class_names, before.work_class, after.work_class);
  lines.change_word<Delivery>("delivery", delivery_names, before.delivery, after.delivery);
  lines.change_duration("accept_within", before.accept_within_ms, after.accept_within_ms);
  lines.change_word<OnLoss>("on_loss", on_loss_names, before.on_loss, after.on_loss);
  lines.change_units("idle_units", before.idle_units, after.idle_units);
  lines.change_duration("idle_release", before.idle_release_ms, after.idle_release_ms);
  lines.change_duration("subject_window", before.subject_window_ms, after.subject_window_ms);
}

void compare(const Group& before, const Group& after, Lines lines) {
  lines.change("name", before.name, after.name);
  lines.change_list("receives_when", status_words(before.receives_when), status_words(after.receives_when));
  compare_bounds(before, after, lines);
  compare_route(before, after, lines);
  compare_times(before, after, lines);
}

void compare(const Agent& before, const Agent& after, Lines lines) {
  const auto number = [](int count) { return std::to_string(count); };
  lines.change("name", before.name, after.name);
  lines.change_list("groups", before.groups, after.groups);
  lines.change_map("skill", before.skills, after.skills, number);
  lines.change("limit", units_text(before.limit), units_text(after.limit));
  lines.change_map("kind_limit", before.kind_limits, after.kind_limits, number);
  lines.change_units("interruptible_limit", before.interruptible_limit, after.interruptible_limit);
  lines.change_word<Status>("first_status", status_names, before.first_status, after.first_status);
  lines.change_word<Role>("role", role_names, before.role, after.role);
  lines.change_word<AssignmentScope>("scope", assignment_scope_names, before.scope, after.scope);
  lines.change_word<WorkContent>("content", work_content_names, before.content, after.content);
  lines.change("calendar", before.calendar, after.calendar);
  lines.change_duration("ramp", before.ramp_ms, after.ramp_ms);
  lines.change_duration("handling_time", before.handling_ms, after.handling_ms);
  lines.change_flag("may_force", before.may_force, after.may_force);
  lines.change_flag("bot", before.bot, after.bot);
}

}  // namespace switchroom::workspace
