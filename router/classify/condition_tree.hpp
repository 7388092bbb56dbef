#pragma once
// Conditions of rules with numbers for names, and what a message tells about them. Built once; a Message belongs to one
// thread, for one text.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/calendar/calendar.hpp"
#include "config/workspace/workspace.hpp"
#include "router/classify/classifier.hpp"
#include "router/classify/keyword_index.hpp"
#include "router/classify/pattern_set.hpp"

namespace switchroom::classify {

/// Lists of keywords and patterns that conditions refer to by number, while they are compiled.
struct Searches {
  std::vector<workspace::Keywords> keywords;
  std::vector<std::string> patterns;
};

/// A keyword or a pattern that made a condition hold, by its number in the searches.
struct Mark {
  bool is_pattern = false;
  std::uint32_t number = 0;
};

/// One message as the conditions of all rules see it.
class Message {
 public:
  Message(const Facts& facts, std::string_view language, std::span<const Hit> hits, const PatternSet& patterns);

  const Facts& facts() const { return facts_; }
  std::string_view language() const { return language_; }
  /// The first keyword of a list; null if none is in the text.
  const Hit* hit(std::uint32_t list) const;
  bool matches(std::uint32_t pattern) const;
  /// Characters of the text.
  std::int64_t length() const;
  /// The ticket's type, which rules before may have set.
  std::string_view ticket_type() const { return ticket_type_; }
  void set_ticket_type(std::string_view type) { ticket_type_ = type; }

 private:
  const Facts& facts_;
  std::string_view language_;
  std::string_view ticket_type_;
  std::span<const Hit> hits_;
  const PatternSet& patterns_;
  mutable std::optional<std::int64_t> length_;
  mutable bool searched_ = false;  // patterns are searched when the first one is asked for
};

/// A node of a compiled tree.
class Condition {
 public:
  /// Adds its keywords and patterns to `searches`. The calendars outlive this.
  Condition(const workspace::Condition& condition, const workspace::Numbering& numbering,
            const calendar::Calendars& calendars, Searches& searches);

  /// Whether it holds; `mark` becomes the first keyword or pattern that it holds by, unless one is there already.
  bool holds(const Message& message, std::optional<Mark>& mark) const;

  /// Lists of keywords of which one must be found for this to hold; empty: it may hold without.
  std::vector<std::uint32_t> needed_lists() const;

 private:
  bool all_hold(const Message& message, std::optional<Mark>& mark) const;
  bool any_holds(const Message& message, std::optional<Mark>& mark) const;
  bool has_word(std::string_view word) const;
  bool has_customer_tag(const Facts& facts) const;
  bool has_attribute(const Facts& facts) const;
  bool has_attachment(const Facts& facts) const;
  bool is_spoken(std::string_view language) const;
  bool leaf_holds(const Message& message) const;

  workspace::ConditionKind kind_;
  std::vector<Condition> parts_;
  std::vector<std::string> words_;
  std::string name_;
  bool yes_;
  std::int64_t least_;
  std::int64_t most_;
  std::uint32_t number_ = 0;  // of keywords or pattern
  const calendar::Calendar* calendar_ = nullptr;
};

}  // namespace switchroom::classify
