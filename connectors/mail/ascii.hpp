#pragma once
// ASCII letters and blanks, as mail headers know them: without regard to the locale. Pure: any thread.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace switchroom::mail {

constexpr std::string_view blanks = " \t\r\n";

constexpr char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// `text` with A–Z as a–z; other bytes stay.
inline std::string lower_case(std::string_view text) {
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(), [](char c) { return lower_case(c); });
  return lower;
}

/// Whether two texts are the same but for the case of A–Z.
constexpr bool same_word(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](char a, char b) { return lower_case(a) == lower_case(b); });
}

/// Whether `text` begins with `word`, but for the case of A–Z.
constexpr bool begins_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && same_word(text.substr(0, word.size()), word);
}

/// `text` without blanks at both ends.
constexpr std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// The value of a hexadecimal digit; -1 for anything else.
constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = lower_case(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Takes the first line off `rest` and returns it without its end, which is CR LF, LF or a bare CR.
constexpr std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end);
  if (rest.starts_with("\r\n"))
    rest.remove_prefix(2);
  else if (!rest.empty())
    rest.remove_prefix(1);
  return line;
}

}  // namespace switchroom::mail
