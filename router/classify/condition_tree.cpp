#include "router/classify/condition_tree.hpp"

#include <algorithm>

#include "router/classify/language.hpp"

namespace switchroom::classify {
namespace {

using workspace::ConditionKind;

/// Numbers of the patterns found in the thread's present message.
std::vector<std::uint32_t>& found_patterns() {
  thread_local std::vector<std::uint32_t> found;
  return found;
}

void note(std::optional<Mark>& mark, Mark found) {
  if (!mark) mark = found;
}

}  // namespace

Message::Message(const Facts& facts, std::string_view language, std::span<const Hit> hits, const PatternSet& patterns)
    : facts_(facts), language_(language), ticket_type_(facts.ticket_type), hits_(hits), patterns_(patterns) {}

const Hit* Message::hit(std::uint32_t list) const {
  const auto hit = std::ranges::lower_bound(hits_, list, {}, &Hit::list);
  return hit != hits_.end() && hit->list == list ? &*hit : nullptr;
}

bool Message::matches(std::uint32_t pattern) const {
  if (!searched_) patterns_.find_all(facts_.text, found_patterns());
  searched_ = true;
  return std::ranges::binary_search(found_patterns(), pattern);
}

std::int64_t Message::length() const {
  const auto begins_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; };
  if (!length_) length_ = std::ranges::count_if(facts_.text, begins_character);
  return *length_;
}

Condition::Condition(const workspace::Condition& condition, const workspace::Numbering& numbering,
                     const calendar::Calendars& calendars, Searches& searches)
    : kind_(condition.kind),
      words_(condition.words),
      name_(condition.name),
      yes_(condition.yes),
      least_(condition.least),
      most_(condition.most) {
  for (const workspace::Condition& part : condition.parts) parts_.emplace_back(part, numbering, calendars, searches);
  if (kind_ == ConditionKind::keywords) {
    number_ = static_cast<std::uint32_t>(searches.keywords.size());
    searches.keywords.push_back({std::move(words_), condition.whole_word, {}});
  } else if (kind_ == ConditionKind::regex) {
    number_ = static_cast<std::uint32_t>(searches.patterns.size());
    searches.patterns.push_back(words_.front());
  } else if (kind_ == ConditionKind::business_hours) {
    calendar_ = calendars.find(CalendarId{numbering.calendars.find(name_)});
  }
}

bool Condition::holds(const Message& message, std::optional<Mark>& mark) const {
  switch (kind_) {
    case ConditionKind::all:
      return all_hold(message, mark);
    case ConditionKind::any:
      return any_holds(message, mark);
    case ConditionKind::none: {
      std::optional<Mark> ignored;
      return !any_holds(message, ignored);
    }
    case ConditionKind::keywords:
      if (message.hit(number_) == nullptr) return false;
      return note(mark, {false, number_}), true;
    case ConditionKind::regex:
      if (!message.matches(number_)) return false;
      return note(mark, {true, number_}), true;
    default:
      return leaf_holds(message);
  }
}

bool Condition::all_hold(const Message& message, std::optional<Mark>& mark) const {
  return std::ranges::all_of(parts_, [&](const Condition& part) { return part.holds(message, mark); });
}

bool Condition::any_holds(const Message& message, std::optional<Mark>& mark) const {
  for (const Condition& part : parts_) {
    std::optional<Mark> own = mark;  // a part that fails leaves no mark
    if (part.holds(message, own)) return mark = own, true;
  }
  return false;
}

bool Condition::leaf_holds(const Message& message) const {
  const Facts& facts = message.facts();
  switch (kind_) {
    case ConditionKind::channel:
      return has_word(facts.channel);
    case ConditionKind::channel_kind:
      return has_word(facts.channel_kind);
    case ConditionKind::language:
      return is_spoken(message.language());
    case ConditionKind::customer_level:
      return has_word(facts.customer_level);
    case ConditionKind::customer_tag:
      return has_customer_tag(facts);
    case ConditionKind::customer_attribute:
      return has_attribute(facts);
    case ConditionKind::ticket_type:
      return has_word(message.ticket_type());
    case ConditionKind::business_hours:
      return (calendar_ == nullptr || calendar_->is_open(facts.at)) == yes_;
    case ConditionKind::attachment:
      return has_attachment(facts);
    case ConditionKind::first_contact:
      return facts.first_contact == yes_;
    default:
      return message.length() >= least_ && message.length() <= most_;
  }
}

bool Condition::has_word(std::string_view word) const { return std::ranges::find(words_, word) != words_.end(); }

bool Condition::is_spoken(std::string_view language) const {
  return std::ranges::any_of(words_, [&](const std::string& wanted) { return is_language_of(language, wanted); });
}

bool Condition::has_customer_tag(const Facts& facts) const {
  return std::ranges::any_of(facts.customer_tags, [this](std::string_view tag) { return has_word(tag); });
}

bool Condition::has_attribute(const Facts& facts) const {
  return std::ranges::any_of(facts.customer_attributes, [this](const Attribute& attribute) {
    return attribute.name == name_ && (words_.empty() || has_word(attribute.value));
  });
}

bool Condition::has_attachment(const Facts& facts) const {
  if (words_.empty()) return facts.attachments.empty() != yes_;
  return std::ranges::any_of(facts.attachments, [this](std::string_view kind) { return has_word(kind); });
}

std::vector<std::uint32_t> Condition::needed_lists() const {
  if (kind_ == ConditionKind::keywords) return {number_};
  std::vector<std::uint32_t> lists;
  for (const Condition& part : parts_) {
    const std::vector<std::uint32_t> needed = part.needed_lists();
    if (kind_ == ConditionKind::all && !needed.empty()) return needed;
    if (kind_ == ConditionKind::any && needed.empty()) return {};
    if (kind_ == ConditionKind::any) lists.insert(lists.end(), needed.begin(), needed.end());
  }
  return lists;
}

}  // namespace switchroom::classify
