#pragma once
// Content-Transfer-Encoding (RFC 2045, 6.7 and 6.8), read as leniently as the mails there are. Pure: any thread.

#include <string>
#include <string_view>

namespace switchroom::mail {

/// Quoted-printable. `=` with no two hex digits behind it stays as it is; blanks at a line's end are dropped.
std::string decode_quoted_printable(std::string_view text);

/// Base64. Skips what is no letter of it; needs no padding; goes on behind padding.
std::string decode_base64(std::string_view text);

/// `body` decoded by the name of its encoding, in any case. An unknown one is none.
std::string decode_transfer(std::string_view body, std::string_view encoding);

}  // namespace switchroom::mail
