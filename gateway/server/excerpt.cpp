#include "gateway/server/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace switchroom::server {

std::string shortened(std::string_view text) {
  constexpr std::size_t bytes_max = 32;
  std::string out{text.substr(0, bytes_max)};
  std::ranges::replace_if(out, [](char c) { return c < 0x20 || c == 0x7f; }, '?');
  if (text.size() > bytes_max) out += "...";
  return out;
}

std::string byte_word(char byte) { return fmt::format("byte 0x{:02x}", static_cast<unsigned char>(byte)); }

}  // namespace switchroom::server
