// Rules that can't match without a keyword are looked at only when one of theirs was found; the others, few as a rule,
// every time.

#include "router/classify/classifier.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <vector>

#include "config/calendar/calendar.hpp"
#include "router/classify/compiled_rule.hpp"
#include "router/classify/keyword_index.hpp"
#include "router/classify/language.hpp"
#include "router/classify/pattern_set.hpp"

namespace switchroom::classify {
namespace {

constexpr std::string_view language_prefix = "language:";

bool asks_for_language(const workspace::Condition& condition) {
  return condition.kind == workspace::ConditionKind::language ||
         std::ranges::any_of(condition.parts, asks_for_language);
}

/// What a workspace makes of languages.
class Languages {
 public:
  Languages(const workspace::Workspace& workspace, const workspace::Numbering& numbering)
      : detects_(workspace.language_skills || !workspace.templates.empty()) {
    for (const workspace::Channel& channel : workspace.channels)
      if (!channel.language.empty()) channels_.emplace(channel.id, channel.language);
    for (const workspace::Rule& rule : workspace.rules) detects_ |= rule.when && asks_for_language(*rule.when);
    for (const std::string& skill : workspace.skills) {
      if (!skill.starts_with(language_prefix)) continue;
      malay_ |= skill == "language:ms";
      if (workspace.language_skills)
        skills_.emplace(skill.substr(language_prefix.size()), SkillId{numbering.skills.find(skill)});
    }
  }

  std::string_view of(const Facts& facts) const {
    if (!facts.customer_language.empty()) return facts.customer_language;
    const auto channel = channels_.find(facts.channel);
    if (channel != channels_.end()) return channel->second;
    return detects_ ? detect_language(facts.text, malay_) : std::string_view{};
  }

  /// `language:zh-hant`, else `language:zh`; empty if the workspace lists neither.
  SkillId skill_of(std::string_view language) const {
    while (!language.empty()) {
      const auto skill = skills_.find(language);
      if (skill != skills_.end()) return skill->second;
      const std::size_t dash = language.rfind('-');
      language = language.substr(0, dash == language.npos ? 0 : dash);
    }
    return {};
  }

 private:
  bool detects_;
  bool malay_ = false;
  std::map<std::string, std::string, std::less<>> channels_;
  std::map<std::string, SkillId, std::less<>> skills_;
};

}  // namespace

class Classifier::Compiled {
 public:
  Compiled(const workspace::Workspace& workspace, const workspace::Numbering& numbering)
      : calendars_(workspace, numbering),
        languages_(workspace, numbering),
        default_sla_(numbering.sla.find(workspace.default_sla)),
        rules_(compile_all(workspace, numbering)),
        keywords_(searches_.keywords),
        patterns_(searches_.patterns) {
    rules_of_list_.resize(searches_.keywords.size());
    for (std::uint32_t rule = 0; rule < rules_.size(); ++rule) {
      const std::vector<std::uint32_t> lists = needed_lists(rules_[rule]);
      if (lists.empty()) always_.push_back(rule);
      for (const std::uint32_t list : lists) rules_of_list_[list].push_back(rule);
    }
  }

  workspace::Classification classify(const Facts& facts) const {
    const std::span<const Hit> hits = keywords_.find_first(facts.text);
    const std::string_view language = languages_.of(facts);
    Message message{facts, language, hits, patterns_};
    Outcome outcome;
    for (const std::uint32_t number : candidates(hits)) {
      const CompiledRule& rule = rules_[number];
      std::optional<Mark> mark;
      if (!holds(rule, message, mark)) continue;
      outcome.add(rule, match_of(rule, mark, message));
      if (rule.type && message.ticket_type().empty()) message.set_ticket_type(rule.type_name);
      if (rule.stop) break;
    }
    return finished(outcome.take(), language);
  }

 private:
  std::vector<CompiledRule> compile_all(const workspace::Workspace& workspace, const workspace::Numbering& numbering) {
    std::vector<CompiledRule> rules;
    for (const workspace::Rule& rule : workspace.rules)
      rules.push_back(compile(rule, numbering, calendars_, searches_));
    return rules;
  }

  /// Rules that may match, ascending. The list is this thread's until its next call.
  std::span<const std::uint32_t> candidates(std::span<const Hit> hits) const {
    thread_local std::vector<std::uint32_t> by_keyword;
    thread_local std::vector<std::uint32_t> rules;
    by_keyword.clear();
    rules.clear();
    for (const Hit& hit : hits)
      by_keyword.insert(by_keyword.end(), rules_of_list_[hit.list].begin(), rules_of_list_[hit.list].end());
    std::ranges::sort(by_keyword);
    const auto rest = std::ranges::unique(by_keyword);
    by_keyword.erase(rest.begin(), rest.end());
    std::ranges::merge(by_keyword, always_, std::back_inserter(rules));
    return rules;
  }

  workspace::RuleMatch match_of(const CompiledRule& rule, const std::optional<Mark>& mark,
                                const Message& message) const {
    if (!mark) return {rule.id, {}, 0, 0};
    if (mark->is_pattern) {
      const Span place = patterns_.place(mark->number, message.facts().text);
      return {rule.id, searches_.patterns[mark->number], place.begin, place.end};
    }
    const Hit& hit = *message.hit(mark->number);
    return {rule.id, searches_.keywords[mark->number].any_of[hit.keyword], hit.original.begin, hit.original.end};
  }

  workspace::Classification finished(workspace::Classification found, std::string_view language) const {
    if (const SkillId skill = languages_.skill_of(language)) require(found.skills, {skill});
    found.language = language;
    if (!found.sla) found.sla = default_sla_;
    return found;
  }

  calendar::Calendars calendars_;
  Languages languages_;
  SlaClassId default_sla_;
  Searches searches_;
  std::vector<CompiledRule> rules_;
  KeywordIndex keywords_;
  PatternSet patterns_;
  std::vector<std::vector<std::uint32_t>> rules_of_list_;  // that need a keyword of the list
  std::vector<std::uint32_t> always_;                      // that need none
};

Classifier::Classifier(const workspace::Workspace& workspace, const workspace::Numbering& numbering)
    : compiled_(std::make_unique<const Compiled>(workspace, numbering)) {}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;
Classifier& Classifier::operator=(Classifier&&) noexcept = default;

workspace::Classification Classifier::classify(const Facts& facts) const { return compiled_->classify(facts); }

}  // namespace switchroom::classify
