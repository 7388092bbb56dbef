// Inputs in the language of the stories.

#include <sstream>

#include "tests/router/engine/print.hpp"

namespace switchroom::engine {
namespace {

std::string of(TicketId id) { return " t" + std::to_string(id.number); }
std::string of(AgentId id) { return " a" + std::to_string(id.number); }
std::string of(GroupId id) { return " g" + std::to_string(id.number); }
std::string by(AgentId id) { return id ? " by" + of(id) : ""; }
std::string seconds(std::int64_t ms) {
  std::ostringstream out;
  out << static_cast<double>(ms) / 1000.0 << "s";
  return out.str();
}
std::string units(Units amount) {
  std::ostringstream out;
  out << static_cast<double>(amount.milli) / 1000.0;
  return out.str();
}

/// Clauses that are only there if they say something.
class Line {
 public:
  template <class Value>
  Line& clause(const char* word, const Value& value, bool is_said = true) {
    if (is_said) out_ << " " << word << " " << value;
    return *this;
  }
  Line& time(const char* word, const std::optional<std::int64_t>& ms) {
    if (ms) clause(word, seconds(*ms));
    return *this;
  }
  Line& names(const char* word, const std::vector<std::string>& names) {
    if (!names.empty()) out_ << " " << word;
    for (const std::string& name : names) out_ << " " << name;
    return *this;
  }
  Line& flag(const char* word, bool yes) {
    if (yes) out_ << " " << word;
    return *this;
  }
  std::string text() const { return out_.str(); }

 private:
  std::ostringstream out_;
};

std::string of(const workspace::StepRule& step) {
  Line line;
  line.time("step", step.at_ms).names("in", step.groups);
  for (const auto& need : step.require) line.clause("needs", need.skill + " " + std::to_string(need.minimum));
  line.clause("drops", step.drop_ranks, step.drop_ranks > 0).names("prefers", step.prefer);
  if (step.strategy) line.clause("strategy", word_of(workspace::strategy_names, *step.strategy));
  if (step.last) line.clause("last", word_of(workspace::last_step_names, *step.last));
  return line.text();
}

std::string of(const workspace::Group& group) {
  Line line;
  line.clause("group", group.id).clause("limit", units(group.limit.value_or(Units{})), group.limit.has_value());
  line.clause("offers", group.offers_limit.value_or(0), group.offers_limit.has_value());
  line.clause("waiting", group.waiting_limit.value_or(0), group.waiting_limit.has_value());
  line.clause("arrivals", group.arrivals_per_minute.value_or(0), group.arrivals_per_minute.has_value());
  line.clause("full", word_of(workspace::when_full_names, group.when_full)).names("overflow", group.overflow);
  line.flag("receives", true);
  for (const Status status : group.receives_when) line.flag(word_of(status_names, status).data(), true);
  if (group.delivery) line.clause("delivery", word_of(workspace::delivery_names, *group.delivery));
  for (const auto& [kind, ms] : group.accept_within_ms) line.clause("accept", kind + " " + seconds(ms));
  line.clause("lapses", group.lapses_until_away).clause("strategy", word_of(workspace::strategy_names, group.strategy));
  line.time("first-reply", group.first_reply_ms).time("next-reply", group.next_reply_ms);
  line.time("reminder", group.reminder_ms).flag("reassign", group.reassign_on_no_reply);
  line.time("wrap-up", group.wrap_up_ms).time("previous", group.previous_agent_within_ms);
  line.time("wait-for-previous", group.wait_for_previous_ms).time("reopen", group.reopen_within_ms);
  line.time("reopen-wait", group.reopen_wait_for_agent_ms);
  if (group.fatigue) {
    line.clause("fatigue", group.fatigue->count).clause("of", word_of(priority_names, group.fatigue->priority));
    line.time("pause", group.fatigue->pause_ms).clause("closes", group.fatigue->until_closed);
  }
  line.names("supervisors", group.supervisors).clause("fallback", group.fallback, !group.fallback.empty());
  line.time("max-wait", group.max_wait_ms);
  for (const workspace::StepRule& step : group.steps) line.flag(of(step).c_str(), true);
  return line.text();
}

std::string of(const workspace::Agent& agent) {
  Line line;
  line.clause("agent", agent.id + " " + std::string{word_of(status_names, agent.first_status)});
  line.names("in", agent.groups).clause("limit", units(agent.limit));
  line.flag("skills", !agent.skills.empty());
  for (const auto& [skill, level] : agent.skills) line.clause(skill.c_str(), level);
  for (const auto& [kind, most] : agent.kind_limits) line.clause("most", kind + " " + std::to_string(most));
  if (agent.interruptible_limit) line.clause("interruptible", units(*agent.interruptible_limit));
  line.clause("role", word_of(role_names, agent.role))
      .flag("scope-all", agent.scope == workspace::AssignmentScope::all);
  line.flag("tickets-only", agent.content == workspace::WorkContent::tickets_only);
  line.flag("bot", agent.bot);
  line.clause("shifts", agent.calendar, !agent.calendar.empty()).flag("may-force", agent.may_force);
  if (agent.ramp_ms > 0) line.time("ramp", agent.ramp_ms);
  if (agent.handling_ms > 0) line.time("handling", agent.handling_ms);
  return line.text();
}

std::string of(const std::string& kind, const workspace::KindSettings& one) {
  Line line;
  line.clause("kind", kind);
  if (one.work_class) line.clause("class", word_of(workspace::work_class_names, *one.work_class));
  if (one.delivery) line.clause("delivery", word_of(workspace::delivery_names, *one.delivery));
  line.time("accept", one.accept_within_ms).time("idle-after", one.idle_release_ms);
  if (one.on_loss) line.clause("on-loss", word_of(workspace::on_loss_names, *one.on_loss));
  if (one.idle_units) line.clause("idle-units", units(*one.idle_units));
  return line.text();
}

std::string of(const workspace::SlaClass& one) {
  Line line;
  line.clause("sla", one.id).time("first-reply", one.first_reply_ms).time("next-reply", one.next_reply_ms);
  line.time("resolve", one.resolve_ms).clause("calendar", one.calendar, !one.calendar.empty());
  return line.clause("warn", one.warn_percent).clause("slope", one.slope).flag("escalate", one.escalate).text();
}

std::string of(const workspace::Workspace& workspace) {
  std::ostringstream out;
  out << "workspace";
  for (const auto& group : workspace.groups) out << "\n " << of(group);
  for (const auto& agent : workspace.agents) out << "\n " << of(agent);
  for (const auto& [kind, settings] : workspace.kinds) out << "\n " << of(kind, settings);
  for (const auto& sla : workspace.sla) out << "\n " << of(sla);
  for (const auto& flow : workspace.flows) {
    Line line;
    line.clause("flow", flow.id);
    for (const auto& node : flow.nodes)
      line.clause("node", node.group)
          .time("respond", node.respond_ms)
          .clause("calendar", node.calendar, !node.calendar.empty());
    out << "\n " << line.text();
  }
  Line line;
  line.clause("default-sla", workspace.default_sla, !workspace.default_sla.empty());
  line.time("grace", workspace.presence_grace_ms).time("help-notify", workspace.collaboration.notify_ms);
  line.time("help-escalate", workspace.collaboration.escalate_ms)
      .time("help-respond", workspace.collaboration.respond_ms);
  out << "\n " << line.text();
  return out.str();
}

struct Printer {
  Instant since;

  std::string skills(const std::vector<workspace::SkillNeed>& needs) const {
    std::string text;
    for (const auto& need : needs)
      text += " needs s" + std::to_string(need.skill.number) + " " + std::to_string(need.minimum) +
              (need.rank > 0 ? " droppable " + std::to_string(need.rank) : "");
    return text;
  }
  std::string found(const workspace::Classification& one) const {
    std::string text = skills(one.skills) + " priority " + std::string{word_of(priority_names, one.priority)};
    if (one.group) text += " to" + of(one.group);
    if (one.sla) text += " sla " + std::to_string(one.sla.number);
    for (const AgentId agent : one.agents) text += " prefers" + of(agent);
    if (one.bot) text += " bot" + of(one.bot);
    return text;
  }
  std::string operator()(const Configure& one) const { return of(*one.workspace); }
  std::string operator()(const Arrive& one) const {
    std::string text = "arrive" + of(one.ticket) + " units " + units(one.units) + " kind " +
                       std::to_string(one.kind.number) + " channel-group" + of(one.channel_group) + found(one.found);
    if (one.previous_agent)
      text += " previous" + of(one.previous_agent) + " at " + seconds((one.previous_at - since).count());
    return text;
  }
  std::string operator()(const CustomerWrote& one) const {
    return "message" + of(one.ticket) + (one.found ? found(*one.found) : "");
  }
  std::string operator()(const Reply& one) const { return "reply" + of(one.ticket) + by(one.agent); }
  std::string operator()(const Accept& one) const { return "accept" + of(one.ticket) + by(one.agent); }
  std::string operator()(const Decline& one) const { return "decline" + of(one.ticket) + by(one.agent); }
  std::string operator()(const Resolve& one) const { return "resolve" + of(one.ticket) + by(one.actor); }
  std::string operator()(const Close& one) const { return "close" + of(one.ticket) + by(one.actor); }
  std::string operator()(const Reopen& one) const { return "reopen" + of(one.ticket) + by(one.actor); }
  std::string operator()(const Snooze& one) const {
    return "snooze" + of(one.ticket) + " until " + seconds((one.until - since).count()) + by(one.actor);
  }
  std::string operator()(const SetPriority& one) const {
    return "priority" + of(one.ticket) + " " + std::string{word_of(priority_names, one.priority)} + by(one.actor);
  }
  std::string operator()(const SetSkills& one) const {
    return "skills" + of(one.ticket) + skills(one.skills) + by(one.actor);
  }
  std::string operator()(const Assign& one) const {
    return "assign" + of(one.ticket) + " to" + of(one.agent) + by(one.actor) + (one.force ? " force" : "");
  }
  std::string operator()(const Transfer& one) const {
    return "transfer" + of(one.ticket) + " to" + (one.agent ? of(one.agent) : of(one.group)) + by(one.actor) +
           (one.force ? " force" : "");
  }
  std::string operator()(const EnterFlow& one) const {
    return "flow" + of(one.ticket) + " f" + std::to_string(one.flow.number) + by(one.actor);
  }
  std::string operator()(const FlowDone& one) const { return "flow-done" + of(one.ticket) + by(one.actor); }
  std::string operator()(const Collaborate& one) const {
    return "help" + of(one.ticket) + of(one.group) + by(one.actor);
  }
  std::string operator()(const CollaborationDone& one) const { return "help-done" + of(one.ticket) + by(one.actor); }
  std::string operator()(const Escalate& one) const { return "escalate" + of(one.ticket) + by(one.actor); }
  std::string operator()(const SetStatus& one) const {
    return of(one.agent).substr(1) + " is " + std::string{word_of(status_names, one.status)} + by(one.actor);
  }
  std::string operator()(const ForceLogout& one) const { return "logout" + of(one.agent) + by(one.actor); }
  std::string operator()(const Seen& one) const { return "seen" + of(one.agent); }
  std::string operator()(const Lost& one) const { return "lost" + of(one.agent); }
  std::string operator()(const EndWrapUp& one) const { return "tidied" + of(one.ticket) + of(one.agent); }
  std::string operator()(const Advance&) const { return "advance"; }
  std::string operator()(const StopClocks& one) const {
    return "stop-clocks since " + seconds((one.since - since).count());
  }
  std::string operator()(const StartClocks&) const { return "start-clocks"; }
};

}  // namespace

std::string print(const Input& input, Instant at, Instant since) {
  return "at " + seconds((at - since).count()) + " " + std::visit(Printer{since}, input);
}

}  // namespace switchroom::engine
