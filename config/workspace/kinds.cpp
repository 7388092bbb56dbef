#include "config/workspace/kinds.hpp"

#include <algorithm>
#include <span>

#include "config/workspace/workspace.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::array<std::string_view, 2> chat_kinds{"webchat", "chat"};
constexpr std::array<std::string_view, 7> sms_kinds{"twilio", "vonage-sms",  "bird", "plivo",
                                                    "sinch",  "aws-sns-sms", "sms"};
constexpr std::array<std::string_view, 6> email_kinds{"email", "mail", "mailgun", "postmark", "sendgrid", "aws-ses"};
constexpr std::array<std::string_view, 3> task_kinds{"task", "form", "web-form"};

bool is_one_of(std::span<const std::string_view> kinds, std::string_view kind) {
  return std::ranges::find(kinds, kind) != kinds.end();
}

template <class Value>
void take(const std::optional<Value>& said, Value& value) {
  if (said) value = *said;
}

}  // namespace

Family family_of(std::string_view kind) {
  if (is_one_of(chat_kinds, kind)) return Family::chat;
  if (is_one_of(sms_kinds, kind)) return Family::sms;
  if (is_one_of(email_kinds, kind)) return Family::email;
  return is_one_of(task_kinds, kind) ? Family::task : Family::social;
}

KindRules defaults_of(Family family) {
  KindRules rules;
  rules.family = family;
  if (family == Family::chat) rules.accept_within_ms = 20'000;
  if (family == Family::email || family == Family::task) rules.units = Units{500};
  if (family == Family::email) rules.work_class = WorkClass::interruptible;
  return rules;
}

KindRules rules_of(std::string_view kind, const KindSettings* settings) {
  if (settings == nullptr) return defaults_of(family_of(kind));
  KindRules rules = defaults_of(settings->family.value_or(family_of(kind)));
  take(settings->units, rules.units);
  take(settings->work_class, rules.work_class);
  take(settings->delivery, rules.delivery);
  take(settings->accept_within_ms, rules.accept_within_ms);
  take(settings->on_loss, rules.on_loss);
  take(settings->idle_units, rules.idle_units);
  if (settings->idle_release_ms) rules.idle_release_ms = settings->idle_release_ms;
  take(settings->subject_window_ms, rules.subject_window_ms);
  return rules;
}

KindRules Workspace::kind_rules(const std::string& channel_kind) const {
  const auto settings = kinds.find(channel_kind);
  KindRules found = rules_of(channel_kind, settings == kinds.end() ? nullptr : &settings->second);
  const auto short_form = units_by_kind.find(channel_kind);
  const bool said = settings != kinds.end() && settings->second.units;
  if (!said && short_form != units_by_kind.end()) found.units = short_form->second;
  return found;
}

}  // namespace switchroom::workspace
