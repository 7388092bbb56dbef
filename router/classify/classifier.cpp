// Rules with keywords are looked at only when one of theirs was found; the others, few as a rule, every time.

#include "router/classify/classifier.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "router/classify/keyword_index.hpp"

namespace switchroom::classify {
namespace {

/// A rule with numbers for names.
struct CompiledRule {
  RuleId id;
  std::vector<std::string> channels;
  std::vector<std::string> channel_kinds;
  std::vector<std::string> keywords;  ///< as the document spells them
  std::vector<workspace::SkillNeed> require;
  GroupId group;
  std::optional<Priority> priority;
  bool stop = false;
};

CompiledRule compile(const workspace::Rule& rule, const workspace::Numbering& numbering) {
  CompiledRule compiled{.id = RuleId{numbering.rules.find(rule.id)},
                        .channels = rule.channels,
                        .channel_kinds = rule.channel_kinds,
                        .keywords = rule.keywords ? rule.keywords->any_of : std::vector<std::string>{},
                        .require = {},
                        .group = GroupId{numbering.groups.find(rule.group)},
                        .priority = rule.priority,
                        .stop = rule.stop};
  for (const workspace::SkillRequirement& need : rule.require)
    compiled.require.push_back({SkillId{numbering.skills.find(need.skill)}, static_cast<std::uint8_t>(need.minimum)});
  return compiled;
}

bool allows(const std::vector<std::string>& wanted, std::string_view value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

bool holds(const CompiledRule& rule, const Facts& facts) {
  return allows(rule.channels, facts.channel) && allows(rule.channel_kinds, facts.channel_kind);
}

void require(std::vector<workspace::SkillNeed>& skills, workspace::SkillNeed need) {
  const auto place = std::ranges::lower_bound(skills, need.skill, {}, &workspace::SkillNeed::skill);
  if (place == skills.end() || place->skill != need.skill) {
    skills.insert(place, need);
  } else {
    place->minimum = std::max(place->minimum, need.minimum);
  }
}

/// Gathers what the rules that match ask for.
class Outcome {
 public:
  void add(const CompiledRule& rule, const Hit* hit) {
    found_.matches.push_back(
        hit ? workspace::RuleMatch{rule.id, rule.keywords[hit->keyword], hit->original.begin, hit->original.end}
            : workspace::RuleMatch{rule.id, {}, 0, 0});
    for (const workspace::SkillNeed& need : rule.require) require(found_.skills, need);
    if (!found_.group) found_.group = rule.group;
    if (rule.priority) priority_ = std::max(priority_.value_or(*rule.priority), *rule.priority);
  }

  workspace::Classification take() {
    found_.priority = priority_.value_or(Priority::normal);
    return std::move(found_);
  }

 private:
  workspace::Classification found_;
  std::optional<Priority> priority_;
};

}  // namespace

class Classifier::Compiled {
 public:
  Compiled(const workspace::Workspace& workspace, const workspace::Numbering& numbering) : keywords_(workspace.rules) {
    for (const workspace::Rule& rule : workspace.rules) {
      if (!rule.keywords) without_keywords_.push_back(static_cast<std::uint32_t>(rules_.size()));
      rules_.push_back(compile(rule, numbering));
    }
  }

  workspace::Classification classify(const Facts& facts) const {
    const std::span<const Hit> hits = keywords_.find_first(facts.text);
    Outcome outcome;
    auto hit = hits.begin();
    auto plain = without_keywords_.begin();
    while (hit != hits.end() || plain != without_keywords_.end()) {
      const bool by_keyword = hit != hits.end() && (plain == without_keywords_.end() || hit->rule < *plain);
      const Hit* const found = by_keyword ? &*hit++ : nullptr;
      const CompiledRule& rule = rules_[found ? found->rule : *plain++];
      if (!holds(rule, facts)) continue;
      outcome.add(rule, found);
      if (rule.stop) break;
    }
    return outcome.take();
  }

 private:
  std::vector<CompiledRule> rules_;
  std::vector<std::uint32_t> without_keywords_;
  KeywordIndex keywords_;
};

Classifier::Classifier(const workspace::Workspace& workspace, const workspace::Numbering& numbering)
    : compiled_(std::make_unique<const Compiled>(workspace, numbering)) {}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;
Classifier& Classifier::operator=(Classifier&&) noexcept = default;

workspace::Classification Classifier::classify(const Facts& facts) const { return compiled_->classify(facts); }

}  // namespace switchroom::classify
