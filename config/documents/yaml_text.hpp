#pragma once
// What a YAML text may consist of, before any parser sees it. Pure: any thread.

#include <cstddef>
#include <optional>
#include <string_view>

namespace switchroom::documents {

/// The offset of the first byte that is no part of a UTF-8 character, or is a control character other than tab and line
/// ends. Empty if all is well. Source: RFC 3629, section 4; YAML 1.2, section 5.1.
std::optional<std::size_t> first_bad_byte(std::string_view text);

}  // namespace switchroom::documents
