#pragma once
// Percent-encoding of paths and queries (RFC 3986, section 2). Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace switchroom::api {

/// Everything but unreserved characters as %XX.
std::string percent_encoded(std::string_view text);

/// The reverse; empty for broken encoding and for a NUL. A `+` stays a plus: in paths and phone numbers it is one.
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace switchroom::api
