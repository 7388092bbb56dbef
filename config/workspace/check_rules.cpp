
#include <algorithm>
#include <array>

#include "config/workspace/checks.hpp"
#include "config/workspace/patterns.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::size_t keyword_bytes_max = 200;
constexpr std::size_t conditions_max = 200;
constexpr std::array<std::string_view, 5> attachment_kinds{"image", "video", "audio", "file", "sticker"};

void check_keywords(Checks& checks, Place place, const std::vector<std::string>& words, const std::string& path) {
  if (words.empty()) checks.error(place, path, "no keywords", "at least one, or no `keywords` at all");
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word.find_first_not_of(" \t\r\n") == word.npos)
      checks.error(place, element(path, i), "an empty keyword", "a word to look for");
    if (word.size() > keyword_bytes_max)
      checks.error(place, element(path, i), "a keyword of " + std::to_string(word.size()) + " bytes",
                   "at most " + std::to_string(keyword_bytes_max));
  }
}

/// Looks at the nodes of a tree.
class ConditionChecks {
 public:
  ConditionChecks(Checks& checks, const std::string& rule) : checks_(checks), rule_(rule) {}

  void look_at(const Condition& condition) {
    if (++conditions_ > conditions_max) return tell_too_many(condition);
    const std::string path = rule_ + '.' + condition.path;
    check_words(condition, path);
    if ((condition.kind == ConditionKind::any || condition.kind == ConditionKind::all) && condition.parts.empty())
      checks_.error(condition.place, path, "no conditions", "at least one");
    for (const Condition& part : condition.parts) look_at(part);
  }

 private:
  void tell_too_many(const Condition& condition) {
    if (conditions_ == conditions_max + 1)
      checks_.error(condition.place, rule_ + ".when", "more than " + std::to_string(conditions_max) + " conditions",
                    "several rules");
  }

  void check_words(const Condition& condition, const std::string& path) {
    switch (condition.kind) {
      case ConditionKind::keywords:
        return check_keywords(checks_, condition.place, condition.words, path);
      case ConditionKind::regex:
        return check_pattern(condition, path);
      case ConditionKind::channel:
        return checks_.check_references(condition.place, path, "channel", condition.words, checks_.channels);
      case ConditionKind::channel_kind:
        for (std::size_t i = 0; i < condition.words.size(); ++i)
          checks_.check_kind(condition.place, element(path, i), false, condition.words[i]);
        return;
      case ConditionKind::language:
        return check_languages(condition, path);
      case ConditionKind::customer_level:
        return checks_.check_references(condition.place, path, "customer level", condition.words, checks_.levels);
      case ConditionKind::ticket_type:
        return checks_.check_references(condition.place, path, "ticket type", condition.words, checks_.types);
      case ConditionKind::business_hours:
        return checks_.check_reference(condition.place, path, "calendar", condition.name, checks_.calendars);
      case ConditionKind::attachment:
        return check_attachments(condition, path);
      case ConditionKind::text_length:
        return check_length(condition, path);
      default:
        return;
    }
  }

  void check_pattern(const Condition& condition, const std::string& path) {
    if (const auto wrong = pattern_error(condition.words.front()))
      checks_.error(condition.place, path, "the pattern " + quoted(condition.words.front()) + ": " + *wrong,
                    "a pattern of RE2 (no look-around, no back-references)");
  }

  void check_languages(const Condition& condition, const std::string& path) {
    for (std::size_t i = 0; i < condition.words.size(); ++i)
      if (!is_language(condition.words[i]))
        checks_.error(condition.place, element(path, i), quoted(condition.words[i]), std::string{language_law});
  }

  void check_attachments(const Condition& condition, const std::string& path) {
    for (std::size_t i = 0; i < condition.words.size(); ++i)
      if (std::ranges::find(attachment_kinds, condition.words[i]) == attachment_kinds.end())
        checks_.error(condition.place, element(path, i), quoted(condition.words[i]),
                      "image, video, audio, file or sticker" + nearest_hint(condition.words[i], attachment_kinds));
  }

  void check_length(const Condition& condition, const std::string& path) {
    if (condition.least < 0 || condition.most < condition.least)
      checks_.error(condition.place, path,
                    std::to_string(condition.least) + " to " + std::to_string(condition.most) + " characters",
                    "`least` that is not negative, and `most` that is not below it");
  }

  Checks& checks_;
  const std::string& rule_;
  std::size_t conditions_ = 0;
};

void check_then(Checks& checks, const Rule& rule, const std::string& path) {
  for (const SkillRequirement& need : rule.require) checks.check_requirement(need, path + ".require");
  checks.check_reference(rule.place, path + ".group", "group", rule.group, checks.groups);
  checks.check_references(rule.place, path + ".agents", "agent", rule.agents, checks.agents);
  checks.check_reference(rule.place, path + ".sla", "class of service", rule.sla, checks.sla);
  checks.check_reference(rule.place, path + ".type", "ticket type", rule.type, checks.types);
  checks.check_reference(rule.place, path + ".auto_reply", "template", rule.auto_reply, checks.templates);
  checks.check_reference(rule.place, path + ".bot", "bot", rule.bot, checks.bots);
  for (std::size_t i = 0; i < rule.tags.size(); ++i)
    checks.check_id(rule.place, element(path + ".tags", i), rule.tags[i]);
}

}  // namespace

void check(Checks& checks, const Rule& rule, const std::string& path) {
  if (rule.keywords) check_keywords(checks, rule.keywords->place, rule.keywords->any_of, path + ".when.keywords");
  checks.check_references(rule.place, path + ".when.channel", "channel", rule.channels, checks.channels);
  for (std::size_t i = 0; i < rule.channel_kinds.size(); ++i)
    checks.check_kind(rule.place, element(path + ".when.channel_kind", i), false, rule.channel_kinds[i]);
  if (rule.when) ConditionChecks{checks, path}.look_at(*rule.when);
  check_then(checks, rule, path + ".then");
}

}  // namespace switchroom::workspace
