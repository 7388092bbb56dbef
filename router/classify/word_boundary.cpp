// Between two ASCII characters the neighbours decide, except next to . , : ; ' where UAX #29 looks further: ICU's
// iterator is asked then, and for all other text.

#include "router/classify/word_boundary.hpp"

#include <unicode/brkiter.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

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

bool ask_icu(std::string_view text, std::uint32_t at) {
  UErrorCode status = U_ZERO_ERROR;
  thread_local const std::unique_ptr<icu::BreakIterator> words{
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status)};
  if (!words) throw std::runtime_error("ICU has no rules for words");
  const std::unique_ptr<UText, decltype(&utext_close)> bytes{
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), &utext_close};
  words->setText(bytes.get(), status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not read a text");
  return words->isBoundary(static_cast<std::int32_t>(at)) != 0;
}

bool is_spaced(UChar32 character) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(character, &status);
  return U_FAILURE(status) || uscript_breaksBetweenLetters(script) == 0;
}

}  // namespace

bool is_word_boundary(std::string_view text, std::uint32_t at) {
  if (at == 0 || at >= text.size()) return true;
  if (const auto decided = decide_by_neighbours(text[at - 1], text[at])) return *decided;
  return ask_icu(text, at);
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
