#pragma once
// What a YAML text may consist of, and the one kind of scalar that is read here. Pure: any thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace switchroom::documents {

/// The offset of the first byte that is no part of a UTF-8 character, or is a control character other than tab and line
/// ends. Empty if all is well. Source: RFC 3629, section 4; YAML 1.2, section 5.1.
std::optional<std::size_t> first_bad_byte(std::string_view text);

/// The text of a single-quoted scalar from what stands between its quotes: two quotes are one, a line end is a blank,
/// an empty line is a line end, blanks around line ends are nothing. Source: YAML 1.2, section 7.3.2. (libfyaml 0.7.12
/// leaks memory when asked.)
std::string single_quoted_text(std::string_view raw);

}  // namespace switchroom::documents
