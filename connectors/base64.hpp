#pragma once
// Base64 with padding (RFC 4648, section 4). Pure: any thread.

#include <optional>
#include <string>
#include <string_view>

namespace switchroom::connectors {

/// `bytes` as base64.
std::string base64_of(std::string_view bytes);

/// The bytes behind `text`; empty for anything but whole groups of four.
std::optional<std::string> bytes_of_base64(std::string_view text);

}  // namespace switchroom::connectors
