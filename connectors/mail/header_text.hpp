#pragma once
// Words in a header that are no ASCII (RFC 2047): `=?gb2312?B?xOO6ww==?=` → 你好. Pure: any thread.

#include <string>
#include <string_view>

namespace switchroom::mail {

/// The text of an unfolded header field in valid UTF-8, without control characters. Neighbouring words of one charset
/// are joined before they are decoded, since senders cut characters in two; blanks between them vanish; a broken word
/// stays as it is. Raw bytes beyond ASCII are UTF-8, or else in `fallback`, the charset of the body.
std::string header_text(std::string_view value, std::string_view fallback = {});

/// `text` (UTF-8) with each control character made a blank, and blanks at both ends taken off.
std::string without_controls(std::string_view text);

}  // namespace switchroom::mail
