#include "router/shard/decision_view.hpp"

#include <fmt/format.h>

namespace switchroom::shard {
namespace {

std::string need_words(const workspace::Numbering& names, const workspace::SkillNeed& need) {
  return fmt::format("{}>={}", names.skills.name_of(need.skill.number), need.minimum);
}

std::string type_of(storage::DecisionKind kind) {
  switch (kind) {
    case storage::DecisionKind::ticket_queued:
      return "ticket.queued";
    case storage::DecisionKind::assignment_started:
      return "assignment.started";
    case storage::DecisionKind::assignment_ended:
      return "assignment.ended";
    case storage::DecisionKind::ticket_closed:
      return "ticket.closed";
    case storage::DecisionKind::offer_created:
      return "offer.created";
    default:
      return "";
  }
}

FiguresView figures_view(const workspace::Numbering& names, const engine::Figures& figures) {
  return {std::string{names.agents.name_of(figures.agent.number)}, figures};
}

}  // namespace

std::vector<std::string> needs_words(const workspace::Numbering& names,
                                     const std::vector<workspace::SkillNeed>& needs) {
  std::vector<std::string> words;
  for (const workspace::SkillNeed& need : needs) words.push_back(need_words(names, need));
  return words;
}

DecisionView decision_view(const workspace::Numbering& names, const storage::Decision& decision) {
  DecisionView view;
  view.type = decision.kind == storage::DecisionKind::routed ? decision.label : type_of(decision.kind);
  for (const auto& [name, value] : decision.members) view.members.emplace_back(name, value);
  view.at = decision.at;
  view.sequence = decision.sequence;
  view.agent = names.agents.name_of(decision.agent.number);
  view.group = names.groups.name_of(decision.why.group.number);
  if (decision.kind == storage::DecisionKind::assignment_ended)
    view.reason = word_of(end_reason_names, decision.reason);
  view.config_version = decision.config_version;
  for (const workspace::RuleMatch& match : decision.found.matches)
    view.matches.push_back(
        {std::string{names.rules.name_of(match.rule.number)}, match.keyword, match.begin, match.end});
  view.skills = needs_words(names, decision.found.skills);
  view.lost = decision.why.lost;
  view.candidates = decision.why.candidates;
  view.winner = figures_view(names, decision.why.winner);
  view.runner_up = figures_view(names, decision.why.runner_up);
  view.waited_ms = decision.why.waited_ms;
  view.score_ms = decision.why.score_ms;
  view.step = decision.why.step;
  view.preferred = decision.why.preferred;
  if (decision.why.names != nullptr)
    for (std::size_t filter = 0; filter < view.lost_agents.size(); ++filter)
      for (const AgentId agent : decision.why.names->lost[filter])
        view.lost_agents[filter].emplace_back(names.agents.name_of(agent.number));
  return view;
}

}  // namespace switchroom::shard
