#include "connectors/mail/header_block.hpp"

#include <algorithm>

#include "connectors/mail/ascii.hpp"

namespace switchroom::mail {
namespace {

std::unexpected<Error> bomb(std::string_view found, std::string_view expected) {
  return std::unexpected{Error{Fault::undecodable_message, "header", std::string{found}, std::string{expected}}};
}

/// The length of a field's name, or npos for a line that is none. Blanks before the colon are obsolete, but there.
std::size_t name_length(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos || colon == 0) return line.npos;
  const std::size_t end = line.substr(0, colon).find_last_not_of(" \t") + 1;
  const bool printable = std::ranges::all_of(line.substr(0, end), [](char c) { return c > ' ' && c < 127; });
  return end > 0 && printable ? end : line.npos;
}

}  // namespace

bool HeaderBlock::take_field(std::string_view line, std::size_t begin, std::size_t end, std::string_view whole) {
  const bool continues = line.starts_with(' ') || line.starts_with('\t');
  if (continues && !fields_.empty()) {  // the view grows over the line
    const auto start = static_cast<std::size_t>(fields_.back().raw.data() - whole.data());
    fields_.back().raw = whole.substr(start, end - start);
    return true;
  }
  if (fields_.empty() && line.starts_with("From ")) return true;  // a mailbox file's separator
  const std::size_t length = continues ? line.npos : name_length(line);
  if (length == line.npos) return false;
  const std::size_t value = begin + line.find(':') + 1;
  fields_.push_back({line.substr(0, length), whole.substr(value, end - value)});
  return true;
}

Result<HeaderBlock> HeaderBlock::take(std::string_view& rest) {
  HeaderBlock block;
  const std::string_view whole = rest;
  for (std::size_t lines = 0; !rest.empty(); ++lines) {
    const std::size_t begin = whole.size() - rest.size();
    std::string_view behind = rest;
    const std::string_view line = take_line(behind);
    if (line.empty()) {
      rest = behind;
      break;
    }
    if (line.starts_with("--") || !block.take_field(line, begin, begin + line.size(), whole)) break;
    rest = behind;
    if (lines == lines_max) return bomb("more lines", "at most 2000 header lines");
    if (whole.size() - rest.size() > bytes_max) return bomb("more bytes", "a header of at most 256 KiB");
  }
  return block;
}

const HeaderField* HeaderBlock::find(std::string_view name) const {
  const auto field = std::ranges::find_if(fields_, [&](const HeaderField& f) { return same_word(f.name, name); });
  return field == fields_.end() ? nullptr : &*field;
}

std::string HeaderBlock::value(std::string_view name) const {
  const HeaderField* field = find(name);
  return field ? unfolded(field->raw) : std::string{};
}

std::size_t HeaderBlock::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(fields_, [&](const HeaderField& f) { return same_word(f.name, name); }));
}

std::string unfolded(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  for (const char c : trimmed(raw))
    if (c != '\r' && c != '\n' && c != '\0') text += c;
  return text;
}

}  // namespace switchroom::mail
