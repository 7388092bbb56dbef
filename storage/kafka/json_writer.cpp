#include "storage/kafka/json_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

// Most text is ASCII without quotes: `plain_run` finds how much of it can be copied as it is, eight bytes at a time.
// The byte that ends a run is one to escape, the start of a longer UTF-8 sequence, or no UTF-8 at all.

namespace switchroom::storage {
namespace {

constexpr std::uint64_t exact_in_double = std::uint64_t{1} << 53;
constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view hex_digits = "0123456789abcdef";

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\';
}

/// Whether none of eight bytes is a control character, `"`, `\` or beyond ASCII.
bool all_plain(std::uint64_t bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t high = 0x8080808080808080;
  const auto has_zero = [](std::uint64_t x) { return (x - ones) & ~x; };
  const std::uint64_t control = (bytes - ones * 0x20) & ~bytes;
  return ((control | has_zero(bytes ^ (ones * '"')) | has_zero(bytes ^ (ones * '\\')) | bytes) & high) == 0;
}

std::size_t plain_run(std::string_view text) {
  std::size_t length = 0;
  for (std::uint64_t word = 0; length + sizeof word <= text.size(); length += sizeof word) {
    std::memcpy(&word, text.data() + length, sizeof word);
    if (!all_plain(word)) break;
  }
  while (length < text.size() && is_plain(text[length])) ++length;
  return length;
}

/// Bytes of the UTF-8 sequence beyond ASCII that `text` begins with; 0 if it begins with none (RFC 3629, section 4).
std::size_t sequence_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto follows = [&](std::size_t i) { return (at(i) & 0xC0) == 0x80; };
  const unsigned first = at(0);
  const unsigned second = at(1);
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

/// The letter of a two-byte escape; 0 if the character has none.
char short_escape(char c) {
  switch (c) {
    case '"':
      return '"';
    case '\\':
      return '\\';
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

void append_ascii_escape(char c, std::string& out) {
  out.push_back('\\');
  if (const char letter = short_escape(c)) return out.push_back(letter);
  out.append("u00");
  out.push_back(hex_digits[static_cast<unsigned char>(c) >> 4]);
  out.push_back(hex_digits[static_cast<unsigned char>(c) & 0xF]);
}

/// How the character that `text` begins with, which is not plain, is written: bytes read and bytes written.
struct Step {
  std::size_t read = 1;
  std::size_t written = 0;
};
Step step_of(std::string_view text) {
  if (static_cast<unsigned char>(text.front()) < 0x80)
    return {.read = 1, .written = short_escape(text.front()) ? 2u : 6u};
  const std::size_t length = sequence_length(text);
  return length == 0 ? Step{.read = 1, .written = replacement.size()} : Step{.read = length, .written = length};
}

template <class Number>
void append_number(Number number, std::string& out) {
  std::array<char, 20> digits;
  out.append(digits.begin(), std::to_chars(digits.begin(), digits.end(), number).ptr);
}

}  // namespace

void append_escaped(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t plain = plain_run(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return;
    const std::size_t sequence = sequence_length(text);
    if (sequence > 0)
      out.append(text.substr(0, sequence));
    else if (static_cast<unsigned char>(text.front()) < 0x80)
      append_ascii_escape(text.front(), out);
    else
      out.append(replacement);
    text.remove_prefix(sequence > 0 ? sequence : 1);
  }
}

EscapedCut cut_escaped(std::string_view text, std::size_t bytes_max) {
  std::size_t read = 0;
  std::size_t written = 0;
  while (read < text.size()) {
    const std::size_t plain = std::min(plain_run(text.substr(read)), bytes_max - written);
    read += plain;
    written += plain;
    if (read == text.size()) break;
    const Step step = step_of(text.substr(read));
    if (written + step.written > bytes_max) break;
    read += step.read;
    written += step.written;
  }
  return {.kept = text.substr(0, read), .bytes = written};
}

void JsonWriter::separate() {
  if (comma_) out_.push_back(',');
  comma_ = true;
}

void JsonWriter::open(char bracket) {
  separate();
  out_.push_back(bracket);
  comma_ = false;
}

void JsonWriter::close(char bracket) {
  out_.push_back(bracket);
  comma_ = true;
}

void JsonWriter::key(std::string_view name) {
  const std::size_t comma = comma_ ? 1 : 0;
  const std::size_t start = out_.size();
  out_.resize(start + comma + name.size() + 3);
  char* at = out_.data() + start;
  if (comma_) *at++ = ',';
  *at++ = '"';
  at = std::ranges::copy(name, at).out;
  *at++ = '"';
  *at = ':';
  comma_ = false;
}

void JsonWriter::value(std::string_view text) {
  separate();
  out_.push_back('"');
  append_escaped(text, out_);
  out_.push_back('"');
}

bool JsonWriter::value_cut(std::string_view text, std::size_t bytes_max) {
  const std::string_view kept = cut_escaped(text, bytes_max).kept;
  value(kept);
  return kept.size() == text.size();
}

void JsonWriter::value(std::uint64_t number) {
  separate();
  const bool quoted = number > exact_in_double;
  if (quoted) out_.push_back('"');
  append_number(number, out_);
  if (quoted) out_.push_back('"');
}

void JsonWriter::value(std::int64_t number) {
  if (number >= 0) return value(static_cast<std::uint64_t>(number));
  separate();
  const bool quoted = number < -static_cast<std::int64_t>(exact_in_double);
  if (quoted) out_.push_back('"');
  append_number(number, out_);
  if (quoted) out_.push_back('"');
}

void JsonWriter::raw(std::string_view json) {
  separate();
  out_.append(json);
}

}  // namespace switchroom::storage
