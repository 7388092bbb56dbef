#include "router/scenario/expecting.hpp"

#include <algorithm>

#include "router/scenario/sentence.hpp"
#include "router/scenario/telling.hpp"

namespace switchroom::scenario {
namespace {

constexpr std::string_view between = "; ";

/// Whether `text` has `part` at its beginning, and a word ends there.
bool begins_with(std::string_view text, std::string_view part) {
  if (!text.starts_with(part)) return false;
  text.remove_prefix(part.size());
  return text.empty() || text.front() == ' ' || text.front() == ',' || text.front() == ';';
}

bool has_part(std::string_view told, std::string_view part) {
  for (const std::string_view before : {between, std::string_view{", "}})
    for (std::size_t at = told.find(before); at != told.npos; at = told.find(before, at + 1))
      if (begins_with(told.substr(at + before.size()), part)) return true;
  return false;
}

/// What a line goes on with after whom it is about.
bool can_be_told(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == text.npos) return false;
  const std::string_view rest = text.substr(space + 1);
  return std::ranges::any_of(told_phrases(), [&](std::string_view phrase) { return begins_with(rest, phrase); });
}

std::size_t words_in_common(std::string_view line, const std::vector<std::string>& words) {
  return static_cast<std::size_t>(std::ranges::count_if(
      words_of(line), [&](const std::string& word) { return std::ranges::find(words, word) != words.end(); }));
}

}  // namespace

std::optional<Expectation> expectation_of(std::string_view text) {
  Expectation made;
  if (text == "nothing") {
    made.kind = ExpectationKind::nothing;
    made.text = text;
    return made;
  }
  if (text.starts_with("not ")) {
    made.kind = ExpectationKind::not_told;
    text.remove_prefix(4);
  } else if (text.starts_with("now ")) {
    made.kind = ExpectationKind::now;
    text.remove_prefix(4);
  }
  if (!can_be_told(text)) return std::nullopt;
  made.text = text;
  return made;
}

bool says(std::string_view told, std::string_view expected) {
  const std::size_t end = expected.find(between);
  if (!begins_with(told, expected.substr(0, end))) return false;
  for (std::size_t at = end; at != expected.npos;) {
    expected.remove_prefix(at + between.size());
    at = expected.find(between);
    if (!has_part(told, expected.substr(0, at))) return false;
  }
  return true;
}

std::string nearest_line(std::string_view expected, std::span<const std::string> told) {
  const std::vector<std::string> words = words_of(expected);
  const auto nearest =
      std::ranges::max_element(told, {}, [&](const std::string& line) { return words_in_common(line, words); });
  return nearest == told.end() || words_in_common(*nearest, words) < 2 ? std::string{} : *nearest;
}

}  // namespace switchroom::scenario
