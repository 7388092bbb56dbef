// Between two ASCII characters the neighbours decide, except next to . , : ; ' where UAX #29 looks further: ICU's
// iterator is asked then, and for all other text.

#include "router/classify/word_boundary.hpp"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>

namespace switchroom::classify {
namespace {

enum class Kind { part_of_word, looks_further, apart };

Kind kind_of(char byte) {
  if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '_')
    return Kind::part_of_word;
  return std::string_view{".,:;'"}.contains(byte) ? Kind::looks_further : Kind::apart;
}

std::optional<bool> decide_by_neighbours(char before, char after) {
  if (((before | after) & 0x80) != 0) return std::nullopt;
  const Kind left = kind_of(before), right = kind_of(after);
  if (left == Kind::part_of_word && right == Kind::part_of_word) return false;
  if (left == Kind::looks_further || right == Kind::looks_further) return std::nullopt;
  if (left == Kind::apart && right == Kind::apart) return std::nullopt;  // spaces stay together, CR LF too
  return true;
}

icu::BreakIterator& words() {
  UErrorCode status = U_ZERO_ERROR;
  thread_local const std::unique_ptr<icu::BreakIterator> iterator{
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status)};
  if (!iterator) throw std::runtime_error("ICU has no rules for words");
  return *iterator;
}

/// The first byte from `at` on whose character does not belong to the one before it, whatever that is (WB4).
std::size_t skip_extensions(std::string_view text, std::size_t at) {
  const auto size = static_cast<std::int32_t>(text.size());
  for (auto next = static_cast<std::int32_t>(at); next < size; at = static_cast<std::size_t>(next)) {
    UChar32 character = 0;
    U8_NEXT(text.data(), next, size, character);
    const int kind = u_getIntPropertyValue(character, UCHAR_WORD_BREAK);
    if (kind != U_WB_EXTEND && kind != U_WB_FORMAT && kind != U_WB_ZWJ) break;
  }
  return at;
}

bool is_spaced(UChar32 character) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(character, &status);
  return U_FAILURE(status) || uscript_breaksBetweenLetters(script) == 0;
}

}  // namespace

void WordBoundaries::assign(std::string_view text) {
  text_ = text.substr(0, static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()));
  all_found_ = false;
}

bool WordBoundaries::contains(std::uint32_t at) {
  if (at == 0 || at >= text_.size()) return true;
  if (const auto decided = decide_by_neighbours(text_[at - 1], text_[at])) return *decided;
  if (!all_found_) find_all();
  return boundaries_[at];
}

void WordBoundaries::find_all() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, decltype(&utext_close)> bytes{
      utext_openUTF8(nullptr, text_.data(), static_cast<std::int64_t>(text_.size()), &status), &utext_close};
  words().setText(bytes.get(), status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not read a text");
  boundaries_.assign(text_.size() + 1, false);
  for (std::int32_t at = words().first(); at != icu::BreakIterator::DONE; at = words().next())
    boundaries_[static_cast<std::size_t>(at)] = true;
  // ICU 72 joins words at an @; the standard, and later versions, do not.
  for (std::size_t at = text_.find('@'); at != std::string_view::npos; at = text_.find('@', at + 1)) {
    boundaries_[at] = true;
    boundaries_[skip_extensions(text_, at + 1)] = true;
  }
  all_found_ = true;
}

bool begins_with_spaced_script(std::string_view word) {
  UChar32 first = 0;
  std::int32_t at = 0;
  U8_NEXT(word.data(), at, static_cast<std::int32_t>(word.size()), first);
  return is_spaced(first);
}

bool ends_with_spaced_script(std::string_view word) {
  UChar32 last = 0;
  auto at = static_cast<std::int32_t>(word.size());
  U8_PREV(word.data(), 0, at, last);
  return is_spaced(last);
}

}  // namespace switchroom::classify
