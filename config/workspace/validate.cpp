#include "config/workspace/validate.hpp"

#include <algorithm>
#include <cstddef>

#include "config/workspace/amounts.hpp"
#include "config/workspace/findings.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t keyword_bytes_max = 200;
constexpr std::size_t setting_values_max = 8;
constexpr std::string_view id_law = "an id: a lower-case letter or digit, then up to 62 of a-z 0-9 . _ : -";

/// Text of the document inside an explanation: in quotes, shortened at a character's border.
std::string quoted(std::string_view text) {
  constexpr std::size_t most = 60;
  if (text.size() <= most) return in_quotes(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return in_quotes(std::string{text.substr(0, end)} + "…");
}

/// Checks one workspace. Names first, then everything that refers to them.
class Validator {
 public:
  Validator(const Workspace& workspace, std::span<const ChannelKindRules> kinds)
      : workspace_(workspace), kinds_(kinds) {
    for (const ChannelKindRules& kind : kinds) kind_names_.add(kind.kind);
  }

  std::vector<Finding> run() {
    check_names();
    if (!groups_.has(workspace_.default_group))
      unknown({}, "default_group", false, "group", workspace_.default_group, groups_);
    for (const auto& [kind, units] : workspace_.units_by_kind) check_units(kind, units);
    for (std::size_t i = 0; i < head_starts(); ++i) check_head_start(i);
    for (std::size_t i = 0; i < workspace_.channels.size(); ++i) check(workspace_.channels[i], element("channels", i));
    for (std::size_t i = 0; i < workspace_.groups.size(); ++i) check(workspace_.groups[i], element("groups", i));
    for (std::size_t i = 0; i < workspace_.agents.size(); ++i) check(workspace_.agents[i], element("agents", i));
    for (std::size_t i = 0; i < workspace_.rules.size(); ++i) check(workspace_.rules[i], element("rules", i));
    if (findings_.empty()) advise(workspace_, findings_);
    return findings_.take();
  }

 private:
  std::size_t head_starts() const { return workspace_.head_start_ms.size(); }

  void error(Place place, std::string path, std::string found, std::string expected) {
    findings_.add(
        {.place = place, .path = std::move(path), .found = std::move(found), .expected = std::move(expected)});
  }

  void unknown(Place place, std::string path, bool of_key, std::string_view sort, std::string_view name,
               const KnownNames& known) {
    if (findings_.full()) return;
    findings_.add({.place = place,
                   .path = std::move(path),
                   .of_key = of_key,
                   .found = "the unknown " + std::string{sort} + ' ' + quoted(name),
                   .expected = "a " + std::string{sort} + " of this workspace" + known.nearest(name)});
  }

  void check_id(Place place, std::string path, std::string_view id) {
    if (!is_id(id)) error(place, std::move(path), quoted(id), std::string{id_law});
  }

  void note_name(Place place, std::string path, std::string_view sort, std::string_view id, KnownNames& names) {
    check_id(place, path, id);
    if (!names.add(id))
      error(place, std::move(path), "the " + std::string{sort} + ' ' + quoted(id) + " a second time", "each id once");
  }

  template <class Item>
  void note_names(const std::vector<Item>& items, std::string_view list, std::string_view sort, KnownNames& names) {
    for (std::size_t i = 0; i < items.size(); ++i)
      note_name(items[i].place, element(list, i) + ".id", sort, items[i].id, names);
  }

  void check_names() {
    check_id({}, "workspace", workspace_.id);
    check_text({}, "name", workspace_.name);
    for (std::size_t i = 0; i < workspace_.skills.size(); ++i)
      note_name({}, element("skills", i), "skill", workspace_.skills[i], skills_);
    note_names(workspace_.channels, "channels", "channel", channels_);
    note_names(workspace_.groups, "groups", "group", groups_);
    note_names(workspace_.agents, "agents", "agent", agents_);
    note_names(workspace_.rules, "rules", "rule", rules_);
  }

  void check_text(Place place, std::string path, std::string_view text) {
    if (text.size() > name_bytes_max)
      error(place, std::move(path), std::to_string(text.size()) + " bytes",
            "at most " + std::to_string(name_bytes_max));
  }

  /// One finding for a name that is not known or stands twice in a list of references.
  void check_references(Place place, const std::string& path, std::string_view sort,
                        const std::vector<std::string>& names, const KnownNames& known) {
    KnownNames seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string item = path + '[' + std::to_string(i) + ']';
      if (!known.has(names[i]))
        unknown(place, item, false, sort, names[i], known);
      else if (!seen.add(names[i]))
        error(place, item, "the " + std::string{sort} + ' ' + quoted(names[i]) + " a second time", "each once");
    }
  }

  void check_reference(Place place, std::string path, std::string_view sort, const std::string& name,
                       const KnownNames& known) {
    if (!name.empty() && !known.has(name)) unknown(place, std::move(path), false, sort, name, known);
  }

  void check_kind(Place place, std::string path, bool of_key, std::string_view kind) {
    if (kinds_.empty() || kind_names_.has(kind) || findings_.full()) return;
    findings_.add({.place = place,
                   .path = std::move(path),
                   .of_key = of_key,
                   .found = "the unknown channel kind " + quoted(kind),
                   .expected = "a channel kind of this build" + kind_names_.nearest(kind)});
  }

  void check_units(const std::string& kind, Units units) {
    check_kind({}, "units." + kind, true, kind);
    if (units < Units{1} || units > Units{1'000'000})
      error({}, "units." + kind, units_text(units) + " units", "units from 0.001 to 1000");
  }

  void check_limit(Place place, std::string path, Units limit) {
    if (limit < Units{1000}) error(place, std::move(path), units_text(limit) + " units", "a limit of at least 1 unit");
  }

  void check_head_start(std::size_t priority) {
    if (workspace_.head_start_ms[priority] < 0)
      error({}, "head_start." + std::string{priority_names[priority]}, "a negative duration", "0s or more");
  }

  void check_proficiency(Place place, std::string path, int proficiency) {
    if (proficiency < 1 || proficiency > 10)
      error(place, std::move(path), std::to_string(proficiency), "a proficiency from 1 to 10");
  }

  void check(const Channel& channel, const std::string& path) {
    check_kind(channel.place, path + ".kind", false, channel.kind);
    check_reference(channel.place, path + ".group", "group", channel.group, groups_);
    const auto rules = std::ranges::find(kinds_, channel.kind, &ChannelKindRules::kind);
    if (rules != kinds_.end()) check_settings(channel, *rules, path + ".settings");
  }

  void check_settings(const Channel& channel, const ChannelKindRules& rules, const std::string& path) {
    KnownNames known;
    KnownNames present;
    for (const ChannelSettingRule& rule : rules.settings) known.add(rule.name);
    for (const ChannelSetting& setting : channel.settings) {
      if (!present.add(setting.name))
        error(setting.place, path + '.' + setting.name, "the setting " + quoted(setting.name) + " a second time",
              "each once");
      const auto rule = std::ranges::find(rules.settings, setting.name, &ChannelSettingRule::name);
      if (rule != rules.settings.end())
        check_values(setting, *rule, path + '.' + setting.name);
      else
        unknown_setting(setting, rules.kind, known, path);
    }
    for (const ChannelSettingRule& rule : rules.settings)
      if (rule.required && !present.has(rule.name))
        error(channel.place, path, "no setting " + quoted(rule.name), "it: a " + rules.kind + " channel needs it");
  }

  void unknown_setting(const ChannelSetting& setting, const std::string& kind, const KnownNames& known,
                       const std::string& path) {
    if (findings_.full()) return;
    findings_.add({.place = setting.place,
                   .path = path + '.' + setting.name,
                   .of_key = true,
                   .found = "the unknown setting " + quoted(setting.name),
                   .expected = "a setting of " + kind + " channels" + known.nearest(setting.name)});
  }

  /// What a secret was set to is never told.
  void check_values(const ChannelSetting& setting, const ChannelSettingRule& rule, const std::string& path) {
    if (setting.values.empty() || setting.values.size() > setting_values_max)
      return error(setting.place, path, std::to_string(setting.values.size()) + " values",
                   "1 to " + std::to_string(setting_values_max) + " values");
    for (std::size_t i = 0; i < setting.values.size(); ++i) {
      const std::string item = path + '[' + std::to_string(i) + ']';
      if (setting.values[i].empty()) error(setting.place, item, "an empty value", "a value");
      if (rule.secret && !setting.values[i].empty() && !is_secret_reference(setting.values[i]))
        error(setting.place, item, "a secret written into the document", "env:NAME or file:PATH");
    }
  }

  void check(const Group& group, const std::string& path) {
    check_text(group.place, path + ".name", group.name);
    if (group.limit) check_limit(group.place, path + ".limit", *group.limit);
    if (group.receives_when.empty())
      error(group.place, path + ".receives_when", "no status", "at least one status in which members get work");
  }

  void check(const Agent& agent, const std::string& path) {
    check_text(agent.place, path + ".name", agent.name);
    check_limit(agent.place, path + ".limit", agent.limit);
    check_references(agent.place, path + ".groups", "group", agent.groups, groups_);
    for (const auto& [skill, proficiency] : agent.skills) {
      if (!skills_.has(skill)) unknown(agent.place, path + ".skills." + skill, true, "skill", skill, skills_);
      check_proficiency(agent.place, path + ".skills." + skill, proficiency);
    }
  }

  void check(const Rule& rule, const std::string& path) {
    if (rule.keywords) check(*rule.keywords, path + ".when.keywords");
    check_references(rule.place, path + ".when.channel", "channel", rule.channels, channels_);
    for (std::size_t i = 0; i < rule.channel_kinds.size(); ++i)
      check_kind(rule.place, element(path + ".when.channel_kind", i), false, rule.channel_kinds[i]);
    for (const SkillRequirement& need : rule.require) {
      const std::string need_path = path + ".then.require." + need.skill;
      if (!skills_.has(need.skill)) unknown(need.place, need_path, true, "skill", need.skill, skills_);
      check_proficiency(need.place, need_path, need.minimum);
    }
    check_reference(rule.place, path + ".then.group", "group", rule.group, groups_);
  }

  void check(const Keywords& keywords, const std::string& path) {
    if (keywords.any_of.empty()) error(keywords.place, path, "no keywords", "at least one, or no `keywords` at all");
    for (std::size_t i = 0; i < keywords.any_of.size(); ++i) {
      const std::string& word = keywords.any_of[i];
      if (word.find_first_not_of(" \t\r\n") == word.npos)
        error(keywords.place, element(path, i), "an empty keyword", "a word to look for");
      if (word.size() > keyword_bytes_max)
        error(keywords.place, element(path, i), "a keyword of " + std::to_string(word.size()) + " bytes",
              "at most " + std::to_string(keyword_bytes_max));
    }
  }

  const Workspace& workspace_;
  std::span<const ChannelKindRules> kinds_;
  KnownNames skills_, channels_, groups_, agents_, rules_, kind_names_;
  FindingList findings_;
};

bool is_lower_or_digit(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'); }

}  // namespace

std::vector<Finding> validate(const Workspace& workspace, std::span<const ChannelKindRules> kinds) {
  return Validator{workspace, kinds}.run();
}

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > 63 || !is_lower_or_digit(text.front())) return false;
  return std::ranges::all_of(
      text, [](char letter) { return is_lower_or_digit(letter) || std::string_view{"._:-"}.contains(letter); });
}

bool is_secret_reference(std::string_view text) {
  return (text.starts_with("env:") && text.size() > 4) || (text.starts_with("file:") && text.size() > 5);
}

}  // namespace switchroom::workspace
