#pragma once
// Text on its way out: always valid UTF-8, always valid JSON. Pure: any thread.

#include <string>
#include <string_view>

namespace switchroom::connectors {

/// Appends `bytes` with each byte that belongs to no valid UTF-8 sequence replaced by U+FFFD.
void append_utf8(std::string_view bytes, std::string& out);

/// Appends `bytes` as a JSON string with its quotation marks (RFC 8259); other bytes than valid UTF-8 become U+FFFD.
void append_json_text(std::string_view bytes, std::string& out);

/// As `append_json_text`, as Meta writes it: everything outside ASCII as \uXXXX in lower-case hex, `/` as `\/`.
void append_json_ascii(std::string_view bytes, std::string& out);

}  // namespace switchroom::connectors
