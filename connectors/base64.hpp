#pragma once
// Base64 (RFC 4648) and hex. Bits behind the last whole byte are not looked at: some providers leave strays there.
// Pure: any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace switchroom::connectors {

/// `bytes` as base64 with padding.
std::string base64_of(std::string_view bytes);

/// The bytes behind `text`; empty for anything but whole groups of four.
std::optional<std::string> bytes_of_base64(std::string_view text);

/// As above, put into `room`; empty also if they might not fit. Allocates nothing.
std::optional<std::string_view> bytes_of_base64(std::string_view text, std::span<char> room);

/// The bytes behind base64url (RFC 4648, section 5) without padding, as JWT has it; empty for anything else.
std::optional<std::string> bytes_of_base64url(std::string_view text);

/// `bytes` as lower-case hex digits.
std::string hex_of(std::string_view bytes);

/// The bytes behind hex digits of either case; empty for anything else.
std::optional<std::string> bytes_of_hex(std::string_view text);

}  // namespace switchroom::connectors
