#pragma once
// The lines of a difference, and how values are spelled in them. One caller's thread.

#include <array>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "config/vocabulary/words.hpp"
#include "config/workspace/amounts.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::workspace {

/// Lines about one thing, each with its name in front.
class Lines {
 public:
  Lines(std::vector<std::string>& lines, std::string subject) : lines_(lines), subject_(std::move(subject)) {}

  void say(std::string_view what);
  /// `limit 3 → 5`; nothing if both are the same. Empty text is spelled `none`.
  void change(std::string_view what, const std::string& before, const std::string& after);
  /// Which of the words went and which came; that they stand in another order, if `order` matters.
  void change_list(std::string_view what, const std::vector<std::string>& before, const std::vector<std::string>& after,
                   bool order = false);
  /// The same for a yes or no.
  void change_flag(std::string_view what, bool before, bool after) {
    change(what, before ? "true" : "false", after ? "true" : "false");
  }
  void change_number(std::string_view what, std::int64_t before, std::int64_t after) {
    change(what, std::to_string(before), std::to_string(after));
  }
  void change_number(std::string_view what, std::optional<int> before, std::optional<int> after) {
    change(what, before ? std::to_string(*before) : "", after ? std::to_string(*after) : "");
  }
  void change_units(std::string_view what, std::optional<Units> before, std::optional<Units> after) {
    change(what, before ? units_text(*before) : "", after ? units_text(*after) : "");
  }
  void change_duration(std::string_view what, std::optional<std::int64_t> before, std::optional<std::int64_t> after) {
    change(what, before ? duration_text(*before) : "", after ? duration_text(*after) : "");
  }
  template <class Enum, std::size_t count>
  void change_word(std::string_view what, const std::array<std::string_view, count>& words, std::optional<Enum> before,
                   std::optional<Enum> after) {
    change(what, std::string{before ? word_of(words, *before) : ""}, std::string{after ? word_of(words, *after) : ""});
  }
  template <class Value, class Spell>
  void change_map(std::string_view what, const std::map<std::string, Value>& before,
                  const std::map<std::string, Value>& after, Spell spell) {
    std::map<std::string, std::pair<std::string, std::string>> both;
    for (const auto& [name, value] : before) both[name].first = spell(value);
    for (const auto& [name, value] : after) both[name].second = spell(value);
    for (const auto& [name, values] : both)
      change(name.empty() ? std::string{what} : std::string{what} + ' ' + name, values.first, values.second);
  }

 private:
  std::vector<std::string>& lines_;
  std::string subject_;
};

template <class Item>
std::unordered_map<std::string_view, const Item*> by_id(const std::vector<Item>& items) {
  std::unordered_map<std::string_view, const Item*> map;
  for (const Item& item : items) map.emplace(item.id, &item);
  return map;
}

/// `a, b`.
std::string joined(const std::vector<std::string>& words);
/// `refund 5, english 3 (droppable 1)`.
std::string requirements_text(const std::vector<SkillRequirement>& require);
/// `all of (language en; none of (keywords x, y))`.
std::string condition_text(const Condition& condition);

void compare(const Channel& before, const Channel& after, Lines lines);
void compare(const KindSettings& before, const KindSettings& after, Lines lines);
void compare(const Group& before, const Group& after, Lines lines);
void compare(const Agent& before, const Agent& after, Lines lines);
void compare(const Rule& before, const Rule& after, Lines lines);
void compare(const Calendar& before, const Calendar& after, Lines lines);
void compare(const SlaClass& before, const SlaClass& after, Lines lines);
void compare(const Flow& before, const Flow& after, Lines lines);
void compare(const Template& before, const Template& after, Lines lines);

}  // namespace switchroom::workspace
