#pragma once
// Bytes in the charsets that mail uses → UTF-8. Labels mean what browsers take them for (WHATWG Encoding): gb2312 is
// GB18030, iso-8859-1 and us-ascii are windows-1252, shift_jis is Windows-31J, ks_c_5601-1987 is CP949. Pure: any
// thread.

#include <string>
#include <string_view>

namespace switchroom::mail {

/// `bytes` as valid UTF-8. A byte that stands for nothing becomes U+FFFD. With no label, or one that we don't know
/// (UTF-7 is one of them, on purpose), the bytes are UTF-8 if they are valid as that, else windows-1252.
std::string utf8_of(std::string_view bytes, std::string_view label);

/// Whether `bytes` are valid UTF-8.
bool is_utf8(std::string_view bytes);

/// Whether text in that charset must be decoded piece by piece, because escapes switch its state (ISO-2022).
bool has_states(std::string_view label);

}  // namespace switchroom::mail
