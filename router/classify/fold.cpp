// ASCII, the usual case, needs one pass and no map. Everything else goes through ICU, which notes its edits; simplified
// characters are then written over traditional ones of the same length in UTF-8, so the edits stay right. The few pairs
// whose lengths differ (rare characters of the supplementary planes) are left as they are.

#include "router/classify/fold.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>

namespace switchroom::classify {
namespace {

constexpr char32_t first_ideograph = 0x3400;
constexpr char32_t last_ideograph = 0x9FFF;

/// For each ideograph of the basic plane its simplified form, or itself. All of these take three bytes in UTF-8.
using SimplifiedTable = std::array<char16_t, last_ideograph - first_ideograph + 1>;

/// Characters whose simplified form depends on the word (甚麼 is 什么, but 甚至 stays; 計畫 is 计划, 項鍊 is 项链).
/// Variants count as one.
constexpr std::array<std::pair<char16_t, char16_t>, 8> variants{{{u'甚', u'什'},
                                                                 {u'划', u'画'},
                                                                 {u'炼', u'链'},
                                                                 {u'沈', u'沉'},
                                                                 {u'萤', u'荧'},
                                                                 {u'嶽', u'岳'},
                                                                 {u'彷', u'仿'},
                                                                 {u'祇', u'只'}}};

icu::UnicodeString simplify(const icu::Transliterator& transliterator, char32_t character) {
  icu::UnicodeString text{static_cast<UChar32>(character)};
  transliterator.transliterate(text);
  return text;
}

std::unique_ptr<const SimplifiedTable> make_simplified_table() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> transliterator{
      icu::Transliterator::createInstance("Hant-Hans", UTRANS_FORWARD, status)};
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no transliterator Hant-Hans: install libicu's full data");
  auto table = std::make_unique<SimplifiedTable>();
  for (char32_t character = first_ideograph; character <= last_ideograph; ++character) {
    const icu::UnicodeString simple = simplify(*transliterator, character);
    const bool fits = simple.length() == 1 && simple[0] >= first_ideograph && simple[0] <= last_ideograph;
    table->at(character - first_ideograph) = fits ? simple[0] : static_cast<char16_t>(character);
  }
  for (char16_t& simple : *table)
    for (const auto& [variant, chosen] : variants)
      if (simple == variant) simple = chosen;
  return table;
}

const SimplifiedTable& simplified_table() {
  static const std::unique_ptr<const SimplifiedTable> table = make_simplified_table();
  return *table;
}

const icu::Normalizer2& normalizer() {
  static const icu::Normalizer2* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* const found = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no NFKC_Casefold");
    return found;
  }();
  return *instance;
}

bool is_ascii(std::string_view text) {
  std::uint64_t seen = 0;
  std::size_t i = 0;
  for (std::uint64_t eight = 0; i + sizeof eight <= text.size(); i += sizeof eight) {
    std::memcpy(&eight, text.data() + i, sizeof eight);
    seen |= eight;
  }
  for (; i < text.size(); ++i) seen |= static_cast<unsigned char>(text[i]);
  return (seen & 0x8080'8080'8080'8080) == 0;
}

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter; }

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// Writes simplified characters over traditional ones.
void simplify(std::string& text) {
  const SimplifiedTable& table = simplified_table();
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0xE3 || lead > 0xE9 || !is_continuation(text[i + 1]) || !is_continuation(text[i + 2])) continue;
    const char32_t character = ((lead & 0x0Fu) << 12) | ((static_cast<unsigned char>(text[i + 1]) & 0x3Fu) << 6) |
                               (static_cast<unsigned char>(text[i + 2]) & 0x3Fu);
    if (character < first_ideograph) continue;
    const char32_t simple = table[character - first_ideograph];
    text[i] = static_cast<char>(0xE0 | (simple >> 12));
    text[i + 1] = static_cast<char>(0x80 | ((simple >> 6) & 0x3F));
    text[i + 2] = static_cast<char>(0x80 | (simple & 0x3F));
    i += 2;
  }
}

}  // namespace

void Fold::assign(std::string_view original) {
  original = original.substr(0, static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()));
  plain_ = is_ascii(original);
  if (plain_) {
    folded_.resize(original.size());
    std::ranges::transform(original, folded_.begin(), lower);
  } else {
    fold_by_icu(original);
  }
  std::ranges::replace(folded_, '\0', '\1');
}

void Fold::fold_by_icu(std::string_view original) {
  folded_.clear();
  edits_.reset();
  icu::StringByteSink<std::string> sink{&folded_, static_cast<std::int32_t>(original.size())};
  UErrorCode status = U_ZERO_ERROR;
  normalizer().normalizeUTF8(0, {original.data(), static_cast<std::int32_t>(original.size())}, sink, &edits_, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not fold a text: out of memory");
  edit_ = edits_.getFineIterator();
  simplify(folded_);
}

Span Fold::original(Span folded) {
  if (plain_) return folded;
  UErrorCode status = U_ZERO_ERROR;
  edit_.findDestinationIndex(static_cast<std::int32_t>(folded.begin), status);
  std::int32_t begin = edit_.sourceIndex();
  if (!edit_.hasChange()) begin += static_cast<std::int32_t>(folded.begin) - edit_.destinationIndex();
  const auto last = static_cast<std::int32_t>(folded.end - 1);
  edit_.findDestinationIndex(last, status);
  std::int32_t end = edit_.sourceIndex();
  end += edit_.hasChange() ? edit_.oldLength() : last - edit_.destinationIndex() + 1;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::string folded(std::string_view text) {
  Fold fold;
  fold.assign(text);
  return std::string{fold.text()};
}

}  // namespace switchroom::classify
