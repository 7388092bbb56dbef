#include "connectors/mail/charset.hpp"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "connectors/mail/ascii.hpp"

namespace switchroom::mail {
namespace {

struct Label {
  std::string_view label;
  const char* converter;  ///< ICU's name
};

constexpr const char* japanese_windows = "ibm-943_P15A-2003";
constexpr std::array labels{
    Label{"ansi_x3.4-1968", "windows-1252"},
    Label{"ascii", "windows-1252"},
    Label{"big5", "Big5-HKSCS"},
    Label{"big5-hkscs", "Big5-HKSCS"},
    Label{"chinese", "gb18030"},
    Label{"cn-big5", "Big5-HKSCS"},
    Label{"cp1250", "windows-1250"},
    Label{"cp1251", "windows-1251"},
    Label{"cp1252", "windows-1252"},
    Label{"cp932", japanese_windows},
    Label{"cp936", "gb18030"},
    Label{"cp949", "windows-949"},
    Label{"cp950", "Big5-HKSCS"},
    Label{"csbig5", "Big5-HKSCS"},
    Label{"csgb2312", "gb18030"},
    Label{"csiso2022jp", "ISO-2022-JP"},
    Label{"csksc56011987", "windows-949"},
    Label{"csshiftjis", japanese_windows},
    Label{"euc-jp", "EUC-JP"},
    Label{"euc-kr", "windows-949"},
    Label{"gb18030", "gb18030"},
    Label{"gb2312", "gb18030"},
    Label{"gb_2312-80", "gb18030"},
    Label{"gbk", "gb18030"},
    Label{"hz-gb-2312", "HZ"},
    Label{"ibm866", "IBM866"},
    Label{"iso-2022-jp", "ISO-2022-JP"},
    Label{"iso-2022-jp-2", "ISO-2022-JP-2"},
    Label{"iso-2022-kr", "ISO-2022-KR"},
    Label{"iso-8859-1", "windows-1252"},
    Label{"iso-8859-10", "ISO-8859-10"},
    Label{"iso-8859-11", "windows-874"},
    Label{"iso-8859-13", "ISO-8859-13"},
    Label{"iso-8859-14", "ISO-8859-14"},
    Label{"iso-8859-15", "ISO-8859-15"},
    Label{"iso-8859-2", "ISO-8859-2"},
    Label{"iso-8859-3", "ISO-8859-3"},
    Label{"iso-8859-4", "ISO-8859-4"},
    Label{"iso-8859-5", "ISO-8859-5"},
    Label{"iso-8859-6", "ISO-8859-6"},
    Label{"iso-8859-7", "ISO-8859-7"},
    Label{"iso-8859-8", "ISO-8859-8"},
    Label{"iso-8859-8-i", "ISO-8859-8"},
    Label{"iso-8859-9", "windows-1254"},
    Label{"iso8859-1", "windows-1252"},
    Label{"koi8-r", "KOI8-R"},
    Label{"koi8-u", "KOI8-U"},
    Label{"korean", "windows-949"},
    Label{"ks_c_5601-1987", "windows-949"},
    Label{"ks_c_5601-1989", "windows-949"},
    Label{"ksc5601", "windows-949"},
    Label{"l1", "windows-1252"},
    Label{"latin1", "windows-1252"},
    Label{"macintosh", "macintosh"},
    Label{"ms936", "gb18030"},
    Label{"ms_kanji", japanese_windows},
    Label{"shift-jis", japanese_windows},
    Label{"shift_jis", japanese_windows},
    Label{"sjis", japanese_windows},
    Label{"tis-620", "windows-874"},
    Label{"us-ascii", "windows-1252"},
    Label{"utf-16", "UTF-16"},
    Label{"utf-16be", "UTF-16BE"},
    Label{"utf-16le", "UTF-16LE"},
    Label{"utf-8", "UTF-8"},
    Label{"utf8", "UTF-8"},
    Label{"windows-1250", "windows-1250"},
    Label{"windows-1251", "windows-1251"},
    Label{"windows-1252", "windows-1252"},
    Label{"windows-1253", "windows-1253"},
    Label{"windows-1254", "windows-1254"},
    Label{"windows-1255", "windows-1255"},
    Label{"windows-1256", "windows-1256"},
    Label{"windows-1257", "windows-1257"},
    Label{"windows-1258", "windows-1258"},
    Label{"windows-31j", japanese_windows},
    Label{"windows-874", "windows-874"},
    Label{"windows-949", "windows-949"},
    Label{"x-cp1251", "windows-1251"},
    Label{"x-gbk", "gb18030"},
    Label{"x-sjis", japanese_windows},
};
static_assert(std::ranges::is_sorted(labels, {}, &Label::label));

const char* converter_of(std::string_view label) {
  const std::string name = lower_case(trimmed(label));
  const auto found = std::ranges::lower_bound(labels, std::string_view{name}, {}, &Label::label);
  return found != labels.end() && found->label == name ? found->converter : nullptr;
}

std::string to_utf8(const std::u16string& text) {
  std::string utf8(3 * text.size(), '\0');
  std::int32_t length = 0;
  UErrorCode error = U_ZERO_ERROR;
  u_strToUTF8WithSub(utf8.data(), static_cast<std::int32_t>(utf8.size()), &length, text.data(),
                     static_cast<std::int32_t>(text.size()), 0xFFFD, nullptr, &error);
  utf8.resize(U_SUCCESS(error) ? static_cast<std::size_t>(length) : 0);
  return utf8;
}

std::string converted(std::string_view bytes, const char* name) {
  constexpr std::size_t bytes_max = 256U << 20;  // ICU counts in 32 bits, and a byte may become six
  bytes = bytes.substr(0, bytes_max);
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> converter{ucnv_open(name, &error), ucnv_close};
  if (U_FAILURE(error)) return utf8_of(bytes, "");
  std::u16string text(2 * bytes.size() + 1, u'\0');
  const std::int32_t length = ucnv_toUChars(converter.get(), text.data(), static_cast<std::int32_t>(text.size()),
                                            bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
  text.resize(U_SUCCESS(error) ? static_cast<std::size_t>(length) : 0);
  return to_utf8(text);
}

}  // namespace

std::string utf8_of(std::string_view bytes, std::string_view label) {
  const char* converter = converter_of(label);
  if (!converter) converter = is_utf8(bytes) ? "UTF-8" : "windows-1252";
  if (std::string_view{converter} == "UTF-8" && is_utf8(bytes)) return std::string{bytes};
  return converted(bytes, converter);
}

bool is_utf8(std::string_view bytes) {
  constexpr std::size_t step = 1U << 30;  // ICU counts in 32 bits
  if (bytes.size() > step) return false;
  if (std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return true;
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t length = 0;
  u_strFromUTF8(nullptr, 0, &length, bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
  return error == U_BUFFER_OVERFLOW_ERROR || U_SUCCESS(error);
}

bool has_states(std::string_view label) {
  const std::string name = lower_case(trimmed(label));
  return name.starts_with("iso-2022-") || name == "csiso2022jp" || name == "hz-gb-2312";
}

}  // namespace switchroom::mail
