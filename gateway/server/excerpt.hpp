#pragma once
// How an error shows bytes that came from outside. Pure: any thread.

#include <string>
#include <string_view>

namespace switchroom::server {

/// At most 32 bytes of `text`, with everything but printable ASCII as `?`.
std::string shortened(std::string_view text);

/// One byte in words: `byte 0x0a`.
std::string byte_word(char byte);

}  // namespace switchroom::server
