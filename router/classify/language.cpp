// Letters are counted by script. Kana decide for Japanese, Hangul, Thai and so on for theirs, as no other language uses
// them. Chinese is told apart by character sets: what only GB 2312 has is simplified, what only Big5 has is
// traditional, and what both have says nothing. A character of these scripts counts as three letters of an alphabet,
// since it carries as much.

#include "router/classify/language.hpp"

#include <cld2/public/compact_lang_det.h>
#include <unicode/ucnv.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>  // before CLD2, which forgets it
#include <memory>
#include <stdexcept>
#include <string>

namespace switchroom::classify {
namespace {

constexpr std::size_t bytes_looked_at = 1'000;    // for the script
constexpr std::size_t bytes_of_statistics = 120;  // a sentence; CLD2 takes 27 ns a byte
constexpr char32_t first_ideograph = 0x3400;
constexpr char32_t last_ideograph = 0x9fff;
constexpr int best_effort = CLD2::kCLDFlagBestEffort;
constexpr int no_encoding = 23;  // CLD2::UNKNOWN_ENCODING, whose header Debian leaves out

enum class Chinese : std::uint8_t { both, simplified, traditional };
using ChineseTable = std::array<Chinese, last_ideograph - first_ideograph + 1>;

/// Whether a character set has a character.
class CharacterSet {
 public:
  explicit CharacterSet(const char* name) : converter_(ucnv_open(name, &status_)) {
    if (U_FAILURE(status_)) throw std::runtime_error(std::string{"ICU has no character set "} + name);
    ucnv_setFromUCallBack(converter_.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status_);
  }

  bool has(char16_t character) {
    UErrorCode status = U_ZERO_ERROR;
    std::array<char, 8> bytes{};
    ucnv_reset(converter_.get());
    ucnv_fromUChars(converter_.get(), bytes.data(), static_cast<int32_t>(bytes.size()), &character, 1, &status);
    return U_SUCCESS(status);
  }

 private:
  UErrorCode status_ = U_ZERO_ERROR;
  std::unique_ptr<UConverter, decltype([](UConverter* converter) { ucnv_close(converter); })> converter_;
};

std::unique_ptr<const ChineseTable> make_chinese_table() {
  CharacterSet simplified{"GB2312"};
  CharacterSet traditional{"Big5"};
  auto table = std::make_unique<ChineseTable>();
  for (char32_t character = first_ideograph; character <= last_ideograph; ++character) {
    const bool in_simplified = simplified.has(static_cast<char16_t>(character));
    const bool in_traditional = traditional.has(static_cast<char16_t>(character));
    if (in_simplified != in_traditional)
      table->at(character - first_ideograph) = in_simplified ? Chinese::simplified : Chinese::traditional;
  }
  return table;
}

Chinese chinese_of(UChar32 character) {
  static const std::unique_ptr<const ChineseTable> table = make_chinese_table();
  return table->at(static_cast<char32_t>(character) - first_ideograph);
}

bool within(UChar32 character, UChar32 first, UChar32 last) { return character >= first && character <= last; }

bool is_kana(UChar32 c) { return within(c, 0x3041, 0x30ff) || within(c, 0x31f0, 0x31ff) || within(c, 0xff66, 0xff9d); }
bool is_hangul(UChar32 c) {
  return within(c, 0xac00, 0xd7a3) || within(c, 0x1100, 0x11ff) || within(c, 0x3131, 0x318e);
}
bool is_arabic(UChar32 c) {
  return within(c, 0x0620, 0x06ff) || within(c, 0xfb50, 0xfdff) || within(c, 0xfe70, 0xfeff);
}
/// Letters that Persian and Urdu have and Arabic has not.
bool is_beyond_arabic(UChar32 c) {
  constexpr std::array<UChar32, 11> letters{0x0679, 0x067e, 0x0686, 0x0688, 0x0691, 0x0698,
                                            0x06a9, 0x06af, 0x06ba, 0x06be, 0x06cc};
  return std::ranges::find(letters, c) != letters.end() || c == 0x06d2;
}
bool is_ascii_letter(UChar32 c) { return within(c | 0x20, 'a', 'z'); }

/// Letters of a text by script.
struct Letters {
  int kana = 0, hangul = 0, ideographs = 0, simplified = 0, traditional = 0, thai = 0, arabic = 0, beyond_arabic = 0;
  int others = 0;

  void add(UChar32 c) {
    if (c < 0x80) {
      others += is_ascii_letter(c);
    } else if (within(c, first_ideograph, last_ideograph)) {
      ++ideographs;
      const Chinese script = chinese_of(c);
      simplified += script == Chinese::simplified;
      traditional += script == Chinese::traditional;
    } else if (is_kana(c)) {
      ++kana;
    } else if (is_hangul(c)) {
      ++hangul;
    } else if (within(c, 0x0e01, 0x0e5b)) {
      ++thai;
    } else if (is_arabic(c)) {
      ++arabic;
      beyond_arabic += is_beyond_arabic(c);
    } else if (within(c, 0xc0, 0x1fff)) {
      ++others;
    }
  }
};

Letters letters_of(std::string_view text) {
  Letters letters;
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 character = 0;
    U8_NEXT(text.data(), at, size, character);
    if (character > 0) letters.add(character);
  }
  return letters;
}

/// Empty: the script does not decide.
std::string_view by_script(const Letters& letters) {
  const int east = letters.kana + letters.ideographs + letters.hangul;
  if (east * 3 > letters.others) {
    if (letters.kana * 10 > letters.ideographs && letters.kana >= letters.hangul) return "ja";
    if (letters.hangul >= letters.ideographs) return "ko";
    if (letters.traditional == letters.simplified) return "zh";
    return letters.traditional > letters.simplified ? "zh-hant" : "zh-hans";
  }
  if (letters.thai > letters.others) return "th";
  return letters.arabic > letters.others && letters.beyond_arabic == 0 ? "ar" : "";
}

/// CLD2's name for a language in today's spelling.
std::string_view name_of(CLD2::Language language, bool malay) {
  const std::string_view code = CLD2::LanguageCode(language);
  if (code == "un" || code.starts_with("xx")) return {};
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  if (code == "zh-Hant") return "zh-hant";
  if (code == "zh") return "zh-hans";
  if (code == "ms" && !malay) return "id";
  return code.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == code.npos ? code : code.substr(0, code.find('-'));
}

std::string_view by_statistics(std::string_view text, bool malay) {
  const CLD2::CLDHints no_hints{nullptr, "", no_encoding, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percent{};
  std::array<double, 3> scores{};
  int text_bytes = 0, valid_bytes = 0;
  bool reliable = false;
  const CLD2::Language best = CLD2::ExtDetectLanguageSummaryCheckUTF8(
      text.data(), static_cast<int>(text.size()), true, &no_hints, best_effort, languages.data(), percent.data(),
      scores.data(), nullptr, &text_bytes, &reliable, &valid_bytes);
  return name_of(best, malay);
}

/// The beginning of a text, whole characters.
std::string_view beginning_of(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

std::string_view detect_language(std::string_view text, bool malay) {
  const std::string_view beginning = beginning_of(text, bytes_looked_at);
  const Letters letters = letters_of(beginning);
  const std::string_view script = by_script(letters);
  if (!script.empty()) return script;
  if (letters.others + letters.arabic < 3) return {};
  return by_statistics(beginning_of(text, bytes_of_statistics), malay);
}

bool is_language_of(std::string_view language, std::string_view wanted) {
  return language.starts_with(wanted) && (language.size() == wanted.size() || language[wanted.size()] == '-');
}

}  // namespace switchroom::classify
