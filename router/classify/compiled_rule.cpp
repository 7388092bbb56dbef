#include "router/classify/compiled_rule.hpp"

#include <algorithm>

namespace switchroom::classify {
namespace {

bool allows(const std::vector<std::string>& wanted, std::string_view value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

void add_once(std::vector<TagId>& tags, TagId tag) {
  const auto place = std::ranges::lower_bound(tags, tag);
  if (place == tags.end() || *place != tag) tags.insert(place, tag);
}

/// The later a droppable skill leaves, the stronger the demand; a required one never does.
std::uint8_t stronger_rank(std::uint8_t a, std::uint8_t b) {
  return a == 0 || b == 0 ? std::uint8_t{0} : std::max(a, b);
}

template <class SomeId>
void decide(SomeId& so_far, SomeId said) {
  if (!so_far) so_far = said;
}

void compile_demands(const workspace::Rule& rule, const workspace::Numbering& numbering, CompiledRule& compiled) {
  for (const workspace::SkillRequirement& need : rule.require)
    compiled.require.push_back({SkillId{numbering.skills.find(need.skill)}, static_cast<std::uint8_t>(need.minimum),
                                static_cast<std::uint8_t>(need.droppable)});
  for (const std::string& tag : rule.tags) compiled.tags.emplace_back(numbering.tags.find(tag));
  for (const std::string& agent : rule.agents) compiled.agents.emplace_back(numbering.agents.find(agent));
  compiled.type = TicketTypeId{numbering.ticket_types.find(rule.type)};
  compiled.type_name = rule.type;
  compiled.sla = SlaClassId{numbering.sla.find(rule.sla)};
  compiled.group = GroupId{numbering.groups.find(rule.group)};
  compiled.auto_reply = TemplateId{numbering.templates.find(rule.auto_reply)};
  compiled.bot = AgentId{numbering.agents.find(rule.bot)};
  compiled.priority = rule.priority;
  compiled.stop = rule.stop;
}

}  // namespace

CompiledRule compile(const workspace::Rule& rule, const workspace::Numbering& numbering,
                     const calendar::Calendars& calendars, Searches& searches) {
  CompiledRule compiled;
  compiled.id = RuleId{numbering.rules.find(rule.id)};
  compiled.on_every_message = rule.on_every_message;
  compiled.channels = rule.channels;
  compiled.channel_kinds = rule.channel_kinds;
  if (rule.keywords) {
    compiled.keywords = static_cast<std::uint32_t>(searches.keywords.size());
    searches.keywords.push_back(*rule.keywords);
  }
  if (rule.when) compiled.when.emplace(*rule.when, numbering, calendars, searches);
  compile_demands(rule, numbering, compiled);
  return compiled;
}

bool holds(const CompiledRule& rule, const Message& message, std::optional<Mark>& mark) {
  const Facts& facts = message.facts();
  if (facts.later_message && !rule.on_every_message) return false;
  if (!allows(rule.channels, facts.channel) || !allows(rule.channel_kinds, facts.channel_kind)) return false;
  if (rule.keywords) {
    if (message.hit(*rule.keywords) == nullptr) return false;
    mark = Mark{false, *rule.keywords};
  }
  return !rule.when || rule.when->holds(message, mark);
}

std::vector<std::uint32_t> needed_lists(const CompiledRule& rule) {
  if (rule.keywords) return {*rule.keywords};
  return rule.when ? rule.when->needed_lists() : std::vector<std::uint32_t>{};
}

void require(std::vector<workspace::SkillNeed>& skills, workspace::SkillNeed need) {
  const auto place = std::ranges::lower_bound(skills, need.skill, {}, &workspace::SkillNeed::skill);
  if (place == skills.end() || place->skill != need.skill) {
    skills.insert(place, need);
  } else {
    place->minimum = std::max(place->minimum, need.minimum);
    place->rank = stronger_rank(place->rank, need.rank);
  }
}

void Outcome::add(const CompiledRule& rule, workspace::RuleMatch match) {
  found_.matches.push_back(std::move(match));
  for (const workspace::SkillNeed& need : rule.require) require(found_.skills, need);
  for (const TagId tag : rule.tags) add_once(found_.tags, tag);
  decide(found_.group, rule.group);
  decide(found_.type, rule.type);
  decide(found_.sla, rule.sla);
  decide(found_.auto_reply, rule.auto_reply);
  decide(found_.bot, rule.bot);
  if (found_.agents.empty()) found_.agents = rule.agents;
  if (rule.priority) priority_ = std::max(priority_.value_or(*rule.priority), *rule.priority);
}

workspace::Classification Outcome::take() {
  found_.priority = priority_.value_or(Priority::normal);
  return std::move(found_);
}

}  // namespace switchroom::classify
