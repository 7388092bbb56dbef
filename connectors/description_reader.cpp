#include "connectors/description_reader.hpp"

#include <algorithm>

#include "connectors/replay_window.hpp"

namespace switchroom::connectors {
namespace {

/// `a, b or c`.
std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace

std::string scalar(const JsonReader& value) {
  if (value.is_text()) return std::string{value.text()};
  std::string text = value.json();
  if (text.starts_with('{') || text.starts_with('[')) value.refuse("a list or mapping", "one value");
  return text;
}

bool truth(const JsonReader& value) {
  const std::string text = scalar(value);
  if (value && text != "true" && text != "false") value.refuse("another text", "true or false");
  return text == "true";
}

std::int64_t amount(const JsonReader& value, std::int64_t initial) {
  if (!value) return initial;
  const std::optional<std::int64_t> number = whole_number(scalar(value));
  if (!number) value.refuse("another text", "a whole number");
  return number.value_or(initial);
}

std::vector<std::string> scalars(const JsonReader& value) {
  std::vector<std::string> texts;
  if (!value) return texts;
  if (!value.is_list()) return {scalar(value)};
  for (const JsonReader& item : value.items()) texts.push_back(scalar(item));
  return texts;
}

void expect_keys(const JsonReader& object, std::span<const std::string_view> keys) {
  for (const JsonReader::Member& member : object.members())
    if (std::ranges::find(keys, member.key) == keys.end()) member.value.refuse("an unknown key", listed(keys));
}

std::size_t place_of_word(const JsonReader& value, std::span<const std::string_view> words, std::size_t initial) {
  if (!value) return initial;
  const auto found = std::ranges::find(words, scalar(value));
  if (found == words.end()) value.refuse("another word", listed(words));
  return found == words.end() ? initial : static_cast<std::size_t>(found - words.begin());
}

}  // namespace switchroom::connectors
