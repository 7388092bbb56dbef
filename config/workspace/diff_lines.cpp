#include "config/workspace/diff_lines.hpp"

#include <limits>
#include <unordered_set>

namespace switchroom::workspace {
namespace {

constexpr std::array<std::string_view, 16> condition_words{"all of",
                                                           "any of",
                                                           "none of",
                                                           "keywords",
                                                           "regex",
                                                           "channel",
                                                           "channel_kind",
                                                           "language",
                                                           "customer_level",
                                                           "customer_tag",
                                                           "customer_attribute",
                                                           "ticket_type",
                                                           "business_hours",
                                                           "attachment",
                                                           "first_contact",
                                                           "text_length"};

std::string length_text(const Condition& condition) {
  const bool bounded = condition.most != std::numeric_limits<std::int64_t>::max();
  return std::to_string(condition.least) + (bounded ? " to " + std::to_string(condition.most) : " and more");
}

/// What a leaf compares with.
std::string operand_text(const Condition& condition) {
  if (condition.kind == ConditionKind::text_length) return length_text(condition);
  if (condition.kind == ConditionKind::first_contact ||
      (condition.kind == ConditionKind::attachment && condition.words.empty()))
    return condition.yes ? "yes" : "no";
  std::string text = condition.name;
  if (!text.empty() && !condition.words.empty()) text += ": ";
  return text + joined(condition.words) + (condition.whole_word ? " (whole words)" : "");
}

}  // namespace

void Lines::say(std::string_view what) { lines_.push_back(subject_ + ": " + std::string{what}); }

void Lines::change(std::string_view what, const std::string& before, const std::string& after) {
  if (before == after) return;
  const auto spelled = [](const std::string& text) { return text.empty() ? std::string{"none"} : text; };
  say(std::string{what} + ' ' + spelled(before) + " → " + spelled(after));
}

void Lines::change_list(std::string_view what, const std::vector<std::string>& before,
                        const std::vector<std::string>& after, bool order) {
  const std::unordered_set<std::string_view> old{before.begin(), before.end()};
  const std::unordered_set<std::string_view> now{after.begin(), after.end()};
  std::string words;
  for (const std::string& word : before)
    if (!now.contains(word)) words += " −" + word;
  for (const std::string& word : after)
    if (!old.contains(word)) words += " +" + word;
  if (!words.empty()) say(std::string{what} + words);
  if (words.empty() && order && before != after) say(std::string{what} + " in another order");
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string requirements_text(const std::vector<SkillRequirement>& require) {
  std::vector<std::string> words;
  for (const SkillRequirement& need : require)
    words.push_back(need.skill + ' ' + std::to_string(need.minimum) +
                    (need.droppable > 0 ? " (droppable " + std::to_string(need.droppable) + ')' : ""));
  return joined(words);
}

std::string condition_text(const Condition& condition) {
  std::string text{word_of(condition_words, condition.kind)};
  if (condition.kind > ConditionKind::none) return text + ' ' + operand_text(condition);
  text += " (";
  for (std::size_t i = 0; i < condition.parts.size(); ++i)
    text += (i == 0 ? "" : "; ") + condition_text(condition.parts[i]);
  return text + ')';
}

}  // namespace switchroom::workspace
