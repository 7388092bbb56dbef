// Conditions that can't hold together, that always hold, or that say a thing twice.

#include <algorithm>
#include <array>
#include <unordered_map>

#include "config/workspace/advice.hpp"
#include "config/workspace/patterns.hpp"

namespace switchroom::workspace {
namespace {

using Leaves = std::vector<const Condition*>;

bool shares_word(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& word) { return std::ranges::find(b, word) != b.end(); });
}

/// A message has one value of this; a list of others excludes it.
bool is_single(ConditionKind kind) {
  constexpr std::array kinds{ConditionKind::channel, ConditionKind::channel_kind, ConditionKind::customer_level,
                             ConditionKind::ticket_type, ConditionKind::customer_attribute};
  return std::ranges::find(kinds, kind) != kinds.end();
}

bool languages_meet(const Condition& a, const Condition& b) {
  const auto means = [](const std::string& x, const std::string& y) {
    return x == y || x.starts_with(y + '-') || y.starts_with(x + '-');
  };
  return std::ranges::any_of(a.words, [&](const std::string& x) {
    return std::ranges::any_of(b.words, [&](const std::string& y) { return means(x, y); });
  });
}

/// No message meets both.
bool exclude_each_other(const Condition& a, const Condition& b) {
  if (a.kind != b.kind || a.name != b.name) return false;
  if (is_single(a.kind)) return !a.words.empty() && !b.words.empty() && !shares_word(a.words, b.words);
  switch (a.kind) {
    case ConditionKind::language:
      return !languages_meet(a, b);
    case ConditionKind::first_contact:
    case ConditionKind::business_hours:
      return a.yes != b.yes;
    case ConditionKind::attachment:
      return a.yes != b.yes;
    case ConditionKind::text_length:
      return a.most < b.least || b.most < a.least;
    default:
      return false;
  }
}

/// Whenever `a` holds, `b` does.
bool implies(const Condition& a, const Condition& b) {
  if (a == b) return true;
  const bool by_words = is_single(a.kind) || a.kind == ConditionKind::language || a.kind == ConditionKind::customer_tag;
  if (a.kind != b.kind || a.name != b.name || !by_words || a.words.empty()) return false;
  return std::ranges::all_of(
      a.words, [&](const std::string& word) { return std::ranges::find(b.words, word) != b.words.end(); });
}

Condition words_condition(ConditionKind kind, const std::vector<std::string>& words, std::string path) {
  Condition condition;
  condition.kind = kind;
  condition.words = words;
  condition.path = std::move(path);
  return condition;
}

/// All that must hold together at one level, conjunctions inside conjunctions taken apart.
void gather(const Condition& condition, Leaves& leaves) {
  if (condition.kind != ConditionKind::all) return leaves.push_back(&condition);
  for (const Condition& part : condition.parts) gather(part, leaves);
}

class ConditionAdviser {
 public:
  ConditionAdviser(Advice& advice, std::string rule) : advice_(advice), rule_(std::move(rule)) {}

  void look_at(const Rule& rule) {
    std::vector<Condition> own;
    if (rule.keywords) {
      own.push_back(words_condition(ConditionKind::keywords, rule.keywords->any_of, "when.keywords"));
      look_for_repeats(rule.keywords->any_of, rule.keywords->place, "when.keywords");
    }
    if (!rule.channels.empty()) own.push_back(words_condition(ConditionKind::channel, rule.channels, "when.channel"));
    if (!rule.channel_kinds.empty())
      own.push_back(words_condition(ConditionKind::channel_kind, rule.channel_kinds, "when.channel_kind"));
    Leaves together;
    for (const Condition& condition : own) together.push_back(&condition);
    if (rule.when) gather(*rule.when, together);
    look_for_contradiction(together, rule.place);
    if (rule.when) look_inside(*rule.when);
  }

 private:
  void look_inside(const Condition& condition) {
    if (condition.kind == ConditionKind::regex && matches_everything(condition.words.front()))
      advice_.warn(condition.place, path(condition),
                   "the pattern " + in_quotes(condition.words.front()) + ", which matches every text",
                   "a pattern that some texts do not match");
    if (condition.kind == ConditionKind::keywords) look_for_repeats(condition.words, condition.place, condition.path);
    for (const Condition& part : condition.parts) {
      if (condition.kind != ConditionKind::all && part.kind == ConditionKind::all) {
        Leaves together;
        gather(part, together);
        look_for_contradiction(together, part.place);
      }
      look_inside(part);
    }
  }

  void look_for_contradiction(const Leaves& together, Place place) {
    for (std::size_t i = 0; i < together.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j)
        if (exclude_each_other(*together[j], *together[i]))
          return tell_contradiction(*together[j], *together[i], place);
      for (const Condition* other : together)
        if (is_denied(*other, *together[i])) return tell_contradiction(*other, *together[i], place);
    }
    look_at_channels(together, place);
  }

  /// `denial` says that `condition` does not hold.
  static bool is_denied(const Condition& condition, const Condition& denial) {
    return denial.kind == ConditionKind::none &&
           std::ranges::any_of(denial.parts, [&](const Condition& part) { return implies(condition, part); });
  }

  void tell_contradiction(const Condition& a, const Condition& b, Place place) {
    advice_.warn(place, path(b), "a condition that contradicts " + a.path,
                 "conditions that a message can meet together");
  }

  /// A channel has one kind.
  void look_at_channels(const Leaves& together, Place place) {
    const auto of = [&](ConditionKind kind) { return std::ranges::find(together, kind, &Condition::kind); };
    const auto channels = of(ConditionKind::channel), kinds = of(ConditionKind::channel_kind);
    if (channels == together.end() || kinds == together.end()) return;
    for (const std::string& channel : (*channels)->words)
      if (std::ranges::find((*kinds)->words, advice_.kind_of_channel(channel)) != (*kinds)->words.end()) return;
    advice_.warn(place, rule_ + ".when", "channels that are of no channel_kind listed beside them",
                 "a channel that is of such a kind");
  }

  void look_for_repeats(const std::vector<std::string>& words, Place place, const std::string& where) {
    std::unordered_map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < words.size(); ++i) {
      std::string small = words[i];
      for (char& letter : small) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
      if (!seen.emplace(std::move(small), i).second)
        advice_.warn(place, element(rule_ + '.' + where, i), "the keyword " + in_quotes(words[i]) + " a second time",
                     "each keyword once");
    }
  }

  std::string path(const Condition& condition) const { return rule_ + '.' + condition.path; }

  Advice& advice_;
  std::string rule_;
};

}  // namespace

void advise_conditions(Advice& advice) {
  const std::vector<Rule>& rules = advice.workspace.rules;
  for (std::size_t i = 0; i < rules.size() && !advice.full(); ++i)
    ConditionAdviser{advice, element("rules", i)}.look_at(rules[i]);
}

}  // namespace switchroom::workspace
